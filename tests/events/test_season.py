"""Which sessions a rule makes: never on a day that is left out, always as long as asked, on the wall clock of the site."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.events import season
from openday.events.season import Existing, MakeUp, Obstacle, Plan, Skip
from openday.events.working_days import Calendar

SHENZHEN = ZoneInfo("Asia/Shanghai")
# Around the National Day of 2026: 1 to 7 October free, Saturday 10 October worked instead.
FREE = {date(2026, 10, day): False for day in range(1, 8)}
CALENDAR = Calendar(days={date(2026, 1, 1): False, **FREE, date(2026, 10, 10): True}, known_years=frozenset({2026}))
SATURDAYS = Plan(
    first_day=date(2026, 9, 26), last_day=date(2026, 10, 24), weekdays=frozenset({5}), times=(time(9, 30), time(14)), length_minutes=90
)


def planned(plan: Plan, *, calendar: Calendar = CALENDAR, zone=SHENZHEN):
    return {day.day: day.skipped or len(day.slots) for day in season.days_of(plan, calendar=calendar, zone=zone)}


def like(plan: Plan, **changes) -> Plan:
    return Plan(**{name: getattr(plan, name) for name in Plan.__dataclass_fields__} | changes)


def test_a_season_of_saturdays_leaves_out_the_holiday_and_the_make_up_day():
    assert planned(SATURDAYS) == {
        date(2026, 9, 26): 2,
        date(2026, 10, 3): Skip.HOLIDAY,
        date(2026, 10, 10): Skip.MAKE_UP,
        date(2026, 10, 17): 2,
        date(2026, 10, 24): 2,
    }


def test_a_make_up_saturday_is_a_working_day_for_a_season_of_working_days():
    working_days = like(SATURDAYS, first_day=date(2026, 10, 5), last_day=date(2026, 10, 12), weekdays=frozenset({0, 1, 2, 3, 4}))

    assert planned(like(working_days, make_up=MakeUp.WORK)) == {
        **{date(2026, 10, day): Skip.HOLIDAY for day in (5, 6, 7)},
        **{date(2026, 10, day): 2 for day in (8, 9, 10, 12)},
    }
    assert date(2026, 10, 10) not in planned(working_days)


def test_a_make_up_saturday_may_stay_a_saturday():
    assert planned(like(SATURDAYS, make_up=MakeUp.KEEP))[date(2026, 10, 10)] == 2
    assert date(2026, 10, 10) not in planned(like(SATURDAYS, make_up=MakeUp.WORK))


def test_holidays_can_be_kept_and_other_days_left_out():
    plan = like(SATURDAYS, skip_holidays=False, excluded=frozenset({date(2026, 10, 17)}))

    assert planned(plan)[date(2026, 10, 3)] == 2
    assert planned(plan)[date(2026, 10, 17)] == Skip.EXCLUDED


def test_times_are_those_of_the_wall_clock_and_a_session_lasts_as_long_as_asked():
    first = season.days_of(SATURDAYS, calendar=CALENDAR, zone=SHENZHEN)[0].slots[0]

    assert first.starts_at == datetime(2026, 9, 26, 9, 30, tzinfo=SHENZHEN)
    assert first.ends_at == datetime(2026, 9, 26, 11, 0, tzinfo=SHENZHEN)


def test_a_day_whose_notice_is_not_loaded_is_marked():
    plan = like(SATURDAYS, first_day=date(2026, 12, 19), last_day=date(2027, 1, 2))

    assert [(day.day.day, day.provisional) for day in season.days_of(plan, calendar=CALENDAR, zone=SHENZHEN)] == [
        (19, False),
        (26, False),
        (2, True),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"until": time(12), "length_minutes": 60, "break_minutes": 15}, [time(9), time(10, 15)]),
        ({"until": time(12), "length_minutes": 60}, [time(9), time(10), time(11)]),
        ({"until": time(16), "length_minutes": 90, "pause": (time(11), time(14))}, [time(9), time(14)]),
        ({"until": time(16), "length_minutes": 60, "pause": (time(12), time(13))}, [time(hour) for hour in (9, 10, 11, 13, 14, 15)]),
        ({"until": time(9, 30), "length_minutes": 60}, []),
        ({"until": time(23, 59), "length_minutes": 720}, [time(9)]),
    ],
)
def test_the_times_of_a_day_follow_from_its_hours_and_breaks(asked, expected):
    assert list(season.times_of_day(time(9), **asked)) == expected


clock = st.times().map(lambda value: value.replace(second=0, microsecond=0))


@given(
    clock, clock, st.integers(1, 720), st.integers(0, 720), st.none() | st.tuples(clock, clock).filter(lambda pause: pause[0] < pause[1])
)
def test_no_session_of_a_day_meets_another_or_the_pause(first, until, length, gap, pause):
    starts = [
        value.hour * 60 + value.minute for value in season.times_of_day(first, until, length_minutes=length, break_minutes=gap, pause=pause)
    ]

    assert all(later - earlier >= length + gap for earlier, later in pairwise(starts))
    assert all(first.hour * 60 + first.minute <= start and start + length <= until.hour * 60 + until.minute for start in starts)
    if pause:
        begins, ends = (value.hour * 60 + value.minute for value in pause)
        assert all(start + length <= begins or start >= ends for start in starts)


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
plans = st.builds(
    lambda first, span, **more: Plan(first_day=first, last_day=first + timedelta(days=span), **more),
    days,
    st.integers(0, 120),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    times=st.lists(clock, min_size=1, max_size=4, unique=True).map(lambda found: tuple(sorted(found))),
    length_minutes=st.integers(5, 720),
    excluded=st.frozensets(days, max_size=3),
    skip_holidays=st.booleans(),
    make_up=st.sampled_from(MakeUp),
)
calendars = st.builds(
    lambda named: Calendar(days=named, known_years=frozenset(day.year for day in named)), st.dictionaries(days, st.booleans(), max_size=30)
)
zones = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]).map(ZoneInfo)


@given(plans, calendars, zones)
def test_no_session_lies_on_a_day_that_is_left_out_and_every_other_day_has_all(plan, calendar, zone):
    found = season.days_of(plan, calendar=calendar, zone=zone)

    assert [day.day for day in found] == sorted({day.day for day in found})
    for day in found:
        assert plan.first_day <= day.day <= plan.last_day
        left_out = (
            day.day in plan.excluded
            or (plan.skip_holidays and calendar.days.get(day.day) is False)
            or (plan.make_up == MakeUp.SKIP and season.is_make_up(day.day, calendar))
        )
        assert bool(day.skipped) == left_out
        assert len(day.slots) == (0 if left_out else len(plan.times))
    if plan.make_up != MakeUp.WORK:
        assert {day.day.weekday() for day in found} <= plan.weekdays


@given(plans, calendars, zones)
def test_every_session_starts_at_its_time_in_the_zone_and_lasts_its_minutes(plan, calendar, zone):
    for day in season.days_of(plan, calendar=calendar, zone=zone):
        for slot, start in zip(day.slots, sorted(plan.times), strict=bool(day.slots)):
            assert slot.ends_at.astimezone(UTC) - slot.starts_at.astimezone(UTC) == timedelta(minutes=plan.length_minutes)
            asked = datetime.combine(day.day, start, tzinfo=zone)
            exists = asked.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == asked.replace(tzinfo=None)
            # Only an hour that the clocks leave out is another one; in Shenzhen there is none.
            assert exists or zone.key not in {"Asia/Shanghai", "UTC"}
            assert not exists or slot.starts_at.replace(tzinfo=None) == asked.replace(tzinfo=None)


NOW = datetime(2026, 9, 1, tzinfo=SHENZHEN)


def test_what_stands_in_the_way_is_told_apart():
    days_found = season.days_of(SATURDAYS, calendar=CALENDAR, zone=SHENZHEN)
    first, second = days_found[0].slots
    third, fourth = days_found[3].slots
    existing = [
        Existing(second.starts_at, second.ends_at),
        Existing(third.starts_at + timedelta(minutes=30), third.ends_at),
        Existing(fourth.starts_at + timedelta(minutes=30), fourth.ends_at, is_cancelled=True),
        # Back to back is no obstacle.
        Existing(first.ends_at, first.ends_at + timedelta(hours=1)),
    ]
    slots = [first, second, third, fourth]

    assert season.obstacles(slots, existing, now=NOW) == {second: Obstacle.SAME_START, third: Obstacle.OVERLAP}
    assert season.obstacles([first], [], now=first.starts_at) == {first: Obstacle.PAST}
    hindered = season.obstacles(slots, existing, now=NOW)
    assert {first, fourth} < set(season.slots_to_make(days_found, hindered))
    assert {second, third}.isdisjoint(season.slots_to_make(days_found, hindered))
    assert third in season.slots_to_make(days_found, hindered, with_overlaps=True)
    assert second not in season.slots_to_make(days_found, hindered, with_overlaps=True)
