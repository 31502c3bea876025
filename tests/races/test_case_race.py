"""Several reviewers decide one case, or one citizen asks in several windows, in the same moment: one wins, the others are told."""

import http.client
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import pytest

from tests.races.server import Database, Server, serve

pytestmark = pytest.mark.races

CASES = 6
REVIEWERS = 4
# Two approve while two return: whichever is first, the others are too late.
DEEDS = ["approve", "return_to_handler", "approve", "return_to_handler"]
# Answered cases whose citizen presses "once more" in several windows.
CITIZENS, WINDOWS = 3, 3


def shell(database: Database, code: str):
    return json.loads(database.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1])


@dataclass
class Outcome:
    codes: list[int]
    state: str
    deeds: list[str]


def post(server: Server, session: str, pk: int, deed: str, seen: int) -> int:
    return send(server, session, f"/admin/oversight/cases/{pk}/{deed}/", {"seen": seen, "uninvolved": "on", "note": "Name the device."})


def send(server: Server, session: str, address: str, words: dict[str, object]) -> int:
    """Send a form as this member of staff, and return the status of the answer."""
    token = "t" * 32
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={token}",
        "X-CSRFToken": token,
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", address, body=urlencode(words), headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def together(deeds: list[Callable[[], int]]) -> list[int]:
    """Do all of them in the same moment, each in a thread of its own; return what was answered."""
    start, codes = threading.Barrier(len(deeds)), []

    def one(deed: Callable[[], int]) -> None:
        start.wait()
        codes.append(deed())

    threads = [threading.Thread(target=one, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def race(database: Database, folder, *, application: str, once: bool = True) -> tuple[list[Outcome], list[Outcome]]:
    """Let reviewers decide and citizens ask; return what came of the cases in review and of the answered ones."""
    numbers = f"in_review={CASES}, answered={CITIZENS}, reviewers={REVIEWERS}, once_in_the_database={once}"
    office = shell(database, f"from tests.races import case_scene; case_scene.office({numbers})")
    codes: dict[int, list[int]] = {}
    with serve(database, folder=folder, application=application) as server:
        for pk, seen in office["cases"]:
            pairs = zip(office["sessions"], DEEDS, strict=True)
            codes[pk] = together([partial(post, server, session, pk, deed, seen) for session, deed in pairs])
        for pk, cookie in office["citizens"]:
            words = {"deed": "again", "how": "redo", "reason": "Which balance?"}
            # The browser of a citizen has no session: its cookie stands beside an empty one.
            browser = f"none; case-zh-hans={cookie}"
            codes[pk] = together([partial(send, server, browser, "/zh-hans/oversight/case/", words)] * WINDOWS)
    found = shell(database, "from tests.races import case_scene; case_scene.outcome()")

    def came_of(rows: list[list]) -> list[Outcome]:
        return [Outcome(codes[pk], found[str(pk)][0], found[str(pk)][1]) for pk, _more in rows]

    return came_of(office["cases"]), came_of(office["citizens"])


def test_one_reviewer_decides_one_window_asks_and_the_others_get_409(real_database, tmp_path):
    decided, asked = race(real_database, tmp_path, application="config.wsgi:application")

    assert [Counter(outcome.codes) for outcome in decided] == [Counter({302: 1, 409: REVIEWERS - 1})] * CASES
    ends = {"approve": "answered", "return_to_handler": "working"}
    assert [[ends[deed] for deed in outcome.deeds] for outcome in decided] == [[outcome.state] for outcome in decided]
    assert [Counter(outcome.codes) for outcome in asked] == [Counter({303: 1, 409: WINDOWS - 1})] * CITIZENS
    assert [(outcome.state, outcome.deeds) for outcome in asked] == [("redo", ["approve", "ask_redo"])] * CITIZENS


def test_control_without_the_guards_several_decide_one_case_and_several_windows_ask(real_database, tmp_path):
    decided, asked = race(real_database, tmp_path, application="tests.races.unguarded_cases:application", once=False)

    assert any(len(outcome.deeds) > 1 for outcome in decided)
    assert any(outcome.deeds.count("ask_redo") > 1 for outcome in asked)
