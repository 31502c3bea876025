"""Django's Redis cache, with one client per pool of connections.

Django makes a client for every single command, and making one costs four times as much as sending the command:
a sixth of a registration.
"""

from functools import cache
from typing import Any

from django.core.cache.backends import redis
from redis import Redis


class _Client(redis.RedisCacheClient):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Called with the pool, which knows everything else; a client may be used by several threads.
        self._client = cache(Redis)


class RedisCache(redis.RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
