"""The log of a case is written once: on both databases, whoever asks and by whatever way."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from tests.races.server import Database

ENTRY = """
    INSERT INTO oversight_caseevent (deed, from_state, to_state, at, public_note, internal_note, case_id)
    VALUES ('receive', '', 'received', '2026-11-22', '', '', 1)
"""


@contextmanager
def raw(database: Database) -> Iterator[Any]:
    """A connection past Django. Foreign keys are looked at only at the end, which is never reached."""
    if database.vendor == "sqlite":
        with closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as connection:
            yield connection
        return
    import psycopg

    with closing(psycopg.connect(database.url)) as connection:
        yield connection


@pytest.mark.parametrize("change", ["UPDATE oversight_caseevent SET public_note = 'x'", "DELETE FROM oversight_caseevent"])
def test_the_database_itself_keeps_the_log(real_database, change):
    with raw(real_database) as connection:
        connection.execute(ENTRY)

        with pytest.raises(Exception, match="the log of a case is append-only"):
            connection.execute(change)
