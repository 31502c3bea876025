"""Parties that apply while the list is published, and officers who draw at the same moment.

The control takes both guards away: tickets have to be missing in the published list, and the lots have to be drawn several times.
"""

import contextlib
import http.client
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.races.draw_scene import VALUE, ask
from tests.races.server import Database, serve
from tests.races.visitors import Answer, all_at_once, reviewed, statuses

pytestmark = [pytest.mark.races]
_CSRF = "a" * 32
APPLICANTS, PLACES, OFFICERS = 12, 2, 4


@dataclass
class Officer:
    """Somebody who has looked the value up and is about to enter it."""

    port: int
    page: str
    key: str

    def press(self) -> Answer:
        headers = {
            "Cookie": f"sessionid={self.key}; csrftoken={_CSRF}",
            "X-CSRFToken": _CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("POST", self.page, body=urlencode({"value": VALUE}), headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheader("Location", ""), answer.read().decode())


def _race(database: Database, folder: Path, *, application: str = "config.wsgi:application") -> tuple[dict, dict, dict]:
    """How the applicants and the officers were answered, and how the draw stands."""
    made = ask(database, f"begin({PLACES}, {OFFICERS})")
    with serve(database, folder=folder, workers=2, threads=4, application=application, LETTERS_IN_PROCESS="0") as running:
        ready = [reviewed(running.port, made["session"], contact=f"lot{number}@example.org") for number in range(APPLICANTS)]
        publisher = threading.Thread(target=ask, args=(database, f"publish({made['draw']}, {str(folder)!r})"))
        publisher.start()
        deadline = time.monotonic() + 60
        while not (folder / "ready").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        applied = all_at_once(ready)
        publisher.join()
        ask(database, f"come_to_the_day({made['draw']})")
        entered = all_at_once([Officer(running.port, made["page"], key) for key in made["keys"]])
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
