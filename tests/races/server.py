"""The portal as it really runs: server processes over HTTP on a database of their own.

Races, browser journeys and benchmarks all stand on this. A database is migrated once per test
run and copied for each server, on SQLite and PostgreSQL alike.
"""

import atexit
import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.environment import TEST_ENVIRONMENT

ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Database:
    """A migrated database that belongs to one test. `url` is a DATABASE_URL."""

    url: str
    vendor: str

    @property
    def name(self) -> str:
        """What Django calls it: a file, or the name on the server."""
        return self.url.removeprefix("sqlite:///") if self.vendor == "sqlite" else urlsplit(self.url).path.removeprefix("/")

    def environment(self, **more: str) -> dict[str, str]:
        """The process environment in which Django uses this database."""
        ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "DATABASE_URL": self.url}
        return {**os.environ, **TEST_ENVIRONMENT, **ours, **more}

    def manage(self, *arguments: str, **more: str) -> str:
        """Run a management command on this database and return what it printed.

        Raises AssertionError with the command's words when it fails.
        """
        if not more and arguments[0] in _OFTEN:
            code, out, err = _forked(self).ask(self.name, arguments)
            assert code == 0, f"manage.py {' '.join(arguments)}:\n{out}\n{err}"
            return out
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments], env=self.environment(**more), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
        return done.stdout


# Commands that tests give by the hundred: loading Django takes seconds of each.
_OFTEN = {"shell", "reconcile"}


class _Zygote:
    """The process of zygote.py for one kind of database; it ends with this one."""

    def __init__(self, database: Database) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="zygote-")
        self._path = Path(self._folder.name) / "door"
        self._log = Path(self._folder.name) / "log"
        with self._log.open("wb") as log:
            command = [sys.executable, "-m", "tests.races.zygote", str(self._path)]
            self._process = subprocess.Popen(command, cwd=ROOT, env=database.environment(), stdout=log, stderr=subprocess.STDOUT)
        atexit.register(self._end)

    def ask(self, name: str, arguments: tuple[str, ...]) -> tuple[int, str, str]:
        """Run a command on the database of that name: exit code, output and errors. Raises AssertionError when the child died."""
        deadline = time.monotonic() + 120
        while not self._path.exists():
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self._path))
            line.sendall(json.dumps({"name": name, "arguments": arguments}).encode() + b"\n")
            answer = line.makefile().read()
        assert answer, f"manage.py {' '.join(arguments)} died\n{self._log.read_text()}"
        told = json.loads(answer)
        return told["code"], told["out"], told["err"]

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()


_zygotes: dict[str, _Zygote] = {}
_one_at_a_time = threading.Lock()


def _forked(database: Database) -> _Zygote:
    with _one_at_a_time:
        if database.vendor not in _zygotes:
            _zygotes[database.vendor] = _Zygote(database)
        return _zygotes[database.vendor]


def _psql(url: str, sql: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)  # type: ignore[arg-type]


def _renamed(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextlib.contextmanager
def sqlite_database(folder: Path, *, template: Path | None = None) -> Iterator[Database]:
    """A fresh SQLite database below `folder`; `template` is a migrated file to copy."""
    path = folder / f"{uuid.uuid4().hex}.sqlite3"
    database = Database(f"sqlite:///{path}", "sqlite")
    if template is not None:
        shutil.copy(template, path)
    else:
        database.manage("migrate", "--verbosity", "0")
    yield database


@contextlib.contextmanager
def postgres_database(server_url: str, *, template: str | None = None) -> Iterator[Database]:
    """A fresh PostgreSQL database, dropped afterwards; `template` is the name of a migrated one."""
    name = f"portal_{uuid.uuid4().hex[:12]}"
    _psql(server_url, f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    database = Database(_renamed(server_url, name), "postgresql")
    try:
        if template is None:
            database.manage("migrate", "--verbosity", "0")
        yield database
    finally:
        _psql(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def shared_template(server_url: str, *, folder: Path) -> Iterator[str]:
    """The name of a migrated database that the test processes of one run share; they meet in `folder`."""
    book = folder / "postgres-template.json"

    def change(by: int) -> str:
        with book.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            name, users = json.loads(file.read() or '["", 0]')
            if not users:
                name = f"portal_{uuid.uuid4().hex[:12]}"
                _psql(server_url, f'CREATE DATABASE "{name}"')
                Database(_renamed(server_url, name), "postgresql").manage("migrate", "--verbosity", "0")
            if not users + by:
                _psql(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            file.truncate(0)
            file.write(json.dumps([name, users + by]))
        return name

    name = change(1)
    try:
        yield name
    finally:
        change(-1)


def migrated_file() -> Path:
    """A SQLite file with all migrations applied, kept under var/ as long as nothing they depend on changes."""
    digest = hashlib.sha256()
    sources = [*ROOT.glob("home/migrations/*.py"), *ROOT.glob("openday/*/migrations/*.py"), *ROOT.glob("openday/*/calendars/*")]
    for source in [*sorted(sources), ROOT / "requirements.txt"]:
        digest.update(source.read_bytes())
    path = ROOT / "var" / "tests" / f"migrated-{digest.hexdigest()[:16]}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder, sqlite_database(Path(folder)) as database:
            # WAL pages belong to the file before it is copied.
            raw = sqlite3.connect(database.url.removeprefix("sqlite:///"))
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
            # Renamed at the end: another process never copies half a file.
            Path(database.url.removeprefix("sqlite:///")).rename(path)
    return path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A running server; `pid` is its first process."""

    port: int
    pid: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pids(self) -> list[int]:
        """The first process and all its descendants."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rsplit(")", 1)[1].split()
                parents[int(stat.parent.name)] = int(fields[1])
        found = [self.pid]
        for pid in found:
            found.extend(child for child, parent in parents.items() if parent == pid)
        return found

    def cpu_seconds(self) -> float:
        """User and system time of all processes so far, from the kernel's accounting."""
        ticks = 0
        for pid in self.pids():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / _TICKS

    def memory_bytes(self) -> int:
        """Resident memory of the largest process: one worker."""
        sizes = []
        for pid in self.pids():
            with contextlib.suppress(OSError):
                sizes.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE)
        return max(sizes)


@contextlib.contextmanager
def serve(
    database: Database, *, folder: Path, workers: int = 2, threads: int = 4, application: str = "config.wsgi:application", **more: str
) -> Iterator[Server]:
    """Run granian with `workers` processes on a free port until the block ends.

    `application` may be a module of the tests that takes a guard away (the control of a race).
    `more` is added to the environment. Raises AssertionError with the log when it does not start.
    """
    port = free_port()
    log = folder / f"server-{port}.log"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(threads), "--backlog", "1024", "--no-access-log", application]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=database.environment(BASE_URL=f"http://127.0.0.1:{port}", **more),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            assert process.poll() is None, f"The server ended:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"The server did not answer in time:\n{log.read_text()}"
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(port, process.pid, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
