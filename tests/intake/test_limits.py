"""Limits count, forget, and never stand in the way when the cache is down."""

import logging

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import translation

from openday.intake import limits


def test_the_first_ones_pass_and_the_next_does_not():
    assert [limits.allow("x", "1.2.3.4", limit=3, seconds=60) for _ in range(5)] == [True, True, True, False, False]


def test_names_and_keys_are_counted_apart():
    assert limits.allow("x", "a", limit=1, seconds=60)
    assert limits.allow("x", "b", limit=1, seconds=60)
    assert limits.allow("y", "a", limit=1, seconds=60)
    assert not limits.allow("x", "a", limit=1, seconds=60)


def test_a_new_window_starts_at_nought():
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        assert limits.allow("x", "a", limit=1, seconds=60)
        assert not limits.allow("x", "a", limit=1, seconds=60)
        clock.shift(60)
        assert limits.allow("x", "a", limit=1, seconds=60)


def test_a_limit_of_nought_lets_nobody_pass():
    assert not limits.allow("x", "a", limit=0, seconds=60)


def test_nobody_in_particular_passes():
    assert [limits.allow("x", "", limit=1, seconds=60) for _ in range(3)] == [True, True, True]


def test_the_address_is_not_kept_in_the_clear():
    limits.allow("x", "203.0.113.77", limit=1, seconds=60)

    assert [key for key in cache._cache if "203.0.113.77" in key] == []
    assert len(cache._cache) == 1


def test_a_cache_that_is_down_lets_people_pass_and_says_so(settings, caplog):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}

    with caplog.at_level(logging.ERROR):
        assert limits.allow("x", "a", limit=0, seconds=60)

    assert "the limit x is off" in caplog.text


@pytest.mark.parametrize(
    ("proxies", "headers", "expected"),
    [
        (0, {"REMOTE_ADDR": "203.0.113.7"}, "203.0.113.7"),
        (0, {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "1.1.1.1"}, "203.0.113.7"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.7"}, "203.0.113.7"),
        (2, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.7, 10.0.0.2"}, "203.0.113.7"),
        (2, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}, "10.0.0.1"),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "<script>"}, ""),
        (0, {"REMOTE_ADDR": ""}, ""),
        (0, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::"),
        (0, {"REMOTE_ADDR": "::ffff:203.0.113.7"}, "203.0.113.7"),
    ],
)
def test_the_address_is_what_our_own_proxies_saw(settings, proxies, headers, expected):
    settings.TRUSTED_PROXIES = proxies

    assert limits.client_address(RequestFactory().get("/", **headers)) == expected


def test_waiting_is_asked_for_in_minutes():
    with translation.override("en"):
        assert limits.please_wait(30).endswith("in a minute.")
        assert limits.please_wait(61).endswith("in 2 minutes.")
