"""The shared cache of an installation of several processes."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import override_settings

from openday.intake import limits
from tests import parts

pytestmark = pytest.mark.redis


@pytest.fixture(autouse=True)
def _shared_cache():
    with override_settings(CACHES={"default": {"BACKEND": "openday.intake.redis_cache.RedisCache", "LOCATION": parts.redis()}}):
        yield


def test_commands_share_a_client_and_its_connections():
    client = cache._cache.get_client(write=True)

    assert cache._cache.get_client("another") is client


def test_limits_count_and_values_come_back():
    key = f"somebody-{uuid4()}"

    assert [limits.allow("tests", key, limit=2, seconds=3600) for _ in range(3)] == [True, True, False]
    cache.set(key, {"zh": "开放日"}, timeout=5)
    assert cache.get(key) == {"zh": "开放日"}
    assert cache.add(key, 1) is False
