"""Whatever is done to the rows of a register is found and named: deleting, editing, moving, dating back, and cutting the end.

In each test hypothesis picks the row, how the forger covers the tracks, and where the seals lie.
"""

import json
import re
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight.register import checking, ledger, merkle
from openday.oversight.register.checking import Flaw, check
from tests.oversight.register import scene

COUNT = 24
ROWS = scene.rows(COUNT)
SEALS = scene.seals(ROWS, 8, 16, COUNT)
NUMBERS = st.integers(1, COUNT)


def found(rows, seals=SEALS, keys=scene.KEYS) -> list[Flaw]:
    return check(rows, seals, keys)


def named(flaws: list[Flaw]) -> set[tuple[str, int]]:
    return {(one.fact, one.seq) for one in flaws}


def rewritten_from(rows: list[scene.Row], seq: int) -> list[scene.Row]:
    """As a forger with the whole database does: every hash and every link from number `seq` on computed anew."""
    kept = rows[: seq - 1]
    for written, _stated in rows[seq - 1 :]:
        previous = kept[-1][1] if kept else ledger.NO_ENTRY
        linked = re.sub(rb'"previous":"[0-9a-f]{64}"', f'"previous":"{previous}"'.encode(), written)
        kept.append((linked, ledger.leaf_hash(linked).hex()))
    return kept


def edited(row: scene.Row) -> scene.Row:
    return row[0].replace(b'"kind":"', b'"kind":"x'), row[1]


def test_an_untouched_register_is_whole():
    assert found(ROWS) == []
    assert found([], []) == []


@given(NUMBERS)
def test_an_edited_row_is_named(seq):
    rows = [edited(row) if number == seq else row for number, row in enumerate(ROWS, start=1)]

    assert named(found(rows)) == {("edited", seq)}


@given(NUMBERS)
def test_a_row_edited_with_its_hash_is_named_by_the_next_or_by_the_seal(seq):
    written, _stated = edited(ROWS[seq - 1])
    rows = [*ROWS[: seq - 1], (written, ledger.leaf_hash(written).hex()), *ROWS[seq:]]

    flaws = named(found(rows))

    assert ("rewritten" if seq < COUNT else "broken_seal", seq if seq < COUNT else 17) in flaws
    assert {fact for fact, _seq in flaws} <= {"rewritten", "broken_seal"}


@given(NUMBERS)
def test_a_chain_that_was_written_anew_is_found_by_the_first_seal_over_it(seq):
    rows = rewritten_from([*ROWS[: seq - 1], edited(ROWS[seq - 1]), *ROWS[seq:]], seq)
    first, last = next((first, last) for first, last in ((1, 8), (9, 16), (17, 24)) if first <= seq <= last)

    assert found(rows) == [Flaw("broken_seal", first, last, scene.at(last))]


@given(NUMBERS, st.integers(1, 5), st.booleans())
def test_deleted_rows_are_named(seq, count, anew):
    last = min(seq + count - 1, COUNT)
    rows = [row for number, row in enumerate(ROWS, start=1) if not seq <= number <= last]

    flaws = found(rewritten_from(rows, seq) if anew else rows)

    assert [one for one in flaws if one.fact == "missing"] == [Flaw("missing", seq, last)]
    assert named(flaws) == {("missing", seq)}


@given(NUMBERS, st.integers(1, 5))
def test_deleting_and_numbering_anew_is_found_by_the_seals(seq, count):
    """Nothing in the rows themselves tells: only what was signed earlier does."""
    left = [row for number, row in enumerate(ROWS, start=1) if not seq <= number < seq + count]
    renumbered = [(re.sub(rb'"seq":[0-9]+', f'"seq":{new}'.encode(), row[0]), "") for new, row in enumerate(left, start=1)]

    rows = rewritten_from(renumbered, 1)

    assert check(rows, [], scene.KEYS) == []
    assert ("missing", len(left) + 1) in named(found(rows))


@given(st.lists(NUMBERS, min_size=2, max_size=2, unique=True))
def test_moved_rows_are_named(two):
    one, other = sorted(two)
    rows = [*ROWS]
    rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]

    flaws = found(rows)

    assert {seq for fact, seq in named(flaws) if fact == "moved"} & set(two)
    assert {fact for fact, _seq in named(flaws)} <= {"moved", "rewritten"}


@given(NUMBERS)
def test_a_repeated_row_is_named(seq):
    assert ("moved", seq) in named(found([*ROWS[:seq], ROWS[seq - 1], *ROWS[seq:]]))


@given(st.integers(2, COUNT), st.integers(1, 3600))
def test_a_row_dated_back_is_named_even_when_everything_after_is_written_anew(seq, seconds):
    """Back before the entry in front of it, with all hashes right: the rows themselves tell, seals or not."""
    rows = [*ROWS]
    rows[seq - 1] = scene.row(seq, previous=rows[seq - 2][1], second=seq - 1 - seconds)

    flaws = check(rewritten_from(rows, seq), [], scene.KEYS)

    assert named(flaws) == {("back_dated", seq)}


def test_a_row_added_today_with_the_date_of_yesterday_is_named_by_the_seal_of_yesterday():
    """No entry stands between, so the order of the dates alone would not tell."""
    yesterday = scene.seal(ROWS, second=1000)
    late = scene.row(COUNT + 1, previous=ROWS[-1][1], second=900)
    rows = [*ROWS, late]

    assert named(check(rows, [yesterday], scene.KEYS)) == {("before_seal", COUNT + 1)}
    assert check([*ROWS, scene.row(COUNT + 1, previous=ROWS[-1][1], second=1000)], [yesterday], scene.KEYS) == []


def test_a_row_dated_after_the_seal_that_holds_it_is_named():
    rows = [*ROWS[:-1], scene.row(COUNT, previous=ROWS[-2][1], second=900)]

    assert named(check(rows, [scene.seal(rows, second=800)], scene.KEYS)) == {("after_seal", COUNT)}


@pytest.mark.parametrize(("days", "is_told"), [(0, False), (7, False), (9, True), (-1, True)])
def test_a_row_entered_today_about_a_day_long_ago_or_still_to_come_is_named(days, is_told):
    """The newest row of all, with every hash right: what a hand in the log of cases leaves behind."""
    rows = [*ROWS, scene.row(COUNT + 1, previous=ROWS[-1][1], happened=COUNT - days * 86400)]

    assert named(found(rows)) == ({("misdated", COUNT + 1)} if is_told else set())


@given(st.integers(0, COUNT - 1))
def test_a_register_that_ends_early_is_named_by_its_last_seal(left):
    assert found(ROWS[:left]) == [Flaw("missing", left + 1, COUNT)]


@given(NUMBERS, st.binary(max_size=200))
def test_a_line_that_is_no_entry_is_named_and_nothing_breaks(seq, garbage):
    rows = [*ROWS[: seq - 1], (garbage, ""), *ROWS[seq:]]

    flaws = found(rows)

    assert flaws[0] == Flaw("unreadable", seq)
    assert named(flaws) == {("unreadable", seq)}


def test_seals_of_a_stranger_and_seals_that_contradict_are_named():
    stranger = scene.seal(ROWS[:8], key=Ed25519PrivateKey.from_private_bytes(b"s" * 32))
    shrunk = scene.seal(ROWS[:4], second=500)
    forked = scene.seal(rewritten_from([*ROWS[:7], edited(ROWS[7])], 8), second=600)

    assert named(found(ROWS, [stranger])) == {("unsigned_seal", 8)}
    assert ("seal_order", 4) in named(found(ROWS, [*SEALS, shrunk]))
    assert ("broken_seal", 5) in named(found(ROWS, [*scene.seals(ROWS, 4), forked]))


def test_every_fact_has_words_in_both_languages():
    for fact in checking.FACTS:
        for words in Flaw(fact, 7, 9, scene.at(1)).words():
            assert "7" in words
            assert "{" not in words


def test_no_more_is_told_than_anybody_reads():
    assert len(found([edited(row) for row in scene.rows(300)], [])) == checking.MOST_FLAWS


# ---- As a stranger runs it ---------------------------------------------------------------------------


def publish(folder, rows=ROWS, sizes=(8, 16, COUNT)):
    (folder / "entries").mkdir(parents=True, exist_ok=True)
    (folder / "entries" / "1.jsonl").write_bytes(b"".join(ledger.line_of(*row) + b"\n" for row in rows))
    (folder / "seals.jsonl").write_text("".join(json.dumps({"note": scene.note(ROWS[:size])}) + "\n" for size in sizes))
    (folder / "keys.txt").write_text("\n".join(scene.KEYS) + "\n")
    return str(folder)


def subtree(level, index):
    tree = ledger.Tree()
    for written, _stated in ROWS[index << level : (index + 1) << level]:
        tree.add(ledger.leaf_hash(written))
    return tree.root()


def proof(folder, seq, size, **changes):
    path = [step.hex() for step in merkle.inclusion_path(seq - 1, size, subtree)]
    content = {
        "format": checking.INCLUSION_FORMAT,
        "seal": scene.note(ROWS[:size]),
        "keys": scene.KEYS,
        "entries": [{"entry": ledger.line_of(*ROWS[seq - 1]).decode(), "path": path}],
    }
    file = folder / "my-proof.json"
    file.write_text(json.dumps({**content, **changes}))
    return str(file)


def test_a_folder_and_a_proof_that_was_kept_are_checked_together(tmp_path, capsys):
    folder, file = publish(tmp_path / "data"), proof(tmp_path, 5, 16)

    assert checking.main([folder, file]) == 0
    assert "24" in capsys.readouterr().out


def test_a_proof_that_was_kept_finds_a_register_that_was_replaced_with_all_its_seals(tmp_path, capsys):
    """The forger has the signing key too: only what citizens kept tells."""
    file = proof(tmp_path, 5, 16)
    forged = rewritten_from([*ROWS[:4], edited(ROWS[4]), *ROWS[5:]], 5)
    folder = publish(tmp_path / "data", forged, sizes=())
    (tmp_path / "data" / "seals.jsonl").write_text(json.dumps({"note": scene.note(forged)}) + "\n")

    assert checking.main([folder]) == 0
    assert checking.main([folder, file]) == 1
    assert "Numbers 1 to 16" in capsys.readouterr().out


def test_a_forged_proof_and_a_proof_of_another_case_are_refused(tmp_path, capsys):
    assert checking.main([proof(tmp_path, 5, 16)]) == 0
    entry = ledger.line_of(*edited(ROWS[4])).decode()
    wrong = [{"entries": [{"entry": entry, "path": []}]}, {"case": "FK-2026-000001", "salt": "00"}, {"keys": []}, {"seal": "x"}]
    assert [checking.main([proof(tmp_path, 5, 16, **one)]) for one in wrong] == [1] * len(wrong)
    capsys.readouterr()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', "[" * 9000, '{"format": "openday-register-inclusion-1", "keys": 1}'])
def test_what_is_no_proof_is_refused_in_words(tmp_path, capsys, content):
    file = tmp_path / "proof.json"
    file.write_text(content)

    assert checking.main([str(file)]) == 1
    assert capsys.readouterr().out.strip()


def test_nothing_to_check_is_said(capsys):
    assert checking.main([]) == 2
    assert "register.pyz" in capsys.readouterr().out


def test_the_three_files_run_without_anything_of_ours_and_without_packages(tmp_path):
    """With -S and -I Python sees its own library alone, so the signatures are checked by hand."""
    folder = publish(tmp_path / "data")
    pyz = tmp_path / "register.pyz"
    pyz.write_bytes(checking.program())

    done = subprocess.run([sys.executable, "-I", "-S", str(pyz), folder], capture_output=True, text=True, check=False, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "24 entries, 3 seals" in done.stdout
