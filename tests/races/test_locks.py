"""Deeds that meet wait for each other and never block each other. PostgreSQL only: SQLite has one lock for everything.

Each scene ended with "deadlock detected" before its lock was put right; the words beside it say how.
"""

import pytest

from tests.races.locks import ask
from tests.races.server import postgres_database

pytestmark = [pytest.mark.races, pytest.mark.postgres]
SCENES = [
    # FOR UPDATE on a session also stops the foreign keys of everybody who registers in it: FOR NO KEY UPDATE does not.
    "numbers_against_registering",
    # A draw writes its deadline into the session: it locks that before the pools, as everybody does.
    "numbers_against_a_draw",
    # Pools found late are not locked on top of the others: all are let go first.
    "cancelling_against_two_moves",
    # A party that another server has at this moment is not waited for.
    "two_servers_of_parties_that_wait_for_both",
]


@pytest.mark.parametrize("scene", SCENES)
def test_no_two_deeds_block_each_other(postgres_url, postgres_template, scene):
    with postgres_database(postgres_url, template=postgres_template) as database:
        assert ask(database, f"{scene}()") == []
