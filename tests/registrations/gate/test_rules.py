"""What may happen at the gate. js/gate/rules.js has to say the same: tests/journeys/test_gate.py asks it the same cases."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from openday.events.states import SessionState
from openday.registrations.gate import rules
from openday.registrations.gate.rules import Guest
from tests.factories.registrations import NOW

CASES = json.loads((Path(__file__).parent / "cases.json").read_text())["cases"]


def _session(case=None):
    is_open = (case or {}).get("session_is_open", True)
    return SimpleNamespace(
        starts_at=NOW, ends_at=NOW + timedelta(minutes=90), state=SessionState.OPEN if is_open else SessionState.CANCELLED
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_situation_is_judged(case):
    guest = Guest(session_id=1, **case["party"]) if case["party"] else None

    found = rules.trouble_with(
        guest,
        session_id=1,
        session=_session(case),
        people=case["people"],
        at=NOW + timedelta(minutes=case["minute"]),
        reason=case.get("reason", ""),
    )

    assert found == case["trouble"]


def test_a_ticket_for_another_session_is_told_apart_from_an_unknown_one():
    guest = Guest(session_id=2, state="confirmed", people=1, arrived=0)

    assert rules.trouble_with(guest, session_id=1, session=_session(), people=1, at=NOW, reason="") == "other_session"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-30, 0), (0, 0), (10, 10), (20, 20), (25, 20)], ids=["before the list", "at", "between", "now", "future"]
)
def test_a_phone_is_believed_between_its_list_and_now(minutes, expected):
    told = NOW + timedelta(minutes=minutes)

    assert rules.believable(told, listed_at=NOW, now=NOW + timedelta(minutes=20)) == NOW + timedelta(minutes=expected)
