"""SQLite out and in by its own backup call, which takes turns with whoever writes."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from config.backup import Failed, Refused
from config.backup.snapshot import Snapshot

FILE = "database.sqlite3"
# How long a restore waits for a process that holds the database.
PATIENCE_SECONDS = 30
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"


@contextmanager
def copy_out(target: Path, tell: Callable[[], None]) -> Iterator[Snapshot]:
    """Copy the database into a file; the snapshot reads from that file."""
    with closing(_open(_live(), "ro")) as source, closing(sqlite3.connect(target)) as copy:
        # All pages in one step: in WAL mode writers go on meanwhile and the copy is one moment. In several steps it
        # would begin anew after every write, and never end on a busy day.
        source.backup(copy, pages=-1)
        # One file that nothing beside it belongs to.
        copy.execute("PRAGMA journal_mode=DELETE")
        if (word := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise Failed(f"The database is damaged: {word}.")
        tell()
        yield Snapshot(
            fetch=lambda sql: copy.execute(sql).fetchall(),
            tables=[name for (name,) in copy.execute(_TABLES)],
            version=sqlite3.sqlite_version,
            position="instr",
        )


def check(source: Path) -> None:
    """Raises Refused when the copy cannot be loaded."""
    try:
        with closing(_open(source, "ro")) as copy:
            word = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as fact:
        word = str(fact)
    if word != "ok":
        raise Refused(f"{source} is no sound SQLite database: {word}.")


def copy_in(source: Path) -> None:
    """Put the copy in the place of the database, in one transaction. Raises Failed when somebody holds it for too long."""
    began = time.monotonic()

    def give_up(_status: int, remaining: int, _total: int) -> None:
        if remaining and time.monotonic() - began > PATIENCE_SECONDS:
            raise Failed("Another process holds the database: stop the web and the worker service, then restore again.")

    live = _live()
    live.parent.mkdir(parents=True, exist_ok=True)
    with closing(_open(source, "ro")) as copy, closing(sqlite3.connect(live, timeout=1)) as target:
        copy.backup(target, pages=-1, progress=give_up)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def tables() -> list[str]:
    """The tables of the database as it is; none when there is no file yet."""
    live = _live()
    if not live.exists():
        return []
    with closing(_open(live, "ro")) as there:
        return [name for (name,) in there.execute(_TABLES)]


def _live() -> Path:
    name: Any = connection.settings_dict["NAME"]
    if ":memory:" in str(name) or "mode=memory" in str(name):
        raise Refused("The database lives in memory: there is nothing to keep.")
    return Path(name)


def _open(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=20)
