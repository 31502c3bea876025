"""The public addresses of open days, through the whole stack."""

import json
import re
from datetime import time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from openday.events.models import Pool
from tests.factories.events import OpenDayFactory, UnitFactory, open_day_page, session_with_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow():
    """The real clock: views read it."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def page():
    return open_day_page(OpenDayFactory(code="residues", audience=["families"]), title="农药残留开放日")


# ---- /api/places/ ----


def test_places_are_public_json_without_a_cookie(client, tomorrow):
    session = session_with_places(capacity=9, taken=2, starts_at=tomorrow)

    response = client.get("/api/places/", {"session": session.pk})

    assert response.json() == {str(session.pk): {"left": 7, "state": "open"}}
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "session=",
        "session=x",
        "session=-1",
        "session=1.5",
        "session=1%27",
        "session=٣",
        "Session=1",
        "session=1&session=x",
        "session=9999999999999999999",
    ],
)
def test_odd_questions_for_places_are_400_with_a_word_why(client, query):
    response = client.get(f"/api/places/?{query}")

    assert response.status_code == 400
    assert "session" in response.json()["error"]


def test_too_many_or_too_long_questions_are_400(client):
    assert client.get("/api/places/?" + "&".join(f"session={n}" for n in range(101))).status_code == 400
    assert client.get("/api/places/?session=" + "9" * 5000).status_code == 400
    assert client.get("/api/places/?session=%00").status_code == 400


def test_a_hundred_sessions_may_be_asked_for_at_once(client):
    assert client.get("/api/places/?" + "&".join(f"session={n}" for n in range(1, 101))).json() == {}


def test_places_can_only_be_read(client):
    assert client.post("/api/places/", {"session": 1}).status_code == 405


# ---- the open day's page ----


def test_the_page_shows_sessions_with_their_places_and_the_way_to_register(client, page, tomorrow):
    session = session_with_places(open_day=page.open_day, capacity=9, taken=2, starts_at=tomorrow)

    html = client.get("/zh-hans/open-days/residues/").text

    assert f'href="/zh-hans/visits/{session.pk}/register/"' in html
    assert f'data-session="{session.pk}" data-state="open" data-left="7"' in html


def test_a_cancelled_session_offers_no_way_to_register(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow, state="cancelled", cancelled_at=timezone.now())

    html = client.get("/zh-hans/open-days/residues/").text

    assert 'data-state="cancelled"' in html
    assert "data-register hidden" in html


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999", "page=٣", "page=", "page=1&page=2"])
def test_odd_page_numbers_are_no_error(client, page, query):
    assert client.get(f"/zh-hans/open-days/residues/?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_page_costs_the_same_for_any_number_of_sessions(client, page, tomorrow, rows, django_assert_num_queries):
    for number in range(rows):
        session_with_places(open_day=page.open_day, starts_at=tomorrow + timedelta(hours=number))
    client.get("/zh-hans/open-days/residues/")

    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/zh-hans/open-days/residues/")


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_list_costs_the_same_for_any_number_of_sessions(client, page, tomorrow, rows, django_assert_num_queries):
    for number in range(rows):
        session_with_places(open_day=page.open_day, starts_at=tomorrow + timedelta(hours=number))
    client.get("/zh-hans/open-days/")

    with django_assert_num_queries(INDEX_QUERIES):
        client.get("/zh-hans/open-days/")


PAGE_QUERIES = 12
INDEX_QUERIES = 16


def json_ld(html):
    """The event; the other data block of the page holds its breadcrumbs."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    things = [thing for block in blocks for thing in json.loads(block)["@graph"]]
    return next(thing for thing in things if thing["@type"] == "Event")


def test_search_engines_read_the_event_with_its_sessions(client, page, tomorrow):
    session = session_with_places(open_day=page.open_day, capacity=9, taken=2, starts_at=tomorrow)
    session_with_places(open_day=page.open_day, starts_at=tomorrow + timedelta(days=1), state="cancelled", cancelled_at=tomorrow)

    event = json_ld(client.get("/zh-hans/open-days/residues/").text)

    assert (event["@type"], event["name"], event["isAccessibleForFree"]) == ("Event", "农药残留开放日", True)
    first, second = event["subEvent"]
    assert (first["remainingAttendeeCapacity"], first["maximumAttendeeCapacity"]) == (7, 9)
    assert first["offers"]["price"] == "0"
    assert first["offers"]["url"].endswith(f"/zh-hans/visits/{session.pk}/register/")
    assert first["startDate"] == timezone.localtime(tomorrow).isoformat(timespec="minutes")
    assert second["eventStatus"] == "https://schema.org/EventCancelled"


def test_no_title_can_end_the_script_it_stands_in(client, tomorrow):
    evil = open_day_page(OpenDayFactory(code="evil"), title="</script><script>alert(1)</script>")
    session_with_places(open_day=evil.open_day, starts_at=tomorrow)

    html = client.get("/zh-hans/open-days/evil/").text

    assert "<script>alert" not in html
    assert json_ld(html)["name"] == "</script><script>alert(1)</script>"


def test_an_event_in_traditional_characters_is_the_simplified_one_converted(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow)

    event = json_ld(client.get("/zh-hant/open-days/residues/").text)

    assert (event["name"], event["subEvent"][0]["name"], event["description"]) == ("農藥殘留開放日", "農藥殘留開放日", "來看看。")
    assert event["url"] == "http://testserver/zh-hant/open-days/residues/"


def test_a_session_that_moved_says_when_it_was_to_be(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow, moved_from_at=tomorrow - timedelta(hours=2))

    [moved] = json_ld(client.get("/zh-hans/open-days/residues/").text)["subEvent"]

    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert moved["previousStartDate"] == timezone.localtime(tomorrow - timedelta(hours=2)).isoformat(timespec="minutes")


def test_an_event_is_cancelled_when_all_of_it_is(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow, state="cancelled", cancelled_at=tomorrow)

    event = json_ld(client.get("/zh-hans/open-days/residues/").text)

    assert event["eventStatus"] == event["subEvent"][0]["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["subEvent"][0]["remainingAttendeeCapacity"] == 0


@pytest.mark.parametrize(
    ("rules", "taken", "availability"),
    [
        ({}, 0, "InStock"),
        ({}, 20, "BackOrder"),
        ({"waiting_list": False}, 20, "SoldOut"),
        ({"release_days_before": 0, "release_time": time(0, 0)}, 0, "PreOrder"),
    ],
)
def test_the_free_offer_says_whether_there_are_places(client, tomorrow, rules, taken, availability):
    page = open_day_page(OpenDayFactory(code="residues", **rules))
    session_with_places(open_day=page.open_day, taken=taken, starts_at=tomorrow + timedelta(days=1))

    [session] = json_ld(client.get("/zh-hans/open-days/residues/").text)["subEvent"]

    offer = session["offers"]
    assert (offer["price"], offer["availability"]) == ("0", f"https://schema.org/{availability}")


def test_an_open_day_without_coming_sessions_is_no_event(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow - timedelta(days=3))

    assert '"@type":"Event"' not in client.get("/zh-hans/open-days/residues/").text


# ---- the list ----


def test_the_list_is_public_and_sets_no_cookie(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow)

    response = client.get("/zh-hans/open-days/")

    assert "public" in response["Cache-Control"]
    assert not response.cookies


def test_the_list_can_be_filtered_by_an_address_to_share(client, page, tomorrow):
    other = open_day_page(OpenDayFactory(unit=UnitFactory(code="toys"), code="toys-day"))
    mine, theirs = (session_with_places(open_day=one.open_day, starts_at=tomorrow) for one in (page, other))

    html = client.get("/zh-hans/open-days/", {"unit": "toys"}).text

    assert f'data-session="{theirs.pk}"' in html
    assert f'data-session="{mine.pk}"' not in html
    assert re.search(r'<option value="toys" selected', html)


@pytest.mark.parametrize(
    "query",
    ["unit=nonsense", "since=soon", "since=0001-01-01", "until=9999-12-31", "audience=x", "language=%27", "access[]=1", "page=x&past=yes"],
)
def test_odd_filters_are_left_out_without_a_word(client, page, tomorrow, query):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow)

    response = client.get(f"/zh-hans/open-days/?{query}")

    assert response.status_code == 200
    assert f'data-session="{session.pk}"' in response.text
    assert 'role="alert"' not in response.text


def test_past_sessions_have_their_own_list(client, page, tomorrow):
    past = session_with_places(open_day=page.open_day, starts_at=tomorrow - timedelta(days=5))

    assert f'data-session="{past.pk}"' not in client.get("/zh-hans/open-days/").text
    shown = client.get("/zh-hans/open-days/?past=1").text
    assert f'data-session="{past.pk}"' in shown
    assert "已结束" in shown


def test_an_empty_list_says_what_to_do_next(client, page):
    assert 'class="notice' in client.get("/zh-hans/open-days/").text
    assert 'class="notice' in client.get("/zh-hans/open-days/?since=2030-01-01").text


def test_drafts_are_shown_nowhere(client, page, tomorrow):
    draft = session_with_places(open_day=page.open_day, starts_at=tomorrow, state="draft", guide_zh="CANARY")

    for address in ("/zh-hans/open-days/", "/zh-hans/open-days/residues/", "/zh-hans/open-days/calendar.ics", "/zh-hans/open-days/?past=1"):
        text = client.get(address).text
        assert f'data-session="{draft.pk}"' not in text
        assert f"session-{draft.pk}@" not in text
        assert "CANARY" not in text


def test_the_guide_is_not_shown_to_the_public(client, page, tomorrow):
    session_with_places(open_day=page.open_day, starts_at=tomorrow, guide_zh="CANARY")

    for address in ("/zh-hans/open-days/", "/zh-hans/open-days/residues/", "/zh-hans/open-days/calendar.ics"):
        assert "CANARY" not in client.get(address).text


# ---- the calendar ----


def test_the_calendar_names_its_time_zone_and_keeps_its_uids(client, page, tomorrow):
    session = session_with_places(open_day=page.open_day, starts_at=tomorrow)
    session_with_places(open_day=page.open_day, starts_at=tomorrow, state="cancelled", cancelled_at=tomorrow, sequence=3)

    response = client.get("/zh-hans/open-days/calendar.ics")

    assert response["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(response.content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    first, second = calendar.walk("VEVENT")
    assert str(first["UID"]) == f"session-{session.pk}@testserver"
    assert first["DTSTART"].dt == tomorrow
    assert str(first["URL"]) == "http://testserver/zh-hans/open-days/residues/"
    assert (str(second["STATUS"]), second["SEQUENCE"]) == ("CANCELLED", 3)
    english = Calendar.from_ical(client.get("/en/open-days/calendar.ics").content)
    assert [str(one["UID"]) for one in english.walk("VEVENT")] == [str(one["UID"]) for one in calendar.walk("VEVENT")]


@pytest.mark.usefixtures("remembering")
def test_a_published_edit_of_the_open_day_is_seen_at_once(client, page):
    before = client.get("/zh-hans/open-days/residues/").text
    page.introduction, page.directions = "<p>先看仪器。</p>", "<p>坐地铁来。</p>"
    page.save_revision().publish()

    after = client.get("/zh-hans/open-days/residues/").text
    assert ("先看仪器" in before, "坐地铁来" in before) == (False, False)
    assert ("先看仪器" in after, "坐地铁来" in after) == (True, True)


@pytest.mark.usefixtures("remembering")
def test_a_page_in_memory_is_drawn_in_each_language(client, page):
    simplified, traditional = (client.get(f"/{language}/open-days/residues/").text for language in ("zh-hans", "zh-hant"))

    assert "<h1>农药残留开放日</h1>" in simplified
    assert "<h1>農藥殘留開放日</h1>" in traditional


@pytest.mark.usefixtures("remembering")
def test_places_that_were_taken_are_missing_at_once(client, page, tomorrow):
    session = session_with_places(open_day=page.open_day, capacity=9, taken=2, starts_at=tomorrow)
    before = client.get("/zh-hans/open-days/residues/").text

    Pool.objects.take(session.pools.get().pk, places=3)

    after = client.get("/zh-hans/open-days/residues/").text
    assert f'data-session="{session.pk}" data-state="open" data-left="7"' in before
    assert f'data-session="{session.pk}" data-state="open" data-left="4"' in after


def test_one_session_goes_into_a_calendar_and_a_planned_one_does_not(client):
    page = open_day_page(OpenDayFactory(code="one"))
    soon = timezone.now() + timedelta(days=3)
    session = session_with_places(open_day=page.open_day, starts_at=soon)
    other = session_with_places(open_day=page.open_day, starts_at=soon, state="draft")

    text = client.get(f"/zh-hans/open-days/sessions/{session.pk}.ics").text

    assert text.count("BEGIN:VEVENT") == 1
    assert f"UID:session-{session.pk}@" in text
    assert client.get(f"/zh-hans/open-days/sessions/{other.pk}.ics").status_code == 404
    assert client.get(f"/zh-hans/open-days/sessions/{'9' * 30}.ics").status_code == 404
    assert f'href="/zh-hans/open-days/sessions/{session.pk}.ics"' in client.get("/zh-hans/open-days/one/").text


# ---- the moment at which registration opens ----


@pytest.fixture
def still(monkeypatch):
    """The clock stands, so that a slow machine is not late."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def opening(seconds: float, *, capacity=9):
    """A session whose registration opens `seconds` from now, with its page."""
    opens_at = timezone.localtime() + timedelta(seconds=seconds)
    rules = {"release_days_before": 3, "release_time": opens_at.time()}
    page = open_day_page(OpenDayFactory(**rules), title="农药残留开放日")
    session = session_with_places(open_day=page.open_day, capacity=capacity, starts_at=opens_at.replace(hour=12) + timedelta(days=3))
    return page, session, opens_at


def test_places_say_when_registration_opens_and_are_kept_no_longer(client, still):
    _page, session, opens_at = opening(2.5)

    response = client.get("/api/places/", {"session": session.pk})

    assert response.json() == {str(session.pk): {"left": 9, "state": "closed", "opens_at": opens_at.isoformat()}}
    assert response["Cache-Control"] == "public, max-age=2"


def test_a_page_before_the_release_moment_is_kept_up_to_it(client, still):
    page, _session, opens_at = opening(30.5)

    response = client.get(page.url)

    assert f"{opens_at:%H:%M}" in response.text
    assert response["Cache-Control"] == "public, max-age=30, s-maxage=30"


def test_the_page_and_the_places_open_by_themselves(client):
    page, session, _opens_at = opening(-0.5)

    assert client.get("/api/places/", {"session": session.pk}).json() == {str(session.pk): {"left": 9, "state": "open"}}
    assert 'data-state="open"' in client.get(page.url).text
