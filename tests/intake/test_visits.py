"""The mark of a visit is read back; what is not ours is nothing."""

import pytest
from django.core import signing

from openday.intake.visits import _SALT, VisitMark, read_visit, sign_visit


def test_a_mark_is_read_as_it_was_signed():
    assert read_visit(sign_visit(VisitMark(7, nonce="n"))) == VisitMark(7, nonce="n")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "forged",
        ".\0",
        "\ud800",
        signing.dumps({"session": 7, "nonce": "n"}, salt="another"),
        signing.dumps(["a", "list"], salt=_SALT),
        signing.dumps({"session": "7", "nonce": "n"}, salt=_SALT),
        signing.dumps({"session": 7}, salt=_SALT),
    ],
    # Signatures hold their second: as names of tests they would differ from process to process.
    ids=["empty", "forged", "nul", "surrogate", "another use", "a list", "session is a text", "no nonce"],
)
def test_anything_else_is_nothing(token):
    assert read_visit(token) is None


def test_a_mark_ends_after_60_days(monkeypatch):
    token = sign_visit(VisitMark(7, nonce="n"))
    monkeypatch.setattr("openday.intake.visits.MAX_AGE_SECONDS", -1)

    assert read_visit(token) is None
