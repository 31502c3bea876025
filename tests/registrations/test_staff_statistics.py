"""Statistics of open days: right figures, own units, small numbers hidden, the same price for many rows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.registrations import actions
from openday.registrations.gate.models import CheckIn
from openday.registrations.models import Registration
from openday.registrations.staff import statistics
from tests import people
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
TABLE_QUERIES = 6
DAY = timedelta(days=1)


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), name_zh="=HYPERLINK(1)"), places=10)


def rows(*units):
    keys = {people.unit(code).pk for code in units}
    day = timezone.localdate(NOW + 6 * DAY)
    return statistics.by_open_day(statistics.sessions_in(keys, since=day - DAY, until=day + DAY))


def test_places_parties_and_waits_of_an_open_day(session):
    first, _second = register(session, adults=6), register(session, adults=4)
    register(session, adults=3, now=NOW + timedelta(hours=1))
    actions.cancel(registration=first, now=NOW + timedelta(hours=3))

    (row,) = rows("food")

    assert (row["sessions"], row["capacity"], row["taken"], row["fill"]) == (1, 10, 7, 70)
    assert (row["parties"], row["waiting"], row["cancelled"]) == (2, 0, 1)
    assert row["wait_hours"] == 2.0
    assert row["lead_days"] == 6.0


@pytest.mark.parametrize(("hours", "median"), [([1], 1.0), ([1, 5, 9], 5.0), ([1, 3, 5, 40], 4.0)])
def test_the_median_is_the_middle_or_lies_between_the_two_around_it(session, hours, median):
    for wait in hours:
        party = register(session)
        Registration.objects.filter(pk=party.pk).update(waiting_since=NOW, confirmed_at=NOW + timedelta(hours=wait))

    assert rows("food")[0]["wait_hours"] == median


def test_several_open_days_are_drawn_and_one_is_not(session):
    party = register(session, adults=4)
    Registration.objects.filter(pk=party.pk).update(waiting_since=NOW, confirmed_at=NOW + timedelta(hours=3))
    assert statistics.charts(rows("food")) == []
    SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), name_zh="计量开放日"), places=30)

    places, waits = statistics.charts(rows("food"))

    # The larger one first, by its number below the bars and by its name in the table.
    assert [(label, list(cells)) for label, cells in places.rows] == [("1 计量开放日", ["30", "0"]), ("2 =HYPERLINK(1)", ["10", "4"])]
    # Nobody stood at a gate: who came is not drawn.
    assert [list(cells) for _label, cells in waits.rows] == [["–"], ["3"]]


def test_who_did_not_come_is_known_only_where_the_gate_was_used(session):
    came, missed = register(session), register(session)
    Registration.objects.filter(pk=missed.pk).update(state="no_show")
    Registration.objects.filter(pk=came.pk).update(state="attended")

    assert (rows("food")[0]["came"], rows("food")[0]["missed"]) == (None, None)
    CheckIn.objects.create(scan_id=uuid4(), session=session, registration=came, kind="arrived", people=1, at=NOW, received_at=NOW)

    assert (rows("food")[0]["came"], rows("food")[0]["missed"]) == (1, 1)


def test_numbers_below_five_are_hidden_where_they_tell_of_people(session):
    for _party in range(5):
        register(session)
    register(session, adults=2, language="en")

    kinds = statistics.parties_by_kind(statistics.sessions_in({session.open_day.unit_id}, since=NOW.date(), until=(NOW + 9 * DAY).date()))

    assert [[count for _label, count in pairs] for _heading, pairs in kinds] == [[5, None], [5, None], [7, 0, 0, 0]]


def test_other_units_do_not_count(client, session):
    register(session)
    client.force_login(people.charlie())
    around = {"since": "2026-11-01", "until": "2026-12-31"}

    page = client.get(reverse("open-day-statistics:index"), around)
    named = client.get(reverse("open-day-statistics:index"), around | {"unit": session.open_day.unit_id})

    assert page.context["rows"] == []
    assert (named.status_code, named.context["rows"]) == (422, [])


@pytest.mark.parametrize("query", [{"since": "x"}, {"unit": "9" * 30}, {"since": "0001-01-01", "until": "9999-12-31"}])
def test_nothing_in_the_address_breaks_it(client, query):
    client.force_login(people.alice())

    assert client.get(reverse("open-day-statistics:index"), query).status_code in {200, 422}


def test_the_export_is_utf8_with_a_mark_and_runs_no_formula(client, session):
    client.force_login(people.alice())

    answer = client.get(reverse("open-day-statistics:index"), {"since": "2026-11-01", "until": "2026-12-31", "export": "csv"})

    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert '"\'=HYPERLINK(1)"' in content.decode()


@pytest.mark.parametrize("parties", [1, 4])
def test_the_table_costs_the_same_for_one_party_and_for_many(session, parties, django_assert_num_queries):
    for _party in range(parties):
        register(session)
    sessions = statistics.sessions_in({session.open_day.unit_id}, since=NOW.date(), until=(NOW + 9 * DAY).date())

    with django_assert_num_queries(TABLE_QUERIES):
        statistics.by_open_day(sessions)
