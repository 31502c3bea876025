"""Until when a request is decided."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from openday.registrations.approval import rules
from tests.factories.registrations import NOW

HOURS = st.integers(1, 336)
BEFORE = st.timedeltas(timedelta(0), timedelta(days=90))


@given(HOURS, BEFORE)
def test_the_published_moment_is_never_later_than_promised_nor_too_late_to_come(hours, before):
    until = rules.decide_by(NOW, hours=hours, starts_at=NOW + before)

    assert NOW <= until <= NOW + timedelta(hours=hours)
    assert until == NOW or until <= NOW + before - rules.LATEST_BEFORE_START


def test_a_request_far_ahead_has_all_its_hours_and_one_of_today_ends_half_an_hour_before_the_start():
    assert rules.decide_by(NOW, hours=48, starts_at=NOW + timedelta(days=9)) == NOW + timedelta(hours=48)
    assert rules.decide_by(NOW, hours=48, starts_at=NOW + timedelta(hours=2)) == NOW + timedelta(minutes=90)


def test_a_decision_is_taken_back_before_its_letter_and_before_the_published_moment():
    letters_at, decide_by = NOW + timedelta(minutes=10), NOW + timedelta(hours=1)

    assert rules.may_take_back(NOW + timedelta(minutes=9), letters_at=letters_at, decide_by=decide_by)
    assert not rules.may_take_back(letters_at, letters_at=letters_at, decide_by=decide_by)
    assert not rules.may_take_back(NOW + timedelta(minutes=2), letters_at=letters_at, decide_by=NOW + timedelta(minutes=2))
