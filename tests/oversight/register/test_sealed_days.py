"""A day without a seal is noticed by itself."""

from datetime import date, timedelta

import pytest

from openday.oversight.register import actions, sealed_days
from tests.factories.oversight import MONDAY, a_case

pytestmark = pytest.mark.django_db


def june(*days: int) -> list[date]:
    return [date(2026, 6, day) for day in days]


def test_while_every_day_is_sealed_nothing_is_missing(registered):
    """Monday, Tuesday and Wednesday, the first of June and the two days after, are sealed."""
    for hours in (24, 48, 71):
        assert sealed_days.missing(now=MONDAY + timedelta(hours=hours)) == []


@pytest.mark.parametrize(("later", "missing"), [(3, []), (4, june(4)), (6, june(4, 5, 6)), (12, june(6, 7, 8, 9, 10, 11, 12))])
def test_days_after_the_timer_stopped_are_named_up_to_yesterday_for_a_week(registered, later, missing):
    now = MONDAY + timedelta(days=later)

    assert sealed_days.missing(now=now) == missing
    assert sealed_days.is_missing(now=now) == bool(missing)


def test_a_gap_stays_named_for_a_week_after_the_timer_runs_again_and_the_alarm_ends_after_a_day(registered):
    for day in range(4, 13):
        actions.seal(now=MONDAY + timedelta(days=day))

    told = [
        (sealed_days.missing(now=MONDAY + timedelta(days=day)), sealed_days.is_missing(now=MONDAY + timedelta(days=day)))
        for day in (4, 5, 10, 11)
    ]

    assert told == [(june(4), True), (june(4), False), (june(4), False), ([], False)]


def test_nothing_is_expected_before_anything_happened():
    assert sealed_days.missing(now=MONDAY) == []
    a_case(now=MONDAY)
    assert sealed_days.missing(now=MONDAY + timedelta(days=1)) == []


def test_a_timer_that_never_ran_is_noticed_too():
    a_case(now=MONDAY)

    assert sealed_days.missing(now=MONDAY + timedelta(days=3)) == june(2, 3)


@pytest.mark.parametrize(("later", "queries"), [(1, 1), (9, 2)])
def test_while_all_is_well_it_costs_one_query(registered, later, queries, django_assert_num_queries):
    for day in range(7):
        actions.seal(now=MONDAY - timedelta(days=day))

    with django_assert_num_queries(queries):
        sealed_days.missing(now=MONDAY + timedelta(days=later))
