"""Officers give the last places for groups at the same moment, while unused ones go to individuals and those register.

As in test_registrations: real servers and processes, both databases, and a control that must fail.
"""

from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest

from tests.races import merging
from tests.races.group_scene import GROUP, ask
from tests.races.server import serve
from tests.races.together import go, started
from tests.races.visitors import Answer, Confirmation, all_at_once, reviewed, signed_in, statuses

pytestmark = [pytest.mark.races]
PLACES = GROUP.places


@dataclass
class Start:
    """Lets the process that waits beside begin."""

    folder: Path

    def press(self) -> Answer:
        go(self.folder)
        return Answer(0, "", "")


@pytest.fixture
def serving(real_database, tmp_path):
    def started(application: str = "config.wsgi:application"):
        return serve(real_database, folder=tmp_path, workers=2, threads=4, application=application, LETTERS_IN_PROCESS="0")

    return started


def officers(port: int, desk: dict, visits: list[int]) -> list[Confirmation]:
    """Two members of staff, in turn, about to give each group places."""
    return [
        Confirmation(signed_in(port, key), f"/admin/group-visits/{visit}/place/", {"place-pool": desk["pool"]})
        for key, visit in zip(cycle(desk["keys"]), visits, strict=False)
    ]


def test_the_last_places_for_groups_go_to_as_many_groups_as_fit_and_one_request_is_placed_once(real_database, serving):
    desk = ask(real_database, f"desk(1, {2 * PLACES}, asking=5)")
    with serving() as running:
        # Every request by both officers.
        answers = all_at_once(officers(running.port, desk, [visit for visit in desk["visits"] for _twice in range(2)]))

    assert statuses(answers) == {302: 2, 409: 8}
    told = ask(real_database, f"count({desk['session']})")
    assert told["pools"]["groups"] == {"capacity": 2 * PLACES, "taken": 2 * PLACES, "held": 2 * PLACES}
    assert (told["states"], told["letters"]) == ({"placed": 2, "received": 3}, 2)


def test_control_groups_overfill_the_session_when_places_are_read_before_they_are_taken(real_database, serving):
    desk = ask(real_database, f"desk(1, {PLACES}, asking=4)")
    with serving("tests.races.controls.unguarded_groups:application") as running:
        all_at_once(officers(running.port, desk, desk["visits"]))

    groups = ask(real_database, f"count({desk['session']})")["pools"]["groups"]
    assert groups["held"] > groups["capacity"]


# CI has the two above; the cut-off alone is raced in test_merging.
@pytest.mark.long
def test_groups_against_individuals_while_unused_places_change_hands(real_database, serving, tmp_path):
    desk = ask(real_database, f"desk(4, {2 * PLACES}, asking=3)")
    session = desk["session"]
    with serving() as running:
        visitors = [reviewed(running.port, session, contact=f"visitor{number}@example.org", wait="") for number in range(14)]
        with started(merging.ask, real_database, tmp_path, f"merge({str(tmp_path)!r}, {session})") as (merged,):
            answers = all_at_once([*officers(running.port, desk, desk["visits"]), Start(tmp_path), *visitors])
            moved = merged.result()

    # 422: the session has no places for groups any more, and is not offered.
    assert set(statuses(answers)) <= {0, 302, 303, 409, 422}
    pools = ask(real_database, f"count({session})")["pools"]
    assert sum(pool["capacity"] for pool in pools.values()) == 4 + 2 * PLACES
    assert pools["individuals"]["capacity"] == 4 + moved
    for pool in pools.values():
        assert pool["taken"] == pool["held"] <= pool["capacity"]
    # Nobody was told that it is full while there was room.
    placed, came = statuses(answers).get(302, 0), statuses(answers).get(303, 0)
    assert (placed * PLACES, came) == (pools["groups"]["held"], pools["individuals"]["held"])
