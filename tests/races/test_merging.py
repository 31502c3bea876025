"""Unused places change hands while people take them: none is lost, none is there twice.

The control takes the guards of the merge away (the lock and the compare-and-set); there the places have to multiply.
"""

import pytest

from tests.races.merging import ask
from tests.races.together import at_once

pytestmark = [pytest.mark.races]
INDIVIDUALS, GROUPS = 10, 40


def test_places_that_are_merged_while_others_take_them_stay_as_many(real_database, tmp_path):
    session = ask(real_database, f"session({INDIVIDUALS}, {GROUPS})")
    place = str(tmp_path)

    *moved, groups, individuals = at_once(
        ask,
        real_database,
        tmp_path,
        f"merge({place!r}, {session})",
        f"merge({place!r}, {session})",
        f"take({place!r}, {session}, 'groups')",
        f"take({place!r}, {session}, 'individuals')",
    )

    left = ask(real_database, f"pools({session})")
    assert sum(capacity for _taken, capacity in left.values()) == INDIVIDUALS + GROUPS
    assert (left["groups"][0], left["individuals"][0]) == (groups, individuals)
    assert left["individuals"][1] == INDIVIDUALS + sum(moved)
    assert left["groups"][0] <= left["groups"][1]


def test_control_places_multiply_when_two_give_away_what_they_read(real_database, tmp_path):
    session = ask(real_database, f"session({INDIVIDUALS}, {GROUPS})")
    place = str(tmp_path)

    at_once(ask, real_database, tmp_path, *[f"merge({place!r}, {session}, guarded=False)"] * 3)

    left = ask(real_database, f"pools({session})")
    assert sum(capacity for _taken, capacity in left.values()) > INDIVIDUALS + GROUPS
