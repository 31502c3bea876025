"""Unused places change hands while people take them: none is lost, none is there twice.

The control takes the guards of the merge away (the lock and the compare-and-set); there the places have to multiply.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.merging import ask

pytestmark = [pytest.mark.races]
INDIVIDUALS, GROUPS = 10, 40


def race(database, folder, *calls):
    """Start every call in a process of its own, let all go at one moment, and return what they printed."""
    with ThreadPoolExecutor(len(calls)) as starting:
        answers = [starting.submit(ask, database, call) for call in calls]
        deadline = time.monotonic() + 120
        while len(list(folder.glob("ready-*"))) < len(calls) and time.monotonic() < deadline:
            assert not any(answer.done() and answer.exception() for answer in answers), [one.exception() for one in answers if one.done()]
            time.sleep(0.02)
        (folder / "go").touch()
        return [answer.result() for answer in answers]


def test_places_that_are_merged_while_others_take_them_stay_as_many(real_database, tmp_path):
    session = ask(real_database, f"session({INDIVIDUALS}, {GROUPS})")
    place = str(tmp_path)

    *moved, groups, individuals = race(
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

    race(real_database, tmp_path, *[f"merge({place!r}, {session}, guarded=False)"] * 3)

    left = ask(real_database, f"pools({session})")
    assert sum(capacity for _taken, capacity in left.values()) > INDIVIDUALS + GROUPS
