"""Staff move a party or a group to another session."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events.models import Session
from openday.mail.models import Message
from openday.registrations.groups import actions as group_actions
from tests import people
from tests.factories.groups import group_asks, session_for_groups, taken_by_groups
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register, soon, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit())


@pytest.fixture
def desk(client):
    client.force_login(people.alice())
    return client


@pytest.fixture
def here(open_day):
    return SessionFactory(open_day=open_day, starts_at=soon(days=5), places=10)


def after(session, *, days=1, **facts):
    return SessionFactory(open_day=session.open_day, starts_at=session.starts_at + timedelta(days=days), **facts)


def party_in(session, **facts):
    return register(session, adults=3, now=timezone.now(), contact=Contact(value="li@example.org"), **facts)


def address(registration) -> str:
    return f"/admin/registrations/{registration.pk}/move/"


def test_what_would_happen_and_the_letter_are_shown_and_nothing_is_changed_by_looking(desk, here):
    there, party = after(here, places=10), party_in(here)
    letters = Message.objects.count()

    page = desk.get(f"{address(party)}?session={there.pk}")

    shown = page.content.decode()
    assert there.when() in shown
    assert party.spoken_code in page.context["letter"]
    assert party.token not in shown
    assert (taken(here), taken(there), Message.objects.count()) == (3, 0, letters)


def test_the_party_is_moved_once_written_to_and_it_is_noted(desk, here):
    there, party = after(here, places=10), party_in(here)

    answers = [desk.post(address(party), {"session": there.pk}).status_code for _again in range(2)]

    party.refresh_from_db()
    assert (answers, party.session_id) == ([302, 409], there.pk)
    assert (taken(here), taken(there)) == (0, 3)
    assert Message.objects.filter(kind="registration_moved").count() == 1
    assert AuditEntry.objects.filter(deed="registrations.move").count() == 1


def test_too_few_places_and_sessions_that_take_nobody_leave_the_party_where_it_is(desk, here):
    small, party = after(here, places=2), party_in(here)
    other = SessionFactory(starts_at=soon(days=6), places=10)
    cancelled = after(here, days=2, places=10, state=Session.State.CANCELLED, cancelled_at=timezone.now())

    answers = [desk.post(address(party), {"session": one.pk}).status_code for one in (small, other, cancelled)]

    party.refresh_from_db()
    assert (answers, party.session_id, taken(here)) == ([409, 409, 409], here.pk, 3)
    assert desk.get(f"{address(party)}?session=nonsense").status_code == 409


def test_staff_move_a_party_also_before_registration_opens_over_there(desk, here):
    here.open_day.release_days_before, here.open_day.release_time = 6, time(17)
    here.open_day.save()
    later, party = after(here, days=9, places=10), party_in(here)

    assert desk.post(address(party), {"session": later.pk}).status_code == 302


def test_a_group_goes_to_the_places_for_groups(desk, open_day):
    here, there = (session_for_groups(open_day=open_day, starts_at=soon(days=days)) for days in (12, 14))
    individuals_only = SessionFactory(open_day=open_day, starts_at=soon(days=13))
    row = group_actions.place(visit=group_asks(here), session=here, by=people.alice(), now=timezone.now())

    offered = [pool.session for pool in desk.get(address(row)).context["pools"]]
    answer = desk.post(address(row), {"session": there.pk})

    assert (offered, answer.status_code) == ([there], 302)
    assert individuals_only not in offered
    assert (taken_by_groups(here), taken_by_groups(there)) == (0, 34)


def test_registrations_of_other_units_do_not_exist_and_who_only_reads_moves_nobody(client, here):
    there, party = after(here, places=10), party_in(here)
    client.force_login(people.charlie())
    assert client.get(address(party)).status_code == 404
    client.force_login(people.dora())
    client.post(address(party), {"session": there.pk})

    assert (taken(here), taken(there)) == (3, 0)
