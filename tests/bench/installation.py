"""The portal installed for measuring: a database with sessions in it, and server processes as in production."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests import parts
from tests.bench.visitor import Visitor
from tests.races.server import ROOT, Database, Server, postgres_database, serve, sqlite_database

# Every visitor of a run is somebody else: contacts and addresses never repeat, the site's limits stay on.
_numbers = count(1)


@dataclass(frozen=True)
class OpenDay:
    """An open day to measure with. `slots` are (session, pool) numbers."""

    address: str
    slots: list[tuple[int, int]]


@dataclass(frozen=True)
class Kind:
    """How the portal runs: on which database, with how many processes."""

    name: str
    workers: int
    # Passed on to the server processes: the shared cache of an installation of several.
    environment: dict[str, str]
    server_url: str = ""

    @property
    def is_sqlite(self) -> bool:
        return not self.server_url


def kinds() -> Iterator[Kind]:
    """The large installation when its parts are here, and the embedded one; BENCH_ON=SQLite or PostgreSQL asks for one of them."""
    wanted = os.environ.get("BENCH_ON", "")
    if wanted != "SQLite" and (server_url := parts.postgres()) is not None:
        cache = parts.redis()
        yield Kind("PostgreSQL", 2, {"CACHE_URL": cache} if cache else {}, server_url)
    if wanted != "PostgreSQL":
        yield Kind("SQLite", 1, {})


@dataclass(frozen=True)
class Installation:
    kind: Kind
    database: Database
    server: Server
    folder: Path

    def open_day(self, code: str, *, sessions: int, capacity: int = 10_000_000, alone: bool = False) -> OpenDay:
        """Make sure that there is such an open day with so many sessions."""
        command = [code, "--sessions", str(sessions), "--capacity", str(capacity), *(["--alone"] if alone else [])]
        found = json.loads(run(self.database, "-m", "tests.bench.content", *command))
        return OpenDay(found["address"], [(slot["session"], slot["pool"]) for slot in found["slots"]])

    def told(self) -> Path:
        """What the filling with demo content said there is, as JSON."""
        return _told(self.folder, self.kind)

    def visitor(self) -> Visitor:
        return Visitor(self.server.port, next(_numbers))


ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
    # What a server on the network would have; only the captcha differs (tests/bench/settings.py).
    "TEST_MODE": "0",
    "CAPTCHA": "altcha",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "dummymail://",
    # A worker service delivers letters; its time is not the visitor's.
    "LETTERS_IN_PROCESS": "0",
}


def run(database: Database, *arguments: str, **more: str) -> str:
    environment = database.environment(**ENVIRONMENT, **more)
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _told(folder: Path, kind: Kind) -> Path:
    return folder / f"demo-{kind.name}.json"


class Workshop:
    """Makes installations. Migrating and filling take long: each database is made once per run and copied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._templates: dict[tuple[str, bool], Database] = {}
        self._until_the_end = contextlib.ExitStack()

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *fault: object) -> None:
        self._until_the_end.close()

    @contextlib.contextmanager
    def install(self, kind: Kind, *, demo: bool = False, **more: str) -> Iterator[Installation]:
        """A database of its own and running servers, until the block ends; with the demo content if asked. `more` is environment."""
        environment = {**ENVIRONMENT, **kind.environment, "MEDIA_ROOT": str(self.folder / "media"), **more}
        with (
            self._database(kind, self._template(kind, demo=demo)) as database,
            serve(database, folder=self.folder, workers=kind.workers, **environment) as server,
        ):
            yield Installation(kind, database, server, self.folder)

    def database(self, kind: Kind) -> contextlib.AbstractContextManager[Database]:
        """A migrated database of its own, until the block ends."""
        return self._database(kind, self._template(kind, demo=False))

    def _template(self, kind: Kind, *, demo: bool) -> Database:
        if (kind.name, demo) not in self._templates:
            begun = self._database(kind, self._template(kind, demo=False) if demo else None)
            database = self._until_the_end.enter_context(begun)
            if demo:
                run(
                    database,
                    "manage.py",
                    "demo",
                    "--no-serve",
                    "--json",
                    str(_told(self.folder, kind)),
                    MEDIA_ROOT=str(self.folder / "media"),
                )
            else:
                run(database, "manage.py", "migrate", "--run-syncdb", "--verbosity", "0")
                run(database, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
            self._templates[kind.name, demo] = database
        return self._templates[kind.name, demo]

    def _database(self, kind: Kind, template: Database | None) -> contextlib.AbstractContextManager[Database]:
        if kind.is_sqlite:
            return sqlite_database(self.folder, template=Path(template.url.removeprefix("sqlite:///")) if template else None)
        return postgres_database(kind.server_url, template=template.url.rsplit("/", 1)[1] if template else None)
