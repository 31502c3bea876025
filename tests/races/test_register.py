"""Numbers of the register are given while events are logged: none is lost, none is given twice, none is left out.

Two controls: without the row that is held two processes give the same number, and without the intake (everything after the last
one, as one would write it first) events that commit late are never entered. The second needs writers side by side: PostgreSQL.
"""

import pytest

from tests.races.register_scene import EVENTS, WRITERS, ask
from tests.races.together import at_once

pytestmark = [pytest.mark.races]


def race(database, folder, *, way=""):
    """Three log events while two give numbers; what each of the two said, and what there is in the end."""
    case, place = ask(database, "case()"), str(folder)
    calls = [f"log({place!r}, {case}, {slowness})" for slowness in WRITERS] + [f"number({place!r}, {way!r})"] * 2
    said = at_once(ask, database, folder, *calls)
    return said[len(WRITERS) :], ask(database, "result()")


def test_every_event_gets_one_number_and_no_number_is_left_out(real_database, tmp_path):
    collisions, found = race(real_database, tmp_path)

    assert collisions == [0, 0]
    assert found["numbers"] == list(range(1, found["events"] + 1))
    assert found["events"] == len(WRITERS) * EVENTS + 1
    assert (found["lost"], found["flaws"]) == (0, [])


def rounds(database, folder, *, way):
    """A control waits for luck: on a busy machine the processes may take turns by themselves. One lucky round is enough."""
    for number in range(8):
        place = folder / str(number)
        place.mkdir()
        yield race(database, place, way=way)


def test_control_without_holding_the_end_two_give_the_same_number(real_database, tmp_path):
    # Either the database refuses the second of two equal numbers, or the end is written back to where it was.
    assert any(
        sum(collisions) > 0 or found["flaws"] or found["lost"] for collisions, found in rounds(real_database, tmp_path, way="unheld")
    )


@pytest.mark.postgres
@pytest.mark.parametrize("real_database", ["postgres"], indirect=True)
def test_control_without_the_intake_events_that_commit_late_are_lost(real_database, tmp_path):
    assert any(found["lost"] > 0 for _collisions, found in rounds(real_database, tmp_path, way="watermark"))
