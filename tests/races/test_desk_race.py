"""Two officers note one call, or write and approve one report, in the same moment: what one of them saw is what counts, or nothing."""

from collections import Counter
from functools import partial

import pytest

from tests.races.desk_scene import ask
from tests.races.server import Database, Server, serve
from tests.races.together import in_threads
from tests.races.visitors import signed_in

pytestmark = [pytest.mark.races, pytest.mark.long]
ROUNDS = 6
CALLS, REPORTS = "/admin/oversight/call-backs/", "/admin/oversight/reports/"
SETTLED = {"outcome": "settled", "said": "Explained."}
MINE, YOURS, LATER = "第一位的文字。", "第二位的文字。", "退回以后重写的文字。"


def words(text: str) -> dict[str, str]:
    return {"text_zh": text, "text_en": ""}


def send(server: Server, key: str, address: str, words: dict) -> int:
    return signed_in(server.port, key).send(address, words).status


def edited(server: Server, key: str, pk: int, seen: int) -> int:
    """Send a report back, write it anew and submit it again, as an author does; the answer to the first step that was refused."""
    address = f"{REPORTS}{pk}/"
    code = send(server, key, address, {"seen": seen, "deed": "send_back"})
    return send(server, key, address, {"seen": seen + 1, "deed": "submit", **words(LATER)}) if code == 302 else code


def race(database: Database, folder, *, application: str) -> tuple[dict[str, list[list[int]]], dict, dict]:
    """Let both act on every row; return what each was answered, what stands in the database, and the rows."""
    made = ask(database, f"desk(rounds={ROUNDS})")
    first, second = made["keys"]
    codes: dict[str, list[list[int]]] = {"tried": [], "closed": [], "drafts": [], "submitted": []}
    with serve(database, folder=folder, application=application) as server:

        def both(race: str, one, other) -> None:
            codes[race].append(in_threads([one, other]))

        for pk in made["tried"]:
            address = f"{CALLS}{pk}/"
            both("tried", partial(send, server, first, address, SETTLED), partial(send, server, second, address, {"deed": "attempt"}))
        for pk in made["closed"]:
            both("closed", *(partial(send, server, key, f"{CALLS}{pk}/", SETTLED) for key in (first, second)))
        for pk, seen in made["drafts"]:
            submit, write = ({"seen": seen, "deed": deed, **words(text)} for deed, text in (("submit", MINE), ("write", YOURS)))
            both(
                "drafts",
                partial(send, server, first, f"{REPORTS}{pk}/", submit),
                partial(send, server, second, f"{REPORTS}{pk}/", write),
            )
        for pk, seen in made["submitted"]:
            approve = partial(send, server, second, f"{REPORTS}{pk}/", {"seen": seen, "deed": "approve"})
            both("submitted", approve, partial(edited, server, first, pk, seen))
    return codes, ask(database, "outcome()"), made


def test_nothing_is_added_to_a_call_that_is_over_and_nobody_approves_words_that_they_did_not_read(real_database, tmp_path):
    codes, found, made = race(real_database, tmp_path, application="config.wsgi:application")

    for pk, (closed, tried) in zip(made["tried"], codes["tried"], strict=True):
        assert (closed, tried, found["calls"][str(pk)]) in [
            (302, 409, ["call_back"]),
            (302, 302, ["call_in_vain", "call_back"]),
        ]
    assert [Counter(pair) for pair in codes["closed"]] == [Counter({302: 1, 409: 1})] * ROUNDS
    assert [found["calls"][str(pk)] for pk in made["closed"]] == [["call_back"]] * ROUNDS
    for (pk, _seen), answers in zip(made["drafts"], codes["drafts"], strict=True):
        assert (answers, found["reports"][str(pk)]) in [([302, 409], ["submitted", MINE]), ([409, 302], ["draft", YOURS])]
    for (pk, _seen), answers in zip(made["submitted"], codes["submitted"], strict=True):
        state, text = found["reports"][str(pk)]
        assert (answers, state, text == LATER) in [([302, 409], "published", False), ([409, 302], "submitted", True)]


def test_control_without_the_guards_calls_are_noted_twice_and_words_are_published_unread(real_database, tmp_path):
    codes, found, made = race(real_database, tmp_path, application="tests.races.controls.unguarded_desk:application")

    assert any(found["calls"][str(pk)] == ["call_back", "call_in_vain"] for pk in made["tried"])
    assert any(found["calls"][str(pk)] == ["call_back"] * 2 for pk in made["closed"])
    # Both were told that all is well, and the words of one of them are gone.
    assert any(answers == [302, 302] for answers in codes["drafts"])
    assert any(found["reports"][str(pk)] == ["published", LATER] for pk, _seen in made["submitted"])
