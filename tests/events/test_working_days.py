"""Working days with make-up days (调休): every day of 2024-2026, and honesty about years to come."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.events import calendar_files
from openday.events.working_days import Calendar, Deadline

ROWS = [row for path in sorted(calendar_files.SHIPPED.glob("*.csv")) for row in calendar_files.read(path)]
CALENDAR = Calendar(days={row.day: row.is_workday for row in ROWS}, known_years=frozenset({2024, 2025, 2026}))
EVERY_DAY = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2024, 1, 1)).days + 1)]


def test_every_day_of_three_years_agrees_with_chinesecalendar():
    assert [day for day in EVERY_DAY if CALENDAR.is_workday(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize("n", [1, 5, 15, 30, 60])
def test_every_deadline_of_three_years_agrees_with_counting_by_hand(n):
    worked = [day for day in EVERY_DAY if chinese_calendar.is_workday(day)]

    for day in EVERY_DAY:
        after = [one for one in worked if one > day]
        if len(after) >= n:
            assert CALENDAR.add_working_days(day, n).day == after[n - 1]


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # the Saturday before Spring Festival is worked
        (date(2026, 2, 14), 1, date(2026, 2, 24)),  # nine days off
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # make-up Saturday
        (date(2025, 4, 25), 1, date(2025, 4, 27)),  # make-up Sunday
    ],
)
def test_make_up_days_and_holidays_count(start, n, expected):
    assert CALENDAR.add_working_days(start, n) == Deadline(expected, provisional=False)


def test_zero_days_is_the_day_itself_or_the_next_one_that_is_worked():
    assert CALENDAR.add_working_days(date(2026, 9, 16), 0).day == date(2026, 9, 16)
    assert CALENDAR.add_working_days(date(2026, 10, 1), 0).day == date(2026, 10, 8)


def test_a_deadline_in_a_year_without_a_calendar_is_provisional():
    assert CALENDAR.add_working_days(date(2026, 12, 25), 15) == Deadline(date(2027, 1, 15), provisional=True)


def test_a_year_is_known_up_to_the_days_that_the_next_notice_may_move():
    assert CALENDAR.add_working_days(date(2026, 12, 24), 1) == Deadline(date(2026, 12, 25), provisional=False)
    assert CALENDAR.add_working_days(date(2026, 12, 25), 1) == Deadline(date(2026, 12, 28), provisional=True)
    assert CALENDAR.add_working_days(date(2025, 12, 25), 2) == Deadline(date(2025, 12, 29), provisional=False)


def test_without_any_calendar_the_plain_week_counts_and_everything_is_provisional():
    empty = Calendar(days={}, known_years=frozenset())

    assert empty.add_working_days(date(2026, 9, 18), 1) == Deadline(date(2026, 9, 21), provisional=True)


def test_working_days_are_counted_forwards_only():
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2026, 9, 16), -1)


@given(st.sampled_from(EVERY_DAY), st.integers(0, 250))
def test_counting_back_what_was_added_gives_the_same_number(day, n):
    deadline = CALENDAR.add_working_days(day, n).day

    assert CALENDAR.is_workday(deadline)
    assert CALENDAR.working_days_between(day, deadline) == (n or int(deadline != day))
    assert CALENDAR.working_days_between(deadline, day) == -CALENDAR.working_days_between(day, deadline)


def test_every_shipped_day_names_its_holiday_and_the_notice_it_comes_from():
    for row in ROWS:
        assert row.name_zh
        assert row.source.startswith(f"国务院办公厅关于{row.day.year}年部分节假日安排的通知")
        assert row.published_on.year == row.day.year - 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "day,is_workday,name_zh,source,published_on\n",
        "day,is_workday\n2027-01-01,0\n",
        "day,is_workday,name_zh,source,published_on\n2027-13-01,0,元旦,通知,\n",
        "day,is_workday,name_zh,source,published_on\n2027-01-01,no,元旦,通知,\n",
        "day,is_workday,name_zh,source,published_on\n2027-01-01,0,元旦,,\n",
        "day,is_workday,name_zh,source,published_on\n2027-01-01,0,元旦,通知,\n2027-01-01,1,元旦,通知,\n",
    ],
)
def test_a_broken_file_is_refused_as_a_whole(tmp_path, text):
    path = tmp_path / "2027.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(calendar_files.BrokenCalendar):
        calendar_files.read(path)
