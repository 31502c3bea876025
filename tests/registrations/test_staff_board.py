"""The live board of a session: right numbers, nobody named, own units only, at a constant price."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.registrations import actions
from openday.registrations.gate import actions as gate
from openday.registrations.gate.facts import Scan
from openday.registrations.gate.states import Kind
from openday.registrations.staff import board
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 6


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=timezone.now() + timedelta(minutes=10), places=10)


def joins(session, **facts):
    return register(session, now=timezone.now() - timedelta(days=2), **facts)


def test_the_board_counts_people_who_come_wait_and_are_inside(session):
    first = joins(session, adults=4, companions=1, access_needs={"choices": ["companion"], "note": ""}, language="en")
    joins(session, adults=5, guide_language="en", access_needs={"choices": ["wheelchair"], "note": "zzsecret"})
    joins(session, adults=3)
    actions.cancel(registration=joins(session, adults=1), now=timezone.now() - timedelta(days=1))
    scan = Scan(scan_id=uuid4(), kind=Kind.ARRIVED, at=timezone.now(), people=3, party_id=first.pk)
    (answer,) = gate.receive(session=session, scans=[scan], by=people.rosa(), listed_at=timezone.now(), now=timezone.now())
    assert answer.trouble == ""

    seen = board.figures(session)

    assert (seen.registered, seen.parties, seen.waiting, seen.waiting_parties) == (10, 2, 3, 1)
    assert (seen.free, seen.capacity, seen.arrived, seen.still_to_come) == (1, 10, 3, 7)
    assert (list(seen.needs.values()), seen.needs_parties) == ([1, 1], 2)
    assert list(seen.languages.values()) == [10]


@pytest.mark.parametrize("name", ["session", "big", "figures"])
def test_nobody_is_named_on_the_board(client, session, name):
    party = joins(session, name="张三丰", access_needs={"choices": ["other"], "note": "zzsecret"})
    client.force_login(people.rosa())

    page = client.get(reverse(f"board:{name}", args=[session.pk]))

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for secret in ("张三丰", "张**", "zzsecret", party.spoken_code, party.contact):
        assert secret not in page.text


def test_the_wall_says_nothing_about_kinds_of_help(client, session):
    joins(session, access_needs={"choices": ["wheelchair"], "note": ""})
    client.force_login(people.rosa())

    desk, wall = (client.get(reverse(f"board:{name}", args=[session.pk])).text for name in ("session", "big"))

    label = next(iter(board.figures(session).needs))
    assert label in desk
    assert label not in wall


def test_sessions_of_other_units_do_not_exist(client):
    theirs = SessionFactory(open_day=OpenDayFactory(unit=people.unit("industrial")))
    client.force_login(people.rosa())

    answers = [client.get(reverse(f"board:{name}", args=[theirs.pk])).status_code for name in ("session", "big", "figures")]
    named = client.get(reverse("board:index"), {"open_day": theirs.open_day_id}).status_code

    assert [*answers, named] == [404] * 4


@pytest.mark.parametrize("wanted", ["x", "999", "9" * 30])
def test_an_open_day_that_is_none_is_not_found(client, wanted):
    client.force_login(people.rosa())

    assert client.get(reverse("board:index"), {"open_day": wanted}).status_code == 404


def test_the_board_works_without_a_script(client, session):
    client.force_login(people.rosa())

    page = client.get(reverse("board:session", args=[session.pk])).text

    assert '<a href="" data-live-board-reload>' in page
    assert f'data-live-board="{reverse("board:figures", args=[session.pk])}"' in page


def test_the_board_is_reached_from_sessions_open_day_and_front_page(client, session):
    address = reverse("board:session", args=[session.pk])
    client.force_login(people.alice())

    assert address in client.get("/admin/sessions/").text
    assert (
        f"{reverse('board:index')}?open_day={session.open_day_id}" in client.get(reverse("open-days:edit", args=[session.open_day_id])).text
    )
    client.force_login(people.rosa())
    assert reverse("board:session", args=[session.pk]) in client.get("/admin/").text


@pytest.mark.parametrize("parties", [1, 4])
def test_the_numbers_cost_the_same_for_one_party_and_for_many(session, parties, django_assert_num_queries):
    for _party in range(parties):
        joins(session, access_needs={"choices": ["sight"], "note": ""})

    with django_assert_num_queries(PAGE_QUERIES):
        board.figures(session)
