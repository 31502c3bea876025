"""Two officers of the quality office act on one thing in the same moment: one wins, the other is told, nothing is lost between them."""

import pytest

from tests.races.office_scene import ask
from tests.races.server import Database, serve
from tests.races.visitors import Confirmation, all_at_once, signed_in, statuses

pytestmark = [pytest.mark.races, pytest.mark.long]
ROUNDS = 6
CASES, REPORTS = "/admin/oversight/cases/", "/admin/oversight/reports/"


def race(database: Database, folder, *, application: str) -> tuple[dict[str, list[dict[int, int]]], dict, dict]:
    """Let both act on every row; return the answers of each race, what stands in the database, and the rows."""
    made = ask(database, f"office(rounds={ROUNDS})")
    answers: dict[str, list[dict[int, int]]] = {"disputed": [], "joined": [], "joining": [], "reports": []}
    with serve(database, folder=folder, application=application) as server:

        def both(race: str, *deeds: tuple[str, dict]) -> None:
            pairs = zip(made["keys"], deeds, strict=True)
            answers[race].append(statuses(all_at_once([Confirmation(signed_in(server.port, key), *deed) for key, deed in pairs])))

        for pk, seen in made["disputed"]:
            words = {"seen": seen, "decision": "So it is."}
            moves, stays = {**words, "upheld": "yes", "unit": made["unit"]}, {**words, "upheld": "no"}
            both("disputed", (f"{CASES}{pk}/decide_dispute/", moves), (f"{CASES}{pk}/decide_dispute/", stays))
        for pk, seen in made["joined"]:
            undo = (f"{CASES}{pk}/unmerge/", {"seen": seen, "reason": "Another matter."})
            both("joined", undo, undo)
        for pk, seen, other, other_seen, number in made["joining"]:
            join = (f"{CASES}{pk}/merge/", {"seen": seen, "number": number})
            both("joining", join, (f"{CASES}{other}/mark_as_spam/", {"seen": other_seen, "reason": "Advertising."}))
        for pk, seen in made["reports"]:
            approve = (f"{REPORTS}{pk}/", {"seen": seen, "deed": "approve"})
            both("reports", approve, approve)
    return answers, ask(database, "outcome()"), made


def test_one_of_two_officers_decides_and_the_other_gets_409(real_database, tmp_path):
    answers, found, made = race(real_database, tmp_path, application="config.wsgi:application")

    one_each = [{302: 1, 409: 1}] * ROUNDS
    assert answers["disputed"] == answers["joined"] == answers["reports"] == one_each
    for pk, _seen in made["disputed"]:
        assert found["cases"][str(pk)][1] == ["decide_dispute"]
    for pk, _seen in made["joined"]:
        assert found["cases"][str(pk)] == ["received", ["merge", "unmerge"], None]
    for pk, _seen in made["reports"]:
        assert found["reports"][str(pk)] == ["published", ["report.approve"]]
    # Whichever was first: a case that was joined is released again by the other's end, or was not joined at all.
    for pk, _seen, other, *_more in made["joining"]:
        assert found["cases"][str(other)][0] == "spam"
        assert found["cases"][str(pk)][0] == "received"
        assert found["cases"][str(pk)][2] is None


def test_control_without_the_guards_both_decide_and_a_case_hangs_on_one_that_ended(real_database, tmp_path):
    _answers, found, made = race(real_database, tmp_path, application="tests.races.unguarded_office:application")

    assert any(len(found["cases"][str(pk)][1]) > 1 for pk, _seen in made["disputed"])
    assert any(found["cases"][str(pk)][1].count("unmerge") > 1 for pk, _seen in made["joined"])
    assert any(len(found["reports"][str(pk)][1]) > 1 for pk, _seen in made["reports"])
    assert any(found["cases"][str(pk)][0] == "merged" and found["cases"][str(other)][0] == "spam" for pk, _s, other, *_m in made["joining"])
