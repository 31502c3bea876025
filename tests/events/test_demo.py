"""The demo open days are made once, follow the calendar, and grow only when asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.events import demo, queries
from openday.events.models import OpenDay, Pool, Session
from tests.factories.events import NOON, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return [UnitFactory(code=code) for code in ("food", "industrial", "animal-plant")]


def test_repeating_the_demo_adds_nothing(units):
    first = demo.fill(now=NOON, seed=1)
    counted = (OpenDay.objects.count(), Session.objects.count(), Pool.objects.count())

    again = demo.fill(now=NOON, seed=1)

    assert (OpenDay.objects.count(), Session.objects.count(), Pool.objects.count()) == counted
    assert again["sessions"] == first["sessions"]


def test_weekday_sessions_keep_holidays_and_weekend_sessions_keep_make_up_days(units):
    demo.fill(now=NOON, seed=1)  # reaches over Mid-Autumn, National Day and two make-up days
    calendar = queries.load_calendar()

    for session in Session.objects.select_related("open_day"):
        day = timezone.localdate(session.starts_at)
        assert calendar.is_workday(day) == (session.open_day.code != "food-families"), day


def test_the_demo_has_one_session_of_every_kind(units):
    told = demo.fill(now=NOON, seed=1)
    states = queries.places([one["id"] for one in told["sessions"]], now=NOON)

    assert {one["wish"] for one in told["sessions"]} == {"", "full", "nearly-full"}
    assert Session.objects.filter(state="cancelled").count() == 1
    assert {one["state"] for one in states.values()} == {"open", "closed", "cancelled"}
    assert Session.objects.filter(starts_at__lt=NOON).exists()


def test_without_units_there_is_nothing_to_make():
    assert demo.fill(now=NOON, seed=1)["open_days"] == []


def test_scale_adds_sessions_beyond_the_demo(units):
    demo.fill(now=NOON, seed=1)
    before = Session.objects.count()

    demo.fill(now=NOON, seed=1, scale=50)

    assert Session.objects.count() == before + 50
    assert Session.objects.filter(starts_at__gt=NOON + timedelta(days=59)).count() == 50
