"""Rows stored without the mapper, for the few deeds that hold a lock others wait for.

Django puts an INSERT together anew each time: about 1,100 calls for a registration, while its pool is locked. Here the words
are put together once per model. Fields still prepare their values (encryption, dates), and the database's own
constraints decide as ever; signals, `pre_save` and expressions don't take part, so moments are set by the caller.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from django.db import router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model


def insert(row: Model, *, once: str = "") -> None:
    """Store a new row and set its key.

    With `once`, a column that is unique, the row that has its value already is kept as it is, and `row` gets its key.
    Raises IntegrityError as `save` does.
    """
    database = router.db_for_write(type(row))
    with transaction.get_connection(database).cursor() as cursor:
        cursor.execute(_returning(type(row), once), _values([row], cursor.db))
        row.pk = int(cursor.fetchone()[0])
    row._state.adding, row._state.db = False, database


def insert_with(row: Model, others: Iterable[Sequence[Model]], *, key: str) -> None:
    """Store a new row and, one statement per model, rows that point to it by their column attribute `key`."""
    insert(row)
    for rows in others:
        for one in rows:
            setattr(one, key, row.pk)
        insert_all(rows)


def insert_all(rows: Sequence[Model]) -> None:
    """Store new rows of one model in one statement; their keys stay unset."""
    if rows:
        with transaction.get_connection(router.db_for_write(type(rows[0]))).cursor() as cursor:
            cursor.execute(_words(type(rows[0]), len(rows)), _values(rows, cursor.db))


@cache
def _fields(model: type[Model]) -> list["Field[object, object]"]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _values(rows: Sequence[Model], connection: BaseDatabaseWrapper) -> list[object]:
    # Nothing is nothing in every column, and a third of a new registration's columns are empty: no need to ask the field.
    return [
        None if (value := getattr(row, field.attname)) is None else field.get_db_prep_save(value, connection=connection)
        for row in rows
        for field in _fields(type(row))
    ]


@cache
def _words(model: type[Model], number: int) -> str:
    # Names of our own models only; PostgreSQL and SQLite take the same words.
    columns = ", ".join(f'"{field.column}"' for field in _fields(model))
    row = f"({', '.join(['%s'] * len(_fields(model)))})"
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES {", ".join([row] * number)}'  # noqa: S608


@cache
def _returning(model: type[Model], once: str) -> str:
    # Setting the column to itself makes the database return the key of the row that was there first.
    conflict = f'ON CONFLICT ("{once}") DO UPDATE SET "{once}" = EXCLUDED."{once}" ' if once else ""
    return f'{_words(model, 1)} {conflict}RETURNING "{model._meta.pk.column}"'
