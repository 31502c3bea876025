"""Deeds that touch a finding. Every move is a compare-and-set and leaves an entry in the log."""

from openday.oversight.findings.actions.correcting import (
    ActionsOpen,
    NoEvidence,
    add_proof,
    drop_action,
    move_due,
    plan_action,
    remind,
    report_done,
    submit,
)
from openday.oversight.findings.actions.publishing import OwnFinding, publish, reword, withdraw_publication
from openday.oversight.findings.actions.recording import InstrumentOfAnotherUnit, NobodyCouldVerify, link, record, set_aside, state_cause
from openday.oversight.findings.actions.verifying import TooSoon, VerifierIsInvolved, close, confirm, find_ineffective, reopen, send_back
from openday.oversight.findings.moving import FindingMoved, NotPossible
from openday.oversight.numbering import NumbersUsedUp

__all__ = [
    "ActionsOpen",
    "FindingMoved",
    "InstrumentOfAnotherUnit",
    "NoEvidence",
    "NobodyCouldVerify",
    "NotPossible",
    "NumbersUsedUp",
    "OwnFinding",
    "TooSoon",
    "VerifierIsInvolved",
    "add_proof",
    "close",
    "confirm",
    "drop_action",
    "find_ineffective",
    "link",
    "move_due",
    "plan_action",
    "publish",
    "record",
    "remind",
    "reopen",
    "report_done",
    "reword",
    "send_back",
    "set_aside",
    "state_cause",
    "submit",
    "withdraw_publication",
]
