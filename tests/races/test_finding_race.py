"""The unit corrects the cause while the office sets the finding aside, in the same moment: one wins, the others are told.

What one process can show of this is in tests/oversight/findings/test_actions.py, with its control; here are real ones.
"""

import pytest

from tests.races.finding_scene import ask
from tests.races.server import Database, serve
from tests.races.visitors import Confirmation, Outcome, all_at_once, signed_in, statuses

pytestmark = [pytest.mark.races, pytest.mark.long]

FINDINGS = 8


def race(database: Database, folder, *, application: str) -> list[Outcome]:
    office = ask(database, f"office(findings={FINDINGS})")
    deeds = [("state_cause", key) for key in office["unit"]] + [("set_aside", key) for key in office["quality"]]
    answers = {}
    with serve(database, folder=folder, application=application) as server:
        for pk, seen in office["findings"]:
            words = {"seen": seen, "cause_zh": "流程不清", "reason_zh": "重复登记"}
            answers[pk] = all_at_once(
                [Confirmation(signed_in(server.port, key), f"/admin/oversight/findings/{pk}/{deed}/", words) for deed, key in deeds]
            )
    found = ask(database, "outcome()")
    return [Outcome(statuses(answers[pk]), *found[str(pk)]) for pk, _seen in office["findings"]]


def test_exactly_one_deed_is_done_and_the_others_get_409(real_database, tmp_path):
    outcomes = race(real_database, tmp_path, application="config.wsgi:application")

    assert [outcome.answers for outcome in outcomes] == [{302: 1, 409: 3}] * FINDINGS
    ends = {"state_cause": "analysed", "set_aside": "set_aside"}
    assert [[ends[deed] for deed in outcome.deeds] for outcome in outcomes] == [[outcome.state] for outcome in outcomes]


def test_control_without_the_compare_and_set_several_deeds_are_done_to_one_finding(real_database, tmp_path):
    outcomes = race(real_database, tmp_path, application="tests.races.unguarded_findings:application")

    assert any(len(outcome.deeds) > 1 for outcome in outcomes)
