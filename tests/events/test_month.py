"""The calendar sheet beside the list of open days."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories.events import OpenDayFactory, UnitFactory, open_day_page, session_with_places

pytestmark = pytest.mark.django_db
NOON = {"hour": 12, "minute": 0, "second": 0, "microsecond": 0}


@pytest.fixture
def page():
    return open_day_page(OpenDayFactory(code="residues"), title="农药残留开放日")


@pytest.fixture
def next_month() -> datetime:
    """Noon on the 15th of the coming month: never today, whichever day the tests run on."""
    return (timezone.localtime().replace(day=1, **NOON) + timedelta(days=31)).replace(day=15)


def days(client, **query) -> dict[str, str]:
    """Day → number of sessions, for the days that lead somewhere."""
    html = client.get("/zh-hans/open-days/", query).text
    return dict(
        re.findall(r'<time datetime="([\d-]+)" aria-hidden="true">\d+</time><span class="month__count" aria-hidden="true">(\d+)<', html)
    )


def test_days_with_sessions_lead_to_their_list(client, page, next_month):
    session_with_places(open_day=page.open_day, starts_at=next_month)
    session_with_places(open_day=page.open_day, starts_at=next_month + timedelta(hours=2))
    other = session_with_places(open_day=page.open_day, starts_at=next_month + timedelta(days=1))
    day = f"{next_month:%Y-%m-%d}"

    assert days(client) == {day: "2", f"{next_month + timedelta(days=1):%Y-%m-%d}": "1"}
    html = client.get("/zh-hans/open-days/").text
    assert f'href="?since={day}&amp;until={day}#sessions"' in html
    html = client.get("/zh-hans/open-days/", {"since": day, "until": day}).text
    assert html.count("data-session=") == 2
    assert f'data-session="{other.pk}"' not in html
    assert 'aria-current="date"' in html
    # The form stays shut: who takes a day from the calendar wants the list.
    assert '<details class="filters">' in html


def test_a_session_late_in_the_evening_stands_on_its_own_day(client, page, next_month):
    session_with_places(open_day=page.open_day, starts_at=next_month.replace(hour=23, minute=30))

    assert days(client) == {f"{next_month:%Y-%m-%d}": "1"}


def test_cancelled_sessions_and_drafts_do_not_count(client, page, next_month):
    session_with_places(open_day=page.open_day, starts_at=next_month)
    session_with_places(open_day=page.open_day, starts_at=next_month, state="cancelled", cancelled_at=timezone.now())
    session_with_places(open_day=page.open_day, starts_at=next_month, state="draft")

    assert days(client) == {f"{next_month:%Y-%m-%d}": "1"}


def test_the_sheet_obeys_the_filter_and_keeps_it(client, page, next_month):
    toys = open_day_page(OpenDayFactory(unit=UnitFactory(code="toys"), code="toys-day"))
    session_with_places(open_day=page.open_day, starts_at=next_month)
    session_with_places(open_day=toys.open_day, starts_at=next_month + timedelta(days=2))

    html = client.get("/zh-hans/open-days/", {"unit": "toys"}).text

    assert days(client, unit="toys") == {f"{next_month + timedelta(days=2):%Y-%m-%d}": "1"}
    assert len(re.findall(r'href="\?unit=toys&amp;month=\d{4}-\d\d#month"', html)) == 2


def test_days_gone_by_lead_to_the_past_list(client, page):
    gone = (timezone.localtime().replace(day=1, **NOON) - timedelta(days=1)).replace(day=10)
    session_with_places(open_day=page.open_day, starts_at=gone)

    html = client.get("/zh-hans/open-days/", {"month": f"{gone:%Y-%m}"}).text

    assert f'href="?past=1&amp;since={gone:%Y-%m-%d}&amp;until={gone:%Y-%m-%d}#sessions"' in html


@pytest.mark.parametrize("asked", ["2026-13", "0000-00", "9999-12", "1970-01", "２０２６-11", "2026-1a", "' OR 1", "2026-111", "-------"])
def test_odd_months_are_this_month(client, page, asked):
    today = timezone.localdate()

    html = client.get("/zh-hans/open-days/", {"month": asked}).text

    assert f'<h2 id="month-name">{today.year}年{today.month}月</h2>' in html
