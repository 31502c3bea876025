"""Organisers plan sessions; numbers of places never fall below what is taken."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from openday.accounts.models import AuditEntry
from openday.events.models import Session
from tests import people
from tests.factories.events import NOON, OpenDayFactory, session_with_places

pytestmark = pytest.mark.django_db
SHENZHEN = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def alice(client):
    user = people.alice()
    client.force_login(user)
    return user


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"), name_zh="农药残留开放日")


def filled_in(open_day, /, **changes):
    form = {
        "open_day": open_day.pk,
        "day": "2026-09-23",
        "starts": "09:30",
        "ends": "11:00",
        "state": "open",
        "individuals": "20",
        "groups": "",
        "reserved": "",
        "guide_zh": "",
        "languages": ["zh-hans"],
    }
    return {**form, **changes}


def pools_of(session):
    return dict(session.pools.values_list("kind", "capacity"))


def test_an_organiser_plans_a_session_with_two_pools(client, alice, open_day):
    response = client.post(reverse("sessions:add"), filled_in(open_day, groups="30"))

    assert response.status_code == 302
    session = Session.objects.get()
    assert session.starts_at == datetime(2026, 9, 23, 9, 30, tzinfo=SHENZHEN)
    assert session.ends_at == datetime(2026, 9, 23, 11, 0, tzinfo=SHENZHEN)
    assert pools_of(session) == {"individuals": 20, "groups": 30}
    entry = AuditEntry.objects.get(deed="events.plan_session")
    assert (entry.by, entry.about_id) == (alice, str(session.pk))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends": "09:30"}, "ends"),
        ({"ends": "09:00"}, "ends"),
        ({"day": ""}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "99999-01-01"}, "day"),
        ({"starts": "25:00"}, "starts"),
        ({"individuals": "-1"}, "individuals"),
        ({"individuals": "5001"}, "individuals"),
        ({"individuals": ""}, "individuals"),
        ({"individuals": "٣x"}, "individuals"),
        ({"languages": ["klingon"]}, "languages"),
        ({"state": "cancelled"}, "state"),
        ({"open_day": "999999"}, "open_day"),
        ({"guide_zh": "x" * 81}, "guide_zh"),
    ],
)
def test_odd_input_comes_back_with_its_error(client, alice, open_day, changes, field):
    response = client.post(reverse("sessions:add"), filled_in(open_day, **changes))

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Session.objects.exists()


def test_a_session_cannot_be_planned_for_another_unit(client, alice):
    foreign = OpenDayFactory(unit=people.unit("industrial"), name_zh="CANARY 别人的开放日")

    page = client.get(reverse("sessions:add"))
    response = client.post(reverse("sessions:add"), filled_in(foreign))

    assert "CANARY" not in page.text
    assert "open_day" in response.context["form"].errors
    assert not Session.objects.exists()


def test_places_can_grow_and_shrink_down_to_what_is_taken(client, alice, open_day):
    session = session_with_places(open_day=open_day, capacity=20, taken=7)

    response = client.post(reverse("sessions:edit", args=[session.pk]), filled_in(open_day, individuals="7"))

    assert response.status_code == 302
    assert pools_of(session) == {"individuals": 7}


def test_places_never_fall_below_what_is_taken(client, alice, open_day):
    session = session_with_places(open_day=open_day, capacity=20, taken=7)

    response = client.post(reverse("sessions:edit", args=[session.pk]), filled_in(open_day, individuals="6", starts="09:00"))

    assert response.status_code == 409
    assert "individuals" in response.context["form"].errors
    session.refresh_from_db()
    assert pools_of(session) == {"individuals": 20}
    assert session.starts_at == NOON + timedelta(days=7)


def test_a_pool_with_people_in_it_cannot_be_taken_away(client, alice, open_day):
    session = session_with_places(open_day=open_day, taken=1, groups=30)

    response = client.post(reverse("sessions:edit", args=[session.pk]), filled_in(open_day, individuals="", groups="30"))

    assert response.status_code == 409
    assert pools_of(session) == {"individuals": 20, "groups": 30}


def test_an_empty_pool_goes_when_its_number_is_cleared(client, alice, open_day):
    session = session_with_places(open_day=open_day, groups=30)

    client.post(reverse("sessions:edit", args=[session.pk]), filled_in(open_day))

    assert pools_of(session) == {"individuals": 20}


def test_moving_a_session_raises_its_sequence_and_changing_places_does_not(client, alice, open_day):
    session = session_with_places(open_day=open_day)

    client.post(reverse("sessions:edit", args=[session.pk]), filled_in(open_day))
    session.refresh_from_db()
    assert session.sequence == 1

    client.post(reverse("sessions:edit", args=[session.pk]), filled_in(open_day, individuals="25"))
    session.refresh_from_db()
    assert session.sequence == 1


def test_a_cancelled_session_stays_as_it_is(client, alice, open_day):
    session = session_with_places(open_day=open_day, state="cancelled", cancelled_at=NOON)

    page = client.get(reverse("sessions:edit", args=[session.pk]))
    client.post(reverse("sessions:edit", args=[session.pk]), filled_in(open_day, individuals="99"))

    assert page.status_code == 200
    session.refresh_from_db()
    assert (session.state, pools_of(session)) == ("cancelled", {"individuals": 20})


def test_a_session_is_repeated_on_other_days_with_its_places(client, alice, open_day):
    session = session_with_places(open_day=open_day, groups=30, guide_zh="王工", starts_at=datetime(2026, 9, 23, 9, 30, tzinfo=SHENZHEN))

    days = {"day_1": "2026-09-30", "day_2": "2026-09-23", "day_5": "2026-10-14"}
    response = client.post(reverse("sessions:repeat", args=[session.pk]), days)

    assert response.status_code == 302
    made = Session.objects.exclude(pk=session.pk).order_by("starts_at")
    assert [one.starts_at for one in made] == [
        datetime(2026, 9, 30, 9, 30, tzinfo=SHENZHEN),
        datetime(2026, 10, 14, 9, 30, tzinfo=SHENZHEN),
    ]
    assert {one.guide_zh for one in made} == {"王工"}
    assert [pools_of(one) for one in made] == [{"individuals": 20, "groups": 30}] * 2


def test_repeating_needs_a_day(client, alice, open_day):
    session = session_with_places(open_day=open_day)

    assert client.post(reverse("sessions:repeat", args=[session.pk]), {}).status_code == 422
    assert client.post(reverse("sessions:repeat", args=[session.pk]), {"day_1": "soon"}).status_code == 422
    assert Session.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(client, alice, open_day, rows, django_assert_num_queries):
    for number in range(rows):
        session_with_places(open_day=OpenDayFactory(unit=open_day.unit), groups=5, starts_at=NOON + timedelta(days=number))
    client.get(reverse("sessions:index"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("sessions:index"))


LIST_QUERIES = 17
