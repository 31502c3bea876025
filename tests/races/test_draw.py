"""Parties that apply while the list is published, and officers who draw at the same moment.

The control takes both guards away: tickets have to be missing in the published list, and the lots have to be drawn several times.
"""

from pathlib import Path

import pytest

from tests.races.draw_scene import VALUE, ask
from tests.races.server import Database, serve
from tests.races.together import started
from tests.races.visitors import Confirmation, all_at_once, reviewed, signed_in, statuses

pytestmark = [pytest.mark.races]
APPLICANTS, PLACES, OFFICERS = 12, 2, 4


def _race(database: Database, folder: Path, *, application: str = "config.wsgi:application") -> tuple[dict, dict, dict]:
    """How the applicants and the officers were answered, and how the draw stands."""
    made = ask(database, f"begin({PLACES}, {OFFICERS})")
    with serve(database, folder=folder, workers=2, threads=4, application=application, LETTERS_IN_PROCESS="0") as running:
        ready = [reviewed(running.port, made["session"], contact=f"lot{number}@example.org") for number in range(APPLICANTS)]
        with started(ask, database, folder, f"publish({made['draw']}, {str(folder)!r})"):
            applied = all_at_once(ready)
        ask(database, f"come_to_the_day({made['draw']})")
        # Each has looked the value up and is about to enter it.
        entered = all_at_once([Confirmation(signed_in(running.port, key), made["page"], {"value": VALUE}) for key in made["keys"]])
    return statuses(applied), statuses(entered), ask(database, f"stand({made['draw']})")


def test_every_ticket_is_in_the_list_and_the_lots_are_drawn_once(real_database, tmp_path):
    applied, entered, stand = _race(real_database, tmp_path)

    assert set(applied) <= {303, 409}
    assert stand["lots"] == stand["listed"] == applied[303]
    # An officer who comes a moment later finds nothing to do and is led back to the page.
    assert entered[302] >= 1
    assert set(entered) <= {302, 409}
    assert (stand["drawn"], stand["told"]) == (1, stand["lots"])
    assert stand["taken"] == stand["held"] == stand["confirmed"] == min(PLACES, stand["lots"])


def test_control_without_its_guards_tickets_are_missing_and_the_lots_are_drawn_again(real_database, tmp_path):
    found = []
    # A control waits for luck: the list may be published after the last application by itself.
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        _applied, _entered, stand = _race(real_database, folder, application="tests.races.controls.unguarded_draw:application")
        found.append(stand)
        if any(one["lots"] > one["listed"] for one in found) and any(one["drawn"] > 1 for one in found):
            return
    pytest.fail(f"The guards were not missed: {found}")
