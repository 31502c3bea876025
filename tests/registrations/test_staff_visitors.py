"""Reception sees who comes today to the own unit, masked; the data protection officer sees who looked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.accounts import roles
from openday.registrations import actions
from openday.registrations.models import Registration
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
LIST = "/admin/visitors/"


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"))


@pytest.fixture
def rosa(client):
    user = people.rosa()
    client.force_login(user)
    return user


def today(open_day, **facts):
    return SessionFactory(open_day=open_day, starts_at=timezone.now() + timedelta(minutes=1), **facts)


def a_party(session, **facts):
    """Registered yesterday, when the session still took registrations."""
    return register(session, now=timezone.now() - timedelta(days=1), **facts)


def codes_in(response):
    return [row.code for row in response.context["object_list"]]


def test_the_list_begins_with_today_and_masks_every_name(client, rosa, open_day):
    party = a_party(today(open_day), adults=3, name="张三丰", contact=Contact("mobile", "+8613812345678"))
    later = a_party(SessionFactory(open_day=open_day, starts_at=timezone.now() + timedelta(days=2)))

    now, then = client.get(LIST), client.get(LIST, {"visit_on": f"{timezone.localdate(later.session.starts_at):%Y-%m-%d}"})

    assert (codes_in(now), codes_in(then)) == ([party.code], [later.code])
    assert "张**" in now.text
    assert "张三丰" not in now.text
    assert "5678" not in now.text


def test_another_units_visitors_are_not_there(client, open_day):
    a_party(today(open_day))
    client.force_login(people.person("rob", roles.RECEPTION, of="industrial"))

    assert codes_in(client.get(LIST)) == []


def test_help_that_was_asked_for_is_named_and_its_note_is_not(client, rosa, open_day):
    a_party(today(open_day), access_needs={"choices": ["wheelchair"], "note": "PRIVATE"}, consents={"visit": "1", "assistance": "1"})

    page = client.get(LIST).text

    assert "轮椅" in page
    assert "PRIVATE" not in page


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-45", "0001-01-01", "\x00", "9" * 400])
def test_an_odd_day_in_the_address_never_breaks_the_list(client, rosa, open_day, typed):
    assert client.get(LIST, {"visit_on": typed}).status_code in {200, 400}


def test_reception_opens_no_registration_and_takes_no_list_away(client, rosa, open_day):
    party = a_party(today(open_day))

    answers = [client.get(reverse(f"registrations-staff:{name}", args=[party.pk])).status_code for name in ("inspect", "cancel")]
    exported = client.get(LIST, {"export": "csv"})

    assert set(answers) <= {302, 403, 404}
    assert exported["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_parties(client, rosa, open_day, rows, django_assert_num_queries):
    session = today(open_day)
    for _ in range(rows):
        a_party(session)
    client.get(LIST)

    with django_assert_num_queries(15):
        client.get(LIST)


def test_the_officer_reads_every_registration_with_masks_and_changes_nothing(client, open_day):
    party = a_party(today(open_day), name="张三丰")
    client.force_login(people.dora())

    listed, inspected = client.get("/admin/registrations/"), client.get(reverse("registrations-staff:inspect", args=[party.pk]))
    revealed = client.post(reverse("registrations-staff:reveal", args=[party.pk]), {"reason": "I am curious"})
    exported = client.get("/admin/registrations/", {"export": "csv"})
    cancelled = client.post(reverse("registrations-staff:cancel", args=[party.pk]), {"reason": "no reason"})

    assert codes_in(listed) == [party.code]
    assert "张三丰" not in listed.text + inspected.text + revealed.text
    assert revealed.status_code == cancelled.status_code == 302
    assert exported["Content-Type"].startswith("text/html")
    assert Registration.objects.get().state == State.CONFIRMED


def test_the_officer_sees_who_looked_at_a_registration_and_why(client, open_day):
    party, other = a_party(today(open_day)), a_party(today(open_day))
    client.force_login(people.alice())
    for row, reason in ((party, "The visitor called"), (other, "Another matter")):
        client.post(reverse("registrations-staff:reveal", args=[row.pk]), {"reason": reason})
    actions.cancel(registration=party, now=timezone.now(), by=people.alice(), reason="On the telephone")

    client.force_login(people.dora())
    page = client.get(reverse("registrations-staff:inspect", args=[party.pk])).text
    looks = client.get(reverse("looks")).text
    front = client.get("/admin/").text

    assert ("The visitor called" in page, "On the telephone" in page, "Another matter" in page) == (True, True, False)
    # A cancellation is a deed, not a look.
    assert ("The visitor called" in looks, "Another matter" in looks, "On the telephone" in looks) == (True, True, False)
    assert "The visitor called" in front
