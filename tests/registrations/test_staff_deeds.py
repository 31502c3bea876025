"""Staff cancel a registration; the visitor is written to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events.models import Pool
from openday.mail.models import Message
from openday.registrations.staff.today import midnight_before, own_sessions
from tests import people
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register, soon, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=soon(), places=5)


def letters(kind):
    return Message.objects.filter(kind=kind).count()


def test_cancelling_a_registration_frees_its_places_and_writes_to_the_visitor(client, alice, session):
    row = register(session, adults=2, now=timezone.now())
    address = reverse("registrations-staff:cancel", args=[row.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    response = client.post(address, {"reason": "设备检修"})

    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.ending, row.cancelled_by, row.reason) == ("cancelled", "staff", alice, "设备检修")
    assert taken(session) == 0
    assert letters("registration_cancelled") == 1
    assert AuditEntry.objects.filter(deed="registrations.cancel", by=alice).count() == 1


def test_cancelling_twice_is_a_conflict_and_writes_once(client, alice, session):
    row = register(session, now=timezone.now())
    address = reverse("registrations-staff:cancel", args=[row.pk])
    client.post(address, {"reason": "设备检修"})

    assert client.post(address, {"reason": "设备检修"}).status_code == 409
    assert letters("registration_cancelled") == 1


def test_every_page_of_a_deed_has_one_heading_and_leads_back(client, alice, session):
    registration = register(session, now=timezone.now())
    pages = [
        reverse("registrations-staff:inspect", args=[registration.pk]),
        reverse("registrations-staff:cancel", args=[registration.pk]),
        f"{reverse('session-changes:cancel')}?session={session.pk}",
        f"{reverse('session-changes:change')}?session={session.pk}",
        reverse("session-changes:index"),
        reverse("sessions:season"),
        reverse("sessions:repeat", args=[session.pk]),
    ]

    headings = {address: client.get(address).text.count("<h1") for address in pages}

    assert headings == dict.fromkeys(pages, 1)
    assert reverse("registrations-staff:index") in client.get(pages[1]).text


def test_more_places_let_a_waiting_party_in(client, alice, session):
    register(session, adults=5, now=timezone.now())
    waiting = register(session, adults=2, now=timezone.now())
    local = timezone.localtime(session.starts_at)
    form = {
        "open_day": session.open_day_id,
        "day": f"{local:%Y-%m-%d}",
        "starts": f"{local:%H:%M}",
        "ends": f"{timezone.localtime(session.ends_at):%H:%M}",
        "state": "open",
        "individuals": "7",
        "languages": session.languages,
    }

    response = client.post(reverse("sessions:edit", args=[session.pk]), form)

    assert response.status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    assert taken(session) == 7


def test_the_time_of_a_session_with_registrations_is_fixed(client, alice, session):
    register(session, now=timezone.now())
    starts_at = session.starts_at

    page = client.get(reverse("sessions:edit", args=[session.pk]))
    client.post(reverse("sessions:edit", args=[session.pk]), {"day": "2030-01-01", "starts": "08:00", "ends": "09:00", "individuals": "9"})

    assert page.context["form"].fields["day"].disabled
    session.refresh_from_db()
    assert session.starts_at == starts_at
    assert Pool.objects.get(session=session).capacity == 9


def the_day(user, now):
    since = midnight_before(now)
    return list(own_sessions(user, since=since, until=since + timedelta(days=1)))


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_day_costs_two_queries_for_any_number_of_sessions(sessions, django_assert_num_queries):
    alice = people.alice()
    for _ in range(sessions):
        session = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), places=4)
        register(session, adults=3)
        register(session, adults=2)
    the_day(alice, NOW)  # reads roles and units of the user, kept from then on

    with django_assert_num_queries(2):
        rows = the_day(alice, session.starts_at)

    assert [(row.registered, row.waiting, row.waiting_parties, row.arrived) for row in rows] == [(3, 2, 1, 0)] * sessions


def test_the_day_shows_only_own_sessions():
    SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")))

    assert the_day(people.charlie(), NOW.replace(day=28)) == []
    assert len(the_day(people.alice(), NOW.replace(day=28))) == 1


def test_the_dashboard_greets_an_organiser_with_the_day(client, alice):
    SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), name_zh="今天的开放日"), starts_at=timezone.now())

    assert "今天的开放日" in client.get("/admin/").text
