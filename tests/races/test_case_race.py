"""Several reviewers decide one case, or one citizen asks in several windows, in the same moment: one wins, the others are told."""

import pytest

from tests.races.case_scene import ask
from tests.races.server import Database, serve
from tests.races.visitors import CSRF, Browser, Confirmation, Outcome, all_at_once, signed_in, statuses

pytestmark = pytest.mark.races

CASES = 6
REVIEWERS = 4
# Two approve while two return: whichever is first, the others are too late.
DEEDS = ["approve", "return_to_handler", "approve", "return_to_handler"]
# Answered cases whose citizen presses "once more" in several windows.
CITIZENS, WINDOWS = 3, 3


def race(database: Database, folder, *, application: str, once: bool = True) -> tuple[list[Outcome], list[Outcome]]:
    """Let reviewers decide and citizens ask; return what came of the cases in review and of the answered ones."""
    numbers = f"in_review={CASES}, answered={CITIZENS}, reviewers={REVIEWERS}, once_in_the_database={once}"
    office = ask(database, f"office({numbers})")
    answers = {}
    with serve(database, folder=folder, application=application) as server:
        for pk, seen in office["cases"]:
            words = {"seen": seen, "uninvolved": "on", "note": "Name the device."}
            answers[pk] = all_at_once(
                [
                    Confirmation(signed_in(server.port, key), f"/admin/oversight/cases/{pk}/{deed}/", words)
                    for key, deed in zip(office["keys"], DEEDS, strict=True)
                ]
            )
        for pk, cookie in office["citizens"]:
            words = {"deed": "again", "how": "redo", "reason": "Which balance?"}
            windows = [Browser(server.port, {"case-zh-hans": cookie, **CSRF}) for _window in range(WINDOWS)]
            answers[pk] = all_at_once([Confirmation(window, "/zh-hans/oversight/case/", words) for window in windows])
    found = ask(database, "outcome()")

    def came_of(rows: list[list]) -> list[Outcome]:
        return [Outcome(statuses(answers[pk]), *found[str(pk)]) for pk, _more in rows]

    return came_of(office["cases"]), came_of(office["citizens"])


def test_one_reviewer_decides_one_window_asks_and_the_others_get_409(real_database, tmp_path):
    decided, asked = race(real_database, tmp_path, application="config.wsgi:application")

    assert [outcome.answers for outcome in decided] == [{302: 1, 409: REVIEWERS - 1}] * CASES
    ends = {"approve": "answered", "return_to_handler": "working"}
    assert [[ends[deed] for deed in outcome.deeds] for outcome in decided] == [[outcome.state] for outcome in decided]
    assert [outcome.answers for outcome in asked] == [{303: 1, 409: WINDOWS - 1}] * CITIZENS
    assert [(outcome.state, outcome.deeds) for outcome in asked] == [("redo", ["approve", "ask_redo"])] * CITIZENS


def test_control_without_the_guards_several_decide_one_case_and_several_windows_ask(real_database, tmp_path):
    decided, asked = race(real_database, tmp_path, application="tests.races.unguarded_cases:application", once=False)

    assert any(len(outcome.deeds) > 1 for outcome in decided)
    assert any(outcome.deeds.count("ask_redo") > 1 for outcome in asked)
