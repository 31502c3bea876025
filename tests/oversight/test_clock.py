from bisect import bisect_right
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from openday.events.calendar_files import SHIPPED, read
from openday.events.working_days import Calendar
from openday.oversight import clock
from openday.oversight.clock import Limit

# The national day week of 2026 as the State Council's notice moves it: 1–7 October off,
# Sunday 20 September and Saturday 10 October worked (调休).
AUTUMN_2026 = Calendar(
    {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 9, 20): True, date(2026, 10, 10): True},
    frozenset({2025, 2026}),
)
PLAIN = Calendar({}, frozenset(range(2020, 2031)))


@pytest.mark.parametrize(
    ("started", "days", "due"),
    [
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # Friday to the worked Sunday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the whole holiday
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # the worked Saturday counts
        (date(2026, 10, 3), 1, date(2026, 10, 8)),  # received on a holiday
        (date(2026, 9, 25), 15, date(2026, 10, 22)),
    ],
)
def test_limits_skip_holidays_and_count_make_up_days(started, days, due):
    assert clock.due(Limit(started, days), AUTUMN_2026).day == due


def test_a_limit_into_a_year_without_a_calendar_is_provisional():
    assert clock.due(Limit(date(2026, 12, 20), 15), AUTUMN_2026).provisional
    assert not clock.due(Limit(date(2026, 10, 8), 15), AUTUMN_2026).provisional


def test_a_pause_over_the_holiday_gives_back_working_days_only():
    given_back = clock.paused_days(AUTUMN_2026, paused_on=date(2026, 9, 30), resumed_on=date(2026, 10, 9))

    assert given_back == 2  # 8 and 9 October


def test_a_pause_that_ends_on_its_own_day_gives_nothing_back():
    assert clock.paused_days(AUTUMN_2026, paused_on=date(2026, 9, 30), resumed_on=date(2026, 9, 30)) == 0


def test_extension_and_pause_add_up():
    assert clock.due(Limit(date(2026, 6, 1), 5, paused_days=2, extension_days=3), PLAIN).day == date(2026, 6, 15)


def test_late_begins_on_the_day_after_the_due_day():
    assert not clock.is_overdue(date(2026, 6, 5), today=date(2026, 6, 5))
    assert clock.is_overdue(date(2026, 6, 5), today=date(2026, 6, 6))
    assert not clock.is_overdue(None, today=date(2026, 6, 6))


def test_a_moment_just_before_midnight_utc_belongs_to_the_next_day_in_the_office():
    assert clock.local_day(datetime(2026, 6, 1, 23, 0, tzinfo=timezone.get_fixed_timezone(0))) == date(2026, 6, 2)


def test_half_time_is_rounded_up():
    assert clock.half_time(Limit(date(2026, 6, 1), 5), PLAIN) == date(2026, 6, 4)
    assert clock.half_time(Limit(date(2026, 6, 1), 4), PLAIN) == date(2026, 6, 3)


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=60).map(lambda days: Calendar(days, frozenset({2024, 2025, 2026, 2027})))


@given(CALENDARS, DAYS, st.integers(1, 40), st.integers(0, 30), st.integers(0, 30))
def test_as_many_working_days_are_left_after_a_pause_as_before_it(calendar, started, days, before, pause):
    paused_on = started + timedelta(days=before)
    resumed_on = paused_on + timedelta(days=pause)
    first_due = clock.due(Limit(started, days), calendar).day
    left_before = clock.days_left(first_due, calendar, today=paused_on)

    given_back = clock.paused_days(calendar, paused_on=paused_on, resumed_on=resumed_on)
    new_due = clock.due(Limit(started, days, paused_days=given_back), calendar).day

    assert clock.days_left(new_due, calendar, today=resumed_on) == left_before


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_the_due_day_is_a_working_day_and_never_the_day_it_started(calendar, started, days):
    due = clock.due(Limit(started, days), calendar).day

    assert due > started
    assert calendar.is_workday(due)


SHIPPED_ROWS = [row for path in sorted(SHIPPED.glob("*.csv")) for row in read(path)]
OF_THREE_YEARS = Calendar({row.day: row.is_workday for row in SHIPPED_ROWS}, frozenset({2024, 2025, 2026}))


@pytest.mark.parametrize("days", [2, 3, 5, 15])
@pytest.mark.parametrize(("extension", "paused"), [(0, 0), (15, 0), (0, 4)])
def test_every_promise_made_on_any_day_of_three_years_ends_on_the_counted_day(days, extension, paused):
    first, last = date(2024, 1, 1), date(2026, 12, 31)
    # Counted from the notices themselves, not by the code under test.
    moved = {row.day: row.is_workday for row in SHIPPED_ROWS}
    every = [first + timedelta(days=step) for step in range((last - first).days + 90)]
    worked = [day for day in every if moved.get(day, day.isoweekday() < 6)]

    for day in every[: (last - first).days + 1]:
        due = clock.due(Limit(day, days, paused_days=paused, extension_days=extension), OF_THREE_YEARS)
        assert due.day == worked[bisect_right(worked, day) + days + extension + paused - 1]
        # The notice for 2027 may still move what lies behind 27 December 2026.
        assert due.provisional == (due.day > date(2026, 12, 27))
