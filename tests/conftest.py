"""Skips that name the missing part, and a network that tests cannot leave by."""

import socket
from functools import cache

import pytest

from tests import parts


@cache
def _found(name: str) -> str | None:
    return parts.FIND[name]()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in parts.NAMES:
        if item.get_closest_marker(name) and _found(name) is None:
            if name in parts.required():
                pytest.fail(f"REQUIRE names {name}, but {parts.HOW[name]}", pytrace=False)
            pytest.skip(parts.HOW[name])


_connect = socket.socket.connect


def _connect_here_only(self, address):
    """Refuse every address that is not this machine: a test must never reach the world."""
    host = address[0] if isinstance(address, tuple) else ""
    if host and not (host.startswith("127.") or host in {"localhost", "::1"}):
        raise RuntimeError(f"A test tried to reach {host}.")
    return _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    socket.socket.connect = _connect_here_only
    yield
    socket.socket.connect = _connect


@pytest.fixture(scope="session")
def postgres_url() -> str:
    return _found("postgres") or ""


@pytest.fixture(scope="session")
def redis_url() -> str:
    return _found("redis") or ""


@pytest.fixture(scope="session")
def chromium() -> str:
    return _found("browser") or ""
