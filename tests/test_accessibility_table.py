"""docs/accessibility.md names every criterion of WCAG 2.2, levels A and AA, and proofs that exist."""

import re

from tests.test_repository import ROOT

TABLE = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
ROWS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in TABLE.split("\n") if re.match(r"\| \d", line)]
# Guideline → numbers of its criteria, as the recommendation of 2023-10-05 lists them; 4.1.1 is gone, level AAA is not meant.
A = {
    "1.1": [1], "1.2": [1, 2, 3], "1.3": [1, 2, 3], "1.4": [1, 2], "2.1": [1, 2, 4], "2.2": [1, 2], "2.3": [1], "2.4": [1, 2, 3, 4],
    "2.5": [1, 2, 3, 4], "3.1": [1], "3.2": [1, 2, 6], "3.3": [1, 2, 7], "4.1": [2],
}  # fmt: skip
AA = {
    "1.2": [4, 5], "1.3": [4, 5], "1.4": [3, 4, 5, 10, 11, 12, 13], "2.4": [5, 6, 7, 11], "2.5": [7, 8], "3.1": [2], "3.2": [3, 4],
    "3.3": [3, 4, 8], "4.1": [3],
}  # fmt: skip


def test_the_table_has_exactly_the_55_criteria_with_their_levels():
    wanted = {
        (f"{guideline}.{number}", level) for level, all_ in (("A", A), ("AA", AA)) for guideline, found in all_.items() for number in found
    }

    assert len(wanted) == 55
    assert {(number, level) for number, _name, level, _met, _proof in ROWS} == wanted
    assert len(ROWS) == 55


def test_every_criterion_names_proofs_that_exist():
    proofs = {number: re.findall(r"`(tests/[a-z_/]+\.py)`", proof) for number, _name, _level, _met, proof in ROWS}

    assert {number: found for number, found in proofs.items() if not found} == {}
    assert {name for found in proofs.values() for name in found if not (ROOT / name).is_file()} == set()


def test_what_is_judged_by_eye_says_when_and_what_does_not_apply_says_why():
    assert [row[0] for row in ROWS if "By eye" in row[4] and not re.search(r"By eye \d{4}-\d\d-\d\d: \w", row[4])] == []
    assert [row[0] for row in ROWS if "not apply" in row[3] and not re.search(r"not apply[,:] (as|\w+ )", row[3])] == []
