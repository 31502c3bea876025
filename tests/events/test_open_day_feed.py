"""The feeds of open days, through the whole stack."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from openday.events import actions
from openday.events.models import Session
from openday.language import formats
from tests import people
from tests.factories.events import OpenDayFactory, open_day_page, session_with_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow():
    """The real clock: views read it."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def page():
    return open_day_page(OpenDayFactory(code="residues"), title="农药残留开放日")


def items(client, language="zh-hans"):
    return client.get(f"/{language}/open-days/feed.json").json()["items"]


def change(session, *, now, **values):
    whole = {"starts_at": session.starts_at, "ends_at": session.ends_at, "languages": [], "capacities": {"individuals": 20}, **values}
    return actions.change_session(session=session, **whole, by=people.alice(), now=now)


def test_an_open_day_tells_its_coming_sessions(client, page, tomorrow):
    coming = session_with_places(open_day=page.open_day, starts_at=tomorrow)
    off = session_with_places(open_day=page.open_day, starts_at=tomorrow + timedelta(days=1), state="cancelled", cancelled_at=tomorrow)
    session_with_places(open_day=page.open_day, starts_at=tomorrow - timedelta(days=2))
    session_with_places(open_day=page.open_day, starts_at=tomorrow, state="draft")

    [item] = items(client)

    lines = [formats.day_and_times(one.starts_at, one.ends_at, language="zh-hans") for one in (coming, off)]
    assert item["content_html"] == f"<p>来看看。</p><ul><li>{lines[0]}</li><li>{lines[1]}（已取消）</li></ul>"
    assert item["url"] == "http://testserver/zh-hans/open-days/residues/"


def test_an_open_day_is_new_again_when_a_session_is_announced_moved_or_cancelled(client, page, tomorrow):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow)
    later = datetime(2030, 1, 1, tzinfo=UTC)

    change(session, now=later, starts_at=tomorrow + timedelta(hours=2), ends_at=tomorrow + timedelta(hours=3))

    assert items(client)[0]["date_modified"] == "2030-01-01T00:00:00Z"


def test_more_places_are_no_news(page, tomorrow):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow)

    changed = change(session, now=datetime(2030, 1, 1, tzinfo=UTC), capacities={"individuals": 30})

    assert changed.changed_at == session.changed_at


def test_a_traditional_feed_is_the_simplified_one_converted(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow)

    [item] = items(client, "zh-hant")

    assert (item["title"], item["summary"]) == ("農藥殘留開放日", "來看看。")
    assert item["url"] == "http://testserver/zh-hant/open-days/residues/"


@pytest.mark.parametrize("address", ["feed.atom", "feed.json", "calendar.ics", ""])
def test_drafts_and_private_open_days_are_in_no_feed_and_no_list(client, page, tomorrow, address):
    draft = open_day_page(OpenDayFactory(code="draft", name_zh="草稿日"), title="草稿日", live=False)
    private = open_day_page(OpenDayFactory(code="private", name_zh="内部日"), title="内部日")
    for one in (page, draft, private):
        session_with_places(open_day=one.open_day, starts_at=tomorrow)
    assert "内部日" in client.get(f"/zh-hans/open-days/{address}").content.decode()

    PageViewRestriction.objects.create(page=private, restriction_type="login")

    shown = client.get(f"/zh-hans/open-days/{address}").content.decode()
    assert ("内部日" in shown, "草稿日" in shown, "residues" in shown) == (False, False, True)


def test_a_list_that_is_not_public_has_no_feed(client, page):
    page.get_parent().unpublish()

    assert client.get("/zh-hans/open-days/feed.atom").status_code == 404


@pytest.mark.parametrize("kind", ["atom", "json"])
@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_costs_the_same_for_any_number_of_open_days(client, tomorrow, django_assert_num_queries, kind, number):
    for _row in range(number):
        open_day = open_day_page().open_day
        session_with_places(open_day=open_day, starts_at=tomorrow)

    with django_assert_num_queries(QUERIES):
        client.get(f"/zh-hans/open-days/feed.{kind}")


QUERIES = 11


# ---- one open day's calendar ----


def test_an_open_day_has_a_calendar_of_its_own(client, page, tomorrow):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow)
    session_with_places(open_day=open_day_page().open_day, starts_at=tomorrow)

    calendar = Calendar.from_ical(client.get("/en/open-days/residues/calendar.ics").content)

    assert [str(one["UID"]) for one in calendar.walk("VEVENT")] == [f"session-{session.pk}@testserver"]
    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"]) == page.open_day.name_en


@pytest.mark.parametrize("code", ["nowhere", "draft", "private"])
def test_an_open_day_without_a_public_page_has_no_calendar(client, code):
    open_day_page(OpenDayFactory(code="draft"), live=False)
    PageViewRestriction.objects.create(page=open_day_page(OpenDayFactory(code="private")), restriction_type="login")

    assert client.get(f"/zh-hans/open-days/{code}/calendar.ics").status_code == 404


def test_a_calendar_that_did_not_change_is_not_sent_again(client, page, tomorrow):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow)
    etag = client.get("/zh-hans/open-days/calendar.ics")["ETag"]
    assert client.get("/zh-hans/open-days/calendar.ics", headers={"If-None-Match": etag}).status_code == 304

    Session.objects.filter(pk=session.pk).update(sequence=1)

    assert client.get("/zh-hans/open-days/calendar.ics", headers={"If-None-Match": etag}).status_code == 200


# ---- the start before a move ----


def test_a_session_that_moves_remembers_the_start_that_was_announced(page, tomorrow):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow)
    later = tomorrow + timedelta(hours=2)

    moved = change(session, now=tomorrow, starts_at=later, ends_at=later + timedelta(hours=1))
    assert moved.moved_from_at == tomorrow

    longer = change(moved, now=tomorrow, ends_at=later + timedelta(hours=2))
    assert longer.moved_from_at == tomorrow

    back = change(longer, now=tomorrow, starts_at=tomorrow, ends_at=tomorrow + timedelta(hours=1))
    assert back.moved_from_at is None


def test_a_draft_that_moves_was_never_announced(page, tomorrow):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow, state="draft")

    moved = change(session, now=tomorrow, starts_at=tomorrow + timedelta(hours=2), ends_at=tomorrow + timedelta(hours=3))

    assert (moved.state, moved.moved_from_at) == ("open", None)
