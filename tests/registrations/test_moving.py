"""A party goes to another session; it never loses its old place before it has the new one."""

from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events.models import Session
from openday.mail.models import Message
from openday.registrations import actions
from openday.registrations.facts import AlreadyRegistered, NotActive, RegistrationClosed, SessionFull, TooLate
from openday.registrations.models import Registration
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, soon, taken
from tests.registrations.visitor import hidden, state

pytestmark = pytest.mark.django_db


def two_sessions(*, first: int = 4, second: int = 4, **more) -> tuple[Session, Session]:
    """Two sessions of one open day with so many places, a day apart."""
    open_day = OpenDayFactory(**more)
    start = NOW + timedelta(days=6)
    return SessionFactory(open_day=open_day, places=first), SessionFactory(
        open_day=open_day, places=second, starts_at=start + timedelta(days=1)
    )


def now_of(registration: Registration) -> Registration:
    return Registration.objects.with_visit().get(pk=registration.pk)


def test_a_move_keeps_row_code_and_link_and_changes_session_places_and_day():
    here, there = two_sessions()
    registration = register(here, adults=3)

    moved = actions.move(registration=registration, session=there, now=NOW)

    found = now_of(registration)
    assert (found.pk, found.code, found.secret_hash, found.state) == (
        moved.pk,
        registration.code,
        registration.secret_hash,
        State.CONFIRMED,
    )
    assert (found.session, found.pool.session, found.visit_on) == (there, there, timezone.localdate(there.starts_at))
    assert (taken(here), taken(there)) == (0, 3)


def test_a_move_into_too_few_places_keeps_everything():
    here, there = two_sessions(second=2)
    registration = register(here, adults=3)

    with pytest.raises(SessionFull) as refusal:
        actions.move(registration=registration, session=there, now=NOW)

    assert (refusal.value.left, taken(here), taken(there), now_of(registration).session) == (2, 3, 0, here)
    assert Message.objects.count() == 1


def test_a_second_move_to_the_same_session_changes_nothing_and_writes_nothing():
    here, there = two_sessions()
    registration = register(here)
    actions.move(registration=registration, session=there, now=NOW)

    actions.move(registration=registration, session=there, now=NOW)

    assert (taken(here), taken(there), now_of(registration).sequence) == (0, 1, 1)
    assert Message.objects.filter(kind="registration_moved").count() == 1


def test_the_places_left_behind_go_to_the_next_party_that_waits():
    here, there = two_sessions(first=2)
    registration = register(here, adults=2)
    waiting = register(here, adults=2)

    actions.move(registration=registration, session=there, now=NOW)

    assert (now_of(waiting).state, taken(here), taken(there)) == (State.CONFIRMED, 2, 2)


def test_a_party_that_waits_moves_to_a_session_with_places():
    here, there = two_sessions(first=2)
    register(here)
    waiting = register(here, adults=2)

    actions.move(registration=waiting, session=there, now=NOW)

    found = now_of(waiting)
    assert (found.state, found.confirmed_at, taken(here), taken(there)) == (State.CONFIRMED, NOW, 1, 2)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (5, 0), (0, 5)])
def test_the_sequence_rises_whatever_the_sequences_of_the_sessions_are(old, new):
    here, there = two_sessions()
    Session.objects.filter(pk=here.pk).update(sequence=old)
    Session.objects.filter(pk=there.pk).update(sequence=new)
    registration = now_of(register(here))
    before = registration.calendar_sequence

    moved = now_of(actions.move(registration=registration, session=there, now=NOW))
    back = now_of(actions.move(registration=moved, session=here, now=NOW))

    assert before < moved.calendar_sequence < back.calendar_sequence


def test_the_letter_carries_the_same_entry_with_the_new_time():
    here, there = two_sessions()
    registration = register(here)
    actions.move(registration=registration, session=there, now=NOW)

    first, second = (
        icalendar.Calendar.from_ical(letter.calendar).walk("VEVENT")[0] for letter in Message.objects.order_by("pk").exclude(calendar="")
    )
    assert (str(second["UID"]), second.start, int(second["SEQUENCE"])) == (str(first["UID"]), there.starts_at, 1)


def test_refusals_keep_the_old_place():
    here, there = two_sessions()
    stranger = SessionFactory()
    registration = register(here)
    late = here.starts_at - timedelta(minutes=30)

    with pytest.raises(RegistrationClosed):
        actions.move(registration=registration, session=stranger, now=NOW)
    with pytest.raises(TooLate):
        actions.move(registration=registration, session=there, now=late)
    Session.objects.filter(pk=there.pk).update(state="cancelled", cancelled_at=NOW)
    with pytest.raises(RegistrationClosed):
        actions.move(registration=registration, session=there, now=NOW)
    actions.cancel(registration=registration, now=NOW)
    with pytest.raises(NotActive):
        actions.move(registration=registration, session=there, now=NOW)

    assert (taken(here), taken(there), taken(stranger)) == (0, 0, 0)


def test_a_second_visit_on_one_day_is_refused_and_the_old_place_kept():
    here, there = two_sessions(one_per_day=True)
    contact = Contact(value="a@example.org")
    registration = register(here, contact=contact)
    register(there, contact=contact)

    with pytest.raises(AlreadyRegistered):
        actions.move(registration=registration, session=there, now=NOW)

    assert (taken(here), taken(there)) == (1, 1)


def test_a_move_by_staff_is_noted():
    here, there = two_sessions()

    actions.move(registration=register(here), session=there, now=here.starts_at - timedelta(minutes=30), by=people.root())

    assert AuditEntry.objects.filter(deed="registrations.move").count() == 1


@pytest.fixture
def pages(client):
    """Two sessions that the real clock can reach, a party in the first, its browser let in."""
    open_day = OpenDayFactory()
    here = SessionFactory(open_day=open_day, starts_at=soon(), places=3)
    there = SessionFactory(open_day=open_day, starts_at=soon(days=7), places=3)
    registration = register(here, adults=2, now=timezone.now())
    return registration, here, there, client.get(f"/en/visits/r/{registration.token}/")["Location"]


def test_choosing_and_looking_once_more_change_nothing(client, pages):
    registration, here, there, ticket = pages
    before = Registration.objects.filter(pk=registration.pk).values().get()

    chosen = client.get(f"{ticket}move/")
    review = client.get(f"{ticket}move/", {"session": there.pk})

    assert (chosen.status_code, review.status_code) == (200, 200)
    assert f'id="session-{there.pk}"' in chosen.content.decode()
    assert f'id="session-{here.pk}"' not in chosen.content.decode()
    assert hidden(review.content.decode()) == {"session": [str(there.pk)]}
    assert Registration.objects.filter(pk=registration.pk).values().get() == before
    assert (taken(here), taken(there)) == (2, 0)


def test_the_visitor_moves_and_is_told(client, pages):
    _registration, here, there, ticket = pages

    answer = client.post(f"{ticket}move/", {"session": there.pk})

    assert (answer.status_code, answer["Location"]) == (303, f"{ticket}?said=moved")
    assert "Your visit has been moved." in client.get(answer["Location"]).content.decode()
    assert (taken(here), taken(there)) == (0, 2)


def test_who_comes_too_late_for_the_new_place_keeps_the_old_one(client, pages):
    _registration, here, there, ticket = pages
    register(there, adults=2, now=timezone.now())

    answer = client.post(f"{ticket}move/", {"session": there.pk})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Only 1 place is left." in page
    assert "You keep the places you have." in page
    assert (taken(here), taken(there)) == (2, 2)


@pytest.mark.parametrize("session", ["", "0", "x", "99999999999999999999999"])
def test_a_session_that_is_not_offered_is_refused(client, pages, session):
    _registration, here, _there, ticket = pages

    answers = [client.post(f"{ticket}move/", {"session": session}), client.get(f"{ticket}move/", {"session": session})]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert taken(here) == 2


def test_nothing_chosen_is_asked_for(client, pages):
    ticket = pages[3]

    assert client.get(f"{ticket}move/?next=1").status_code == 422


def test_a_stranger_moves_nobody(client, pages):
    registration, here, there, _ticket = pages
    client.cookies.clear()

    answer = client.post(f"/en/visits/ticket/{registration.code}/move/", {"session": there.pk})

    assert (answer.status_code, state(answer), taken(here)) == (403, "link-needed", 2)


def test_the_list_of_sessions_costs_the_same_for_one_and_for_twenty(client, pages, django_assert_num_queries):
    _registration, here, _there, ticket = pages
    client.get(f"{ticket}move/")
    with django_assert_num_queries(9):
        client.get(f"{ticket}move/")
    for day in range(8, 28):
        SessionFactory(open_day=here.open_day, starts_at=soon(days=day))

    with django_assert_num_queries(9):
        assert client.get(f"{ticket}move/").content.decode().count('type="radio"') == 21
