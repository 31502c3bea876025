"""`python .ci/fold_first_migration.py oversight`: put the constraints and indexes of a first migration where its tables are made.

`makemigrations` adds them afterwards as soon as tables refer to each other, and SQLite then makes each table anew for
each of them: a new database took 46 seconds of processor time, and takes 28; the rest are the 200 migrations of Wagtail.
`make check` asks for it (lint_migrations.py).
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.migration import Migration  # noqa: E402
from django.db.migrations.operations.base import Operation  # noqa: E402
from django.db.migrations.writer import MigrationWriter  # noqa: E402


def foldable(migration: Migration) -> list[Operation]:
    """The constraints and indexes whose columns all are there when their table is made."""
    made = {operation.name_lower for operation in migration.operations if isinstance(operation, CreateModel)}
    later = {(one.model_name_lower, one.name) for one in migration.operations if isinstance(one, AddField)}
    adding = [one for one in migration.operations if isinstance(one, AddConstraint | AddIndex) and one.model_name_lower in made]
    return [one for one in adding if not any(table == one.model_name_lower and _names(one, column) for table, column in later)]


def _names(one: AddConstraint | AddIndex, column: str) -> bool:
    what = one.constraint if isinstance(one, AddConstraint) else one.index
    return f"'{column}" in repr(what.deconstruct())


def fold(migration: Migration) -> None:
    tables = {operation.name_lower: operation for operation in migration.operations if isinstance(operation, CreateModel)}
    folded = foldable(migration)
    for one in folded:
        kind, what = ("constraints", one.constraint) if isinstance(one, AddConstraint) else ("indexes", one.index)  # type: ignore[attr-defined]
        tables[one.model_name_lower].options.setdefault(kind, []).append(what)  # type: ignore[attr-defined]
    migration.operations = [one for one in migration.operations if one not in folded]


if __name__ == "__main__":
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    for app in sys.argv[1:]:
        first = found[app, "0001_initial"]
        fold(first)
        writer = MigrationWriter(first)
        Path(writer.path).write_text(writer.as_string(), encoding="utf-8")
