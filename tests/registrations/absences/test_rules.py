"""The sums of the rule about missed visits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from openday.registrations.absences import rules
from openday.registrations.absences.rules import Mark
from tests.factories.registrations import NOW

SHENZHEN = ZoneInfo("Asia/Shanghai")
TODAY = NOW.astimezone(SHENZHEN).date()


@dataclass(frozen=True)
class Rule:
    missed: int = 2
    months: int = 6
    effect: str = rules.LATE
    hours: int = 48
    days: int = 30


RULES = st.builds(
    Rule, st.integers(1, 10), st.integers(1, 24), st.sampled_from([rules.LATE, rules.PAUSE]), st.integers(1, 336), st.integers(1, 180)
)
DAYS = st.dates(TODAY - timedelta(days=900), TODAY)
MARKS = st.lists(st.builds(Mark, DAYS, st.booleans()), max_size=12)
STANDING = st.lists(st.builds(Mark, DAYS), max_size=12)
STARTS = st.timedeltas(timedelta(hours=-7), timedelta(days=100)).map(lambda span: NOW + span)


def hold(marks, rule, *, starts_at=NOW + timedelta(days=6), now=NOW):
    return rules.hold(marks, rule, now=now, starts_at=starts_at, zone=SHENZHEN)


def days_ago(*numbers: int, **more) -> list[Mark]:
    return [Mark(TODAY - timedelta(days=number), **more) for number in numbers]


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 24))
def test_some_months_later_is_the_same_day_or_the_last_of_its_month(day, months):
    later = rules.months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(MARKS, RULES, STARTS)
def test_while_any_appeal_is_open_the_rule_never_bites(marks, rule, starts_at):
    assert hold([*marks, Mark(TODAY, is_appealed=True)], rule, starts_at=starts_at) is None


@given(STANDING, RULES, STARTS)
def test_fewer_days_than_the_rule_names_have_no_consequence_and_old_ones_do_not_count(marks, rule, starts_at):
    counting = rules.counting(marks, rule, today=TODAY)

    assert all(rules.months_later(day, rule.months) > TODAY for day in counting)
    if len(counting) < rule.missed:
        assert hold(marks, rule, starts_at=starts_at) is None


@given(st.lists(st.builds(Mark, DAYS), min_size=1, max_size=12), RULES, STARTS, st.data())
def test_forgetting_a_mark_never_makes_it_worse(marks, rule, starts_at, data):
    fewer = list(marks)
    fewer.remove(data.draw(st.sampled_from(marks)))

    before, after = hold(marks, rule, starts_at=starts_at), hold(fewer, rule, starts_at=starts_at)
    if before is None:
        assert after is None
    elif after is not None:
        assert after.until <= before.until


@given(STANDING, RULES, STARTS)
def test_every_hold_ends_by_itself_within_what_the_rule_publishes(marks, rule, starts_at):
    found = hold(marks, rule, starts_at=starts_at)
    if found is None or not found.is_refused:
        return

    assert found.until > NOW
    then = hold(marks, rule, starts_at=starts_at, now=found.until)
    assert then is None or not then.is_refused
    if rule.effect == rules.PAUSE:
        assert found.until.astimezone(SHENZHEN).date() <= TODAY + timedelta(days=rule.days)


def test_two_sessions_missed_on_one_day_are_one():
    assert hold(days_ago(3, 3), Rule()) is None
    assert hold(days_ago(3, 4), Rule()) is not None


def test_who_is_held_back_registers_in_the_last_hours_and_does_not_wait_then():
    starts_at = NOW + timedelta(hours=60)
    marks = days_ago(10, 20)

    early = hold(marks, Rule(), starts_at=starts_at)
    late = hold(marks, Rule(), starts_at=starts_at, now=starts_at - timedelta(hours=48))

    assert (early.is_refused, early.until) == (True, starts_at - timedelta(hours=48))
    assert late.is_refused is False


def test_a_pause_is_counted_from_the_last_missed_day_and_ends_at_midnight_of_the_site():
    found = hold(days_ago(10, 40), Rule(effect=rules.PAUSE))

    assert found.until == datetime.combine(TODAY + timedelta(days=20), datetime.min.time(), tzinfo=SHENZHEN)
    assert hold(days_ago(31, 40), Rule(effect=rules.PAUSE)) is None


def test_a_mark_of_the_last_of_august_is_forgotten_on_the_last_of_february():
    assert rules.expires_on(date(2026, 8, 31), Rule()) == date(2027, 2, 28)
