"""Organisers see who comes to their own sessions: masked, found by code or contact, never other units'."""

from datetime import timedelta

import pytest
from django.urls import reverse

from openday.accounts.models import AuditEntry
from openday.registrations.models import Registration
from openday.registrations.staff.listing import RegistrationIndexView
from tests import people
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
INDEX = "/admin/registrations/"


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"))


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


def codes_in(response):
    return {row.code for row in response.context["object_list"]}


def test_names_and_contacts_are_masked(client, alice, open_day):
    register(SessionFactory(open_day=open_day), name="张三丰", contact=Contact("mobile", "+8613812345678"))

    page = client.get(INDEX).text

    assert "张**" in page
    assert "138****5678" in page
    assert "张三丰" not in page
    assert "13812345678" not in page


def test_a_registration_is_found_by_its_code_as_people_type_it(client, alice, open_day):
    session = SessionFactory(open_day=open_day)
    wanted, _other = register(session), register(session)

    typed = f" {wanted.code[:4].lower()}-{wanted.code[4:]} "

    assert codes_in(client.get(INDEX, {"q": typed})) == {wanted.code}


def test_every_page_of_the_list_keeps_its_order_and_nobody_is_on_two(client, alice, open_day, monkeypatch):
    monkeypatch.setattr(RegistrationIndexView, "get_paginate_by", lambda _view, _rows: 2)
    session = SessionFactory(open_day=open_day)
    parties = [register(session, now=NOW + timedelta(minutes=minute)) for minute in range(5)]

    shown = [[row.code for row in client.get(INDEX, {"p": number}).context["object_list"]] for number in (1, 2, 3)]

    newest_first = [party.code for party in reversed(parties)]
    assert shown == [newest_first[:2], newest_first[2:4], newest_first[4:]]


@pytest.mark.parametrize("typed", ["138 1234 5678", "+86 13812345678", "１３８１２３４５６７８"])
def test_a_registration_is_found_by_its_whole_contact(client, alice, open_day, typed):
    session = SessionFactory(open_day=open_day)
    wanted, _other = register(session, contact=Contact("mobile", "+8613812345678")), register(session)

    assert codes_in(client.get(INDEX, {"q": typed})) == {wanted.code}


@pytest.mark.parametrize("typed", ["1381234", "example.org", "%", "'", '"', "张", "x" * 5000, "李梅"])
def test_a_part_of_a_contact_or_odd_text_finds_nothing(client, alice, open_day, typed):
    register(SessionFactory(open_day=open_day), contact=Contact("mobile", "+8613812345678"))

    response = client.get(INDEX, {"q": typed})

    assert response.status_code == 200
    assert codes_in(response) == set()


def test_filters_narrow_by_open_day_session_state_and_day(client, alice, open_day):
    first, second = SessionFactory(open_day=open_day), SessionFactory(open_day=open_day, starts_at=NOW + timedelta(days=9))
    elsewhere = SessionFactory(open_day=OpenDayFactory(unit=open_day.unit))
    one, two, three = register(first), register(second), register(elsewhere)

    assert codes_in(client.get(INDEX, {"open_day": open_day.pk})) == {one.code, two.code}
    assert codes_in(client.get(INDEX, {"session": second.pk})) == {two.code}
    assert codes_in(client.get(INDEX, {"state": "confirmed"})) == {one.code, two.code, three.code}
    assert codes_in(client.get(INDEX, {"state": "cancelled"})) == set()
    assert codes_in(client.get(INDEX, {"visit_on_from": "2026-12-01"})) == {two.code}


@pytest.mark.parametrize(
    "query", ["session=99999999999999999999", "session=x", "open_day=x", "state=nonsense", "visit_on_from=tomorrow", "p=-1"]
)
def test_odd_filters_are_no_error(client, alice, open_day, query):
    register(SessionFactory(open_day=open_day))

    assert client.get(f"{INDEX}?{query}").status_code == 200


def canary():
    """A registration of the food centre that could leak."""
    session = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), name_zh="CANARY 开放日"))
    return register(session, name="CANARY", contact=Contact("email", "canary@example.org"))


def addresses(row: Registration) -> list[str]:
    names = ("inspect", "reveal", "cancel")
    return [*(reverse(f"registrations-staff:{name}", args=[row.pk]) for name in names), session_address(row)]


def session_address(row: Registration) -> str:
    return f"{reverse('session-changes:cancel')}?session={row.session_id}"


@pytest.mark.parametrize("stranger", [people.charlie, people.bob], ids=["another unit", "a unit below"])
def test_registrations_of_other_units_are_not_there(client, stranger):
    row = canary()
    client.force_login(stranger())

    assert {client.get(address).status_code for address in addresses(row)} == {404}
    assert {client.post(address, {"reason": "because I want to"}).status_code for address in addresses(row)} == {404}
    for query in ("", f"?q={row.code}", "?q=canary@example.org", f"?session={row.session_id}", "?export=csv", "?export=xlsx"):
        response = client.get(INDEX + query)
        # The page repeats the code that was searched for, ungrouped; a row would show it grouped.
        body = b"".join(response) if response.streaming else response.content
        assert b"CANARY" not in body
        assert f"{row.code[:4]}-{row.code[4:]}".encode() not in body
    row.refresh_from_db()
    assert row.state == "confirmed"


@pytest.mark.parametrize("role", [code for code in people.EVERYBODY if code not in {"organiser", "administrator", "data-protection"}])
def test_other_roles_get_no_registrations(client, role):
    row = canary()
    client.force_login(people.EVERYBODY[role]())

    for address in (INDEX, *addresses(row)):
        response = client.get(address)
        assert response.status_code in {302, 403, 404}
        assert b"CANARY" not in response.content


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(client, alice, open_day, rows, django_assert_num_queries):
    for number in range(rows):
        register(SessionFactory(open_day=OpenDayFactory(unit=open_day.unit), starts_at=NOW + timedelta(days=6 + number)))
    client.get(INDEX)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(INDEX)


LIST_QUERIES = 17


def test_a_look_at_the_full_contact_needs_a_reason_and_is_noted(client, alice, open_day):
    row = register(SessionFactory(open_day=open_day), name="张三丰", contact=Contact("mobile", "+8613812345678"))
    reveal = reverse("registrations-staff:reveal", args=[row.pk])

    masked_page = client.get(reverse("registrations-staff:inspect", args=[row.pk]))
    refused = client.post(reveal, {"reason": " "})
    assert refused.status_code == 422
    assert not AuditEntry.objects.filter(deed="registrations.reveal").exists()
    shown = client.post(reveal, {"reason": "来电询问轮椅"})

    assert "张三丰" not in masked_page.text + refused.text
    assert "13812345678" not in masked_page.text + refused.text
    assert "张三丰" in shown.text
    assert "+8613812345678" in shown.text
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.get(deed="registrations.reveal")
    assert (entry.by, entry.about_id, entry.reason) == (alice, str(row.pk), "来电询问轮椅")


def test_a_look_is_no_link_that_can_be_followed(client, alice, open_day):
    row = register(SessionFactory(open_day=open_day))

    assert client.get(reverse("registrations-staff:reveal", args=[row.pk])).status_code == 405
