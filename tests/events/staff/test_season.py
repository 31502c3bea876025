"""Organisers plan a season: everything is shown before anything is made, and nothing is made twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events import actions, queries, season
from openday.events.models import Pool, Series, Session, WorkCalendar
from openday.events.staff.season import read_days
from tests import people
from tests.factories.events import OpenDayFactory, session_with_places

pytestmark = pytest.mark.django_db
SHENZHEN = ZoneInfo("Asia/Shanghai")
ADDRESS = "/admin/sessions/season/"


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"), name_zh="农药残留开放日")


def next_saturday() -> date:
    """A week or more ahead, so that nothing of it is over whatever the hour."""
    today = timezone.localdate()
    return today + timedelta(days=7 + (5 - today.weekday()) % 7)


@pytest.fixture
def saturday():
    """The first of four Saturdays that no notice names."""
    first = next_saturday()
    WorkCalendar.objects.filter(day__gte=first, day__lte=first + timedelta(days=40)).delete()
    return first


def filled_in(open_day, saturday, /, **changes):
    form = {
        "open_day": open_day.pk,
        "first_day": saturday.isoformat(),
        "last_day": (saturday + timedelta(days=21)).isoformat(),
        "weekdays": ["5"],
        "excluded": "",
        "skip_holidays": "on",
        "make_up": "skip",
        "starts": "09:30",
        "until": "16:00",
        "length_minutes": "90",
        "break_minutes": "15",
        "pause_from": "11:00",
        "pause_until": "14:00",
        "individuals": "20",
        "groups": "30",
        "reserved": "",
        "languages": ["zh-hans"],
        "guide_zh": "王工",
        "state": "open",
        "request_key": "key-1",
    }
    return {**form, **changes}


def test_the_preview_shows_every_session_and_makes_none(client, alice, open_day, saturday):
    holiday = saturday + timedelta(days=7)
    WorkCalendar.objects.create(day=holiday, is_workday=False, name_zh="国庆节", source="test")
    session_with_places(open_day=open_day, starts_at=datetime.combine(saturday, datetime.min.time(), SHENZHEN).replace(hour=14))

    response = client.post(ADDRESS, filled_in(open_day, saturday))

    assert response.status_code == 200
    preview = response.context["preview"]
    assert (preview.count, preview.days_left_out, preview.hindered) == (5, 1, 1)
    assert [bool(row.skipped) for row in preview.rows()] == [False, True, False, False]
    assert "国庆节" in preview.rows()[1].skipped
    assert Session.objects.count() == 1


def pressed(client, form):
    """Look at the preview, then press the button below it."""
    seen = client.post(ADDRESS, form).context["seen"]
    return client.post(ADDRESS, {**form, "seen": seen, "make": "1"})


def test_what_was_shown_is_made_with_its_series_and_places(client, alice, open_day, saturday):
    response = pressed(client, filled_in(open_day, saturday))

    assert response.status_code == 302
    made = Session.objects.order_by("starts_at")
    assert len(made) == 8
    assert timezone.localtime(made[0].starts_at) == datetime(saturday.year, saturday.month, saturday.day, 9, 30, tzinfo=SHENZHEN)
    assert {(one.guide_zh, one.state, tuple(one.languages)) for one in made} == {("王工", "open", ("zh-hans",))}
    assert set(Pool.objects.values_list("kind", "capacity")) == {("individuals", 20), ("groups", 30)}
    assert Pool.objects.count() == 16
    assert {series.starts.hour: series.sessions.count() for series in Series.objects.all()} == {9: 4, 14: 4}
    entry = AuditEntry.objects.get(deed="events.plan_season")
    assert (entry.by, entry.about_id, entry.facts["sessions"]) == (alice, str(open_day.pk), 8)


def test_a_second_press_makes_nothing(client, alice, open_day, saturday):
    form = filled_in(open_day, saturday)
    seen = client.post(ADDRESS, form).context["seen"]

    answers = [client.post(ADDRESS, {**form, "seen": seen, "make": "1"}) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Session.objects.count(), Series.objects.count()) == (8, 2)


def test_the_same_plan_in_another_form_finds_its_sessions_there(client, alice, open_day, saturday):
    pressed(client, filled_in(open_day, saturday))

    response = client.post(ADDRESS, filled_in(open_day, saturday, request_key="key-2"))

    assert (response.context["preview"].count, response.context["preview"].hindered) == (0, 8)


def test_a_plan_that_was_changed_after_the_preview_is_shown_again(client, alice, open_day, saturday):
    form = filled_in(open_day, saturday)
    seen = client.post(ADDRESS, form).context["seen"]

    response = client.post(ADDRESS, {**form, "individuals": "500", "seen": seen, "make": "1"})

    assert response.status_code == 409
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"open_day": "999999"}, "open_day"),
        ({"first_day": "2020-01-01"}, "first_day"),
        ({"first_day": ""}, "first_day"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": "9999-12-31"}, "last_day"),
        ({"first_day": "9999-12-30", "last_day": "9999-12-31"}, "last_day"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["8"]}, "weekdays"),
        ({"excluded": "soon"}, "excluded"),
        ({"excluded": "2026-12-31..2020-01-01"}, "excluded"),
        ({"excluded": "0001-01-01..9999-12-31"}, "excluded"),
        ({"until": "09:00"}, "until"),
        ({"starts": "25:00"}, "starts"),
        ({"length_minutes": "0"}, "length_minutes"),
        ({"length_minutes": "9" * 30}, "length_minutes"),
        ({"pause_until": ""}, "pause_until"),
        ({"pause_from": ""}, "pause_from"),
        ({"pause_until": "10:00"}, "pause_until"),
        ({"individuals": "", "groups": ""}, "individuals"),
        ({"individuals": "-1"}, "individuals"),
        ({"languages": ["klingon"]}, "languages"),
        ({"state": "cancelled"}, "state"),
        ({"make_up": "x"}, "make_up"),
    ],
)
def test_odd_input_comes_back_with_its_error(client, open_day, saturday, changes, field):
    client.force_login(people.alice())
    response = client.post(ADDRESS, {**filled_in(open_day, saturday, **changes), "make": "1", "seen": "x"})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Session.objects.exists()


def test_a_season_is_not_planned_for_another_unit(client, alice, saturday):
    foreign = OpenDayFactory(unit=people.unit("industrial"), name_zh="CANARY 别人的开放日")

    page = client.get(ADDRESS, {"open_day": foreign.pk})
    response = client.post(ADDRESS, filled_in(foreign, saturday))

    assert "CANARY" not in page.text
    assert "open_day" in response.context["form"].errors


def test_too_many_sessions_are_shown_and_not_made(client, alice, open_day, saturday):
    form = filled_in(
        open_day,
        saturday,
        weekdays=[str(day) for day in range(7)],
        last_day=(saturday + timedelta(days=200)).isoformat(),
        starts="08:00",
        until="18:00",
        length_minutes="30",
    )

    response = pressed(client, form)

    assert response.status_code == 422
    assert response.context["preview"].is_too_many
    assert not Session.objects.exists()


@pytest.mark.parametrize("weeks", [1, 3])
def test_the_preview_costs_the_same_for_one_week_and_for_three(client, open_day, saturday, weeks, django_assert_num_queries):
    client.force_login(people.alice())
    form = filled_in(open_day, saturday, last_day=(saturday + timedelta(days=7 * weeks)).isoformat())
    client.post(ADDRESS, form)

    with django_assert_num_queries(PREVIEW_QUERIES):
        client.post(ADDRESS, form)


PREVIEW_QUERIES = 17


@pytest.mark.parametrize("weeks", [1, 3])
def test_making_costs_the_same_for_one_week_and_for_three(open_day, saturday, weeks, django_assert_num_queries):
    plan = season.Plan(
        first_day=saturday,
        last_day=saturday + timedelta(days=7 * weeks - 1),
        weekdays=frozenset({5}),
        times=(datetime(2026, 1, 1, 9).time(),),  # noqa: DTZ001 - a time of day
        length_minutes=60,
    )
    calendar = queries.load_calendar()

    with django_assert_num_queries(9):
        made = actions.plan_season(
            open_day=open_day,
            plan=plan,
            calendar=calendar,
            languages=[],
            capacities={"individuals": 5},
            request_key="k",
            by=None,
            now=timezone.now(),
        )

    assert len(made) == weeks


def test_days_are_read_as_people_write_them():
    assert read_days("2026-12-24, 2026/12/25；2026-12-31至2027-01-02") == {
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    }
    assert read_days("") == frozenset()
    with pytest.raises(ValidationError):
        read_days("24.12.")
