"""Two officers of the quality office act on one thing in the same moment: one wins, the other is told, nothing is lost between them."""

from collections import Counter
from functools import partial

import pytest

from tests.races.server import Database, Server, serve
from tests.races.test_case_race import send, shell, together

pytestmark = [pytest.mark.races, pytest.mark.long]
ROUNDS = 6
CASES, REPORTS = "/admin/oversight/cases/", "/admin/oversight/reports/"


def race(database: Database, folder, *, application: str) -> tuple[dict[str, list[Counter]], dict, dict]:
    """Let both act on every row; return the answers of each race, what stands in the database, and the rows."""
    made = shell(database, f"from tests.races import office_scene; office_scene.office(rounds={ROUNDS})")
    first, second = made["sessions"]
    codes: dict[str, list[Counter]] = {"disputed": [], "joined": [], "joining": [], "reports": []}
    with serve(database, folder=folder, application=application) as server:

        def both(race: str, *deeds: tuple[str, dict]) -> None:
            pairs = zip((first, second), deeds, strict=True)
            codes[race].append(Counter(together([partial(press, server, session, *deed) for session, deed in pairs])))

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
    found = shell(database, "from tests.races import office_scene; office_scene.outcome()")
    return codes, found, made


def press(server: Server, session: str, address: str, words: dict) -> int:
    return send(server, session, address, words)


def test_one_of_two_officers_decides_and_the_other_gets_409(real_database, tmp_path):
    codes, found, made = race(real_database, tmp_path, application="config.wsgi:application")

    one_each = [Counter({302: 1, 409: 1})] * ROUNDS
    assert codes["disputed"] == codes["joined"] == codes["reports"] == one_each
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
    _codes, found, made = race(real_database, tmp_path, application="tests.races.unguarded_office:application")

    assert any(len(found["cases"][str(pk)][1]) > 1 for pk, _seen in made["disputed"])
    assert any(found["cases"][str(pk)][1].count("unmerge") > 1 for pk, _seen in made["joined"])
    assert any(len(found["reports"][str(pk)][1]) > 1 for pk, _seen in made["reports"])
    assert any(found["cases"][str(pk)][0] == "merged" and found["cases"][str(other)][0] == "spam" for pk, _s, other, *_m in made["joining"])
