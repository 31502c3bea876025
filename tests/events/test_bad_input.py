"""Filters, pages and ids as strangers send them: what cannot be read is left out or refused in words, never a 500."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.events import OpenDayFactory, SessionFactory, open_day_page
from tests.home.test_bad_input import PIECES

pytestmark = pytest.mark.django_db
DATES = ["9999-12-31", "10000-01-01", "0001-01-01", "2026-13-45", "2026-02-30", "1%2F2%2F2026", "-1-1-1", "2026-01-01T00:00"]
ADDRESSES = [
    "/zh-hans/open-days/?page={}",
    "/zh-hans/open-days/?since={}",
    "/zh-hans/open-days/?until={}",
    "/zh-hans/open-days/?since={}&until={}&past=1",
    "/zh-hans/open-days/?unit={}&audience={}&language={}&access={}",
    "/zh-hans/open-days/?past={}",
    "/zh-hans/open-days/calendar.ics?{}",
    "/api/places/?session={}",
    "/api/places/?session=1&session={}&session={}",
    "/api/places/?{}={}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_a_list(client, address):
    open_day_page(SessionFactory().open_day)

    codes = {piece: client.get(address.replace("{}", piece)).status_code for piece in [*PIECES, *DATES]}

    assert {piece[:40]: code for piece, code in codes.items() if code not in {200, 400, 404}} == {}


def test_a_list_without_sense_shows_every_session(client):
    starts_at = timezone.now() + timedelta(days=1)
    session = SessionFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    open_day_page(session.open_day)

    answer = client.get("/zh-hans/open-days/?since=soon&unit=nobody&page=abc&audience=%3Cb%3E")

    assert answer.status_code == 200
    assert f'data-session="{session.pk}"' in answer.content.decode()


@pytest.mark.parametrize("query", ["", "session=", "session=abc", "session=" + "9" * 30])
def test_the_endpoint_of_places_answers_json_to_everything(client, query):
    OpenDayFactory()

    answer = client.get(f"/api/places/?{query}")

    assert answer.status_code in {200, 400}
    assert isinstance(json.loads(answer.content), dict)


def test_a_question_for_thousands_of_sessions_is_refused(client):
    assert client.get("/api/places/?" + "&".join(f"session={n}" for n in range(2000))).status_code == 400
