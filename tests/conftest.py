"""Skips that name the missing part, and a network that tests cannot leave by."""

import os
import shutil
import socket
from functools import cache
from pathlib import Path

import pytest
from django.core.cache import cache as kept
from django.utils import translation
from hypothesis import HealthCheck, settings

from home.remembered import forget_everything
from tests import parts
from tests.races.server import migrated_file, postgres_database, shared_template, sqlite_database

# A clock is never an assertion: machines that run tests are slow when they are busy.
settings.register_profile("house", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", parent=settings.get_profile("house"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


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


@pytest.fixture(autouse=True)
def _empty_cache():
    """Counters, used proofs and rendered pictures of one test must not meet the next."""
    kept.clear()
    # The test client leaves the language of its last page behind.
    translation.deactivate()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    return _found("postgres") or ""


@pytest.fixture(scope="session")
def redis_url() -> str:
    return _found("redis") or ""


@pytest.fixture(scope="session")
def chromium() -> str:
    return _found("browser") or ""


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """A migrated SQLite file, made once per set of migrations and copied for each use."""
    return migrated_file()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the tests' database is a copy of the migrated file: migrating takes longer than most tests."""
    return settings_use_sqlite()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix):
    from django.conf import settings as django_settings

    if settings_use_sqlite():
        copy = tmp_path_factory.mktemp("database") / "tests.sqlite3"
        shutil.copy(migrated_file(), copy)
        django_settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(copy)


def settings_use_sqlite() -> bool:
    from django.conf import settings as django_settings

    return django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


@pytest.fixture(scope="session")
def postgres_template(postgres_url, tmp_path_factory, worker_id):
    """The name of a migrated PostgreSQL database, made once per run and copied for each server; dropped by the last who needs it."""
    base = tmp_path_factory.getbasetemp()
    with shared_template(postgres_url, folder=base if worker_id == "master" else base.parent) as name:
        yield name


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def real_database(request, tmp_path):
    """A database of its own for real server processes: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        made = sqlite_database(tmp_path, template=request.getfixturevalue("sqlite_template"))
    else:
        made = postgres_database(request.getfixturevalue("postgres_url"), template=request.getfixturevalue("postgres_template"))
    with made as database:
        yield database


@pytest.fixture
def remembering(settings):
    """As in production, and for so long that nothing runs out by itself."""
    forget_everything()
    settings.REMEMBER_SECONDS = 10**6
    yield
    forget_everything()
