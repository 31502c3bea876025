"""What changes by the clock is kept up to that moment, and no second longer."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone

from home.freshness import seconds_to_keep, true_until
from home.kept_answers import keep_answers
from home.middleware import public_cache


@pytest.fixture
def now(monkeypatch):
    fixed = datetime(2026, 9, 16, 8, 59, 50, 500_000, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: fixed)
    return fixed


@pytest.mark.parametrize(("seconds", "kept"), [(None, 60), (3600, 60), (60, 60), (9.9, 9), (1, 1), (0.9, 0), (0, 0), (-5, 0)])
def test_the_seconds_to_keep_are_rounded_down(rf, now, seconds, kept):
    request = rf.get("/")
    true_until(request, None if seconds is None else now + timedelta(seconds=seconds))

    assert seconds_to_keep(request, 60) == kept


def test_the_earliest_of_several_moments_counts(rf, now):
    request = rf.get("/")
    for seconds in (50, 20, 40):
        true_until(request, now + timedelta(seconds=seconds))
    true_until(None, now)

    assert seconds_to_keep(request, 60) == 20


def drawn(seconds, now):
    def view(request):
        true_until(request, now + timedelta(seconds=seconds))
        return HttpResponse("opens soon")

    return public_cache(view)


def test_caches_are_told_of_the_moment(rf, now):
    assert drawn(9.5, now)(rf.get("/"))["Cache-Control"] == "public, max-age=9, s-maxage=9"
    assert drawn(200, now)(rf.get("/"))["Cache-Control"] == "public, max-age=60, s-maxage=200"


def test_our_own_memory_keeps_no_answer_that_changes_within_the_second(rf, now, settings):
    settings.PAGE_SECONDS = 1
    caches["pages"].clear()

    keep_answers(drawn(0.5, now))(rf.get("/soon/"))
    keep_answers(drawn(5, now))(rf.get("/later/"))

    assert len(caches["pages"]._cache) == 1
