"""Which way out and in the database of this installation takes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from django.db import connection

from config.backup import Refused, postgresql, sqlite
from config.backup.snapshot import Snapshot


class Engine(Protocol):
    """What both modules offer; the module is the object."""

    FILE: str

    def copy_out(self, target: Path, tell: Callable[[], None]) -> AbstractContextManager[Snapshot]: ...

    def check(self, source: Path) -> None: ...

    def copy_in(self, source: Path) -> None: ...

    def tables(self) -> list[str]: ...


def name() -> str:
    return connection.vendor


def engine() -> Engine:
    match connection.vendor:
        case "sqlite":
            return sqlite
        case "postgresql":
            return postgresql
        case other:
            raise Refused(f"DATABASE_URL leads to {other}: only SQLite and PostgreSQL can be backed up.")
