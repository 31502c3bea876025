"""When registration opens, closes, and what a visitor sees; computed, never looked up."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.events import rules
from openday.events.states import PlacesState, SessionState

SHENZHEN = ZoneInfo("Asia/Shanghai")


@dataclass
class Rules:
    release_days_before: int | None = None
    release_time: time | None = None
    closes_minutes_before: int = 120
    cancel_until_minutes_before: int = 60
    waiting_list: bool = True


@dataclass
class Slot:
    starts_at: datetime = datetime(2026, 9, 23, 9, 30, tzinfo=SHENZHEN)
    state: str = SessionState.OPEN
    lots_until: datetime | None = None


SEVEN_DAYS_AT_FIVE = Rules(release_days_before=7, release_time=time(17))

moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
admissions = st.builds(
    lambda days_and_time, closes, cancel, waiting: Rules(*(days_and_time or (None, None)), closes, cancel, waiting),
    st.none() | st.tuples(st.integers(0, 400), st.times()),
    st.integers(0, 50_000),
    st.integers(0, 50_000),
    st.booleans(),
)
slots = st.builds(Slot, starts_at=moments, state=st.sampled_from(SessionState.values), lots_until=st.none() | moments)


def test_registration_opens_at_five_seven_days_ahead():
    assert rules.registration_opens_at(SEVEN_DAYS_AT_FIVE, Slot()) == datetime(2026, 9, 16, 17, 0, tzinfo=SHENZHEN)


def test_the_day_is_counted_in_the_time_zone_of_the_site():
    # 00:30 in Shenzhen on the 23rd is still the 22nd in UTC.
    late = Slot(starts_at=datetime(2026, 9, 22, 16, 30, tzinfo=UTC))

    assert rules.registration_opens_at(SEVEN_DAYS_AT_FIVE, late) == datetime(2026, 9, 16, 9, 0, tzinfo=UTC)


def test_a_change_of_clocks_does_not_move_the_release_moment():
    berlin = ZoneInfo("Europe/Berlin")
    after_the_change = Slot(starts_at=datetime(2026, 10, 28, 9, 30, tzinfo=berlin))

    opens_at = rules.registration_opens_at(SEVEN_DAYS_AT_FIVE, after_the_change, zone=berlin)

    assert opens_at == datetime(2026, 10, 21, 17, 0, tzinfo=berlin)
    assert opens_at.utcoffset() == timedelta(hours=2)


def test_without_a_release_rule_registration_is_open_at_once():
    assert rules.registration_opens_at(Rules(), Slot()) is None
    assert rules.registration_is_open(Rules(), Slot(), now=datetime(1990, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (datetime(2026, 9, 16, 16, 59, 59, 999_999, tzinfo=SHENZHEN), False),
        (datetime(2026, 9, 16, 17, 0, tzinfo=SHENZHEN), True),
        (datetime(2026, 9, 23, 7, 29, 59, 999_999, tzinfo=SHENZHEN), True),
        (datetime(2026, 9, 23, 7, 30, tzinfo=SHENZHEN), False),
    ],
)
def test_registration_opens_and_closes_to_the_second(now, is_open):
    assert rules.registration_is_open(SEVEN_DAYS_AT_FIVE, Slot(), now=now) is is_open


@pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.CANCELLED])
def test_a_session_that_does_not_take_place_is_never_open(state):
    assert not rules.registration_is_open(Rules(), Slot(state=state), now=datetime(2026, 9, 1, tzinfo=UTC))


def test_visitors_may_cancel_until_an_hour_before():
    starts_at = Slot().starts_at

    assert rules.may_cancel(Rules(), Slot(), now=starts_at - timedelta(minutes=60, microseconds=1))
    assert not rules.may_cancel(Rules(), Slot(), now=starts_at - timedelta(minutes=60))


@given(admissions, slots, moments)
def test_registration_is_open_exactly_between_its_two_moments(admission, slot, now):
    opens_at = rules.registration_opens_at(admission, slot)
    inside = (opens_at is None or opens_at <= now) and now < rules.registration_closes_at(admission, slot)

    assert rules.registration_is_open(admission, slot, now=now) == (inside and slot.state == "open")


@given(admissions, slots)
def test_the_release_moment_shows_the_wall_clock_of_the_rule(admission, slot):
    opens_at = rules.registration_opens_at(admission, slot)

    if admission.release_time is None:
        assert opens_at is None
    else:
        local = opens_at.astimezone(SHENZHEN)
        assert local.replace(tzinfo=None).time() == admission.release_time
        assert (slot.starts_at.astimezone(SHENZHEN).date() - local.date()).days == admission.release_days_before


@given(admissions, slots, moments, st.none() | st.integers(0, 500))
def test_every_state_follows_from_the_places_left_and_the_hour(admission, slot, now, left):
    state = rules.places_state(admission, slot, left=left, now=now)

    if slot.state == "cancelled":
        assert state == PlacesState.CANCELLED
    elif left is None or not rules.registration_is_open(admission, slot, now=now):
        assert state == PlacesState.CLOSED
    elif slot.lots_until:
        # However few the places: everybody may apply until the deadline, and nobody then.
        assert state == (PlacesState.OPEN if now < slot.lots_until else PlacesState.CLOSED)
    elif left:
        assert state == PlacesState.OPEN
    else:
        assert state == (PlacesState.WAITING if admission.waiting_list else PlacesState.FULL)
