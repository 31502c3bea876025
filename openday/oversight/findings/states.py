"""The states of a finding (整改台账) and the one table of moves between them.

Actions, the buttons of the desk, the public ledger and the tests all read TRANSITIONS; a move
that is not in it does not exist.
"""

from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy

from openday.oversight.states import Who


class State(models.TextChoices):
    RECORDED = "recorded", pgettext_lazy("finding state", "Recorded")
    ANALYSED = "analysed", pgettext_lazy("finding state", "Cause found")
    CORRECTING = "correcting", pgettext_lazy("finding state", "Being put right")
    VERIFYING = "verifying", pgettext_lazy("finding state", "Waiting for the check of the effect")
    VERIFIED = "verified", pgettext_lazy("finding state", "Effect confirmed, to be closed")
    CLOSED = "closed", pgettext_lazy("finding state", "Struck off the ledger")
    # Not RECORDED again: everybody sees that the first attempt did not do.
    REOPENED = "reopened", pgettext_lazy("finding state", "Opened again")
    SET_ASIDE = "set_aside", pgettext_lazy("finding state", "Set aside")


class Deed(models.TextChoices):
    """What can be done with a finding, as its log names it."""

    RECORD = "record", pgettext_lazy("finding deed", "Recorded")
    STATE_CAUSE = "state_cause", pgettext_lazy("finding deed", "Cause stated")
    PLAN_ACTION = "plan_action", pgettext_lazy("finding deed", "Action planned")
    ADD_PROOF = "add_proof", pgettext_lazy("finding deed", "Evidence added")
    REPORT_DONE = "report_done", pgettext_lazy("finding deed", "Action reported as done")
    MOVE_DUE = "move_due", pgettext_lazy("finding deed", "Due date moved")
    DROP_ACTION = "drop_action", pgettext_lazy("finding deed", "Action dropped")
    SUBMIT = "submit", pgettext_lazy("finding deed", "Handed over for the check of the effect")
    SEND_BACK = "send_back", pgettext_lazy("finding deed", "Sent back: the evidence does not do")
    CONFIRM = "confirm", pgettext_lazy("finding deed", "Effect confirmed")
    FIND_INEFFECTIVE = "find_ineffective", pgettext_lazy("finding deed", "Found not effective")
    CLOSE = "close", pgettext_lazy("finding deed", "Struck off the ledger")
    REOPEN = "reopen", pgettext_lazy("finding deed", "Opened again")
    SET_ASIDE = "set_aside", pgettext_lazy("finding deed", "Set aside")
    # Deeds that move no state; logged by the same book.
    LINK = "link", pgettext_lazy("finding deed", "Joined with cases, an indicator or an instrument")
    REWORD = "reword", pgettext_lazy("finding deed", "Public wording corrected")
    PUBLISH = "publish", pgettext_lazy("finding deed", "Published")
    WITHDRAW_PUBLICATION = "withdraw_publication", pgettext_lazy("finding deed", "Publication withdrawn")
    REMIND_OWNER = "remind_owner", pgettext_lazy("finding deed", "Reported as overdue to the unit")
    REMIND_OFFICE = "remind_office", pgettext_lazy("finding deed", "Reported as overdue to the quality office")


class ActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("corrective action", "Under way")
    DONE = "done", pgettext_lazy("corrective action", "Done")
    DROPPED = "dropped", pgettext_lazy("corrective action", "Dropped")


class Transition(NamedTuple):
    source: State
    target: State
    deed: Deed
    who: frozenset[Who]


def _row(source: State, target: State, deed: Deed, *who: Who) -> Transition:
    return Transition(source, target, deed, frozenset(who))


_UNIT, _OFFICE, _VERIFIER = Who.HANDLER, Who.QUALITY_OFFICE, Who.REVIEWER

TRANSITIONS: tuple[Transition, ...] = (
    # Why it happened
    _row(State.RECORDED, State.ANALYSED, Deed.STATE_CAUSE, _UNIT, _OFFICE),
    _row(State.ANALYSED, State.ANALYSED, Deed.STATE_CAUSE, _UNIT, _OFFICE),
    _row(State.REOPENED, State.ANALYSED, Deed.STATE_CAUSE, _UNIT, _OFFICE),
    # What is done about it
    _row(State.ANALYSED, State.CORRECTING, Deed.PLAN_ACTION, _UNIT, _OFFICE),
    _row(State.REOPENED, State.CORRECTING, Deed.PLAN_ACTION, _UNIT, _OFFICE),
    _row(State.CORRECTING, State.CORRECTING, Deed.PLAN_ACTION, _UNIT, _OFFICE),
    _row(State.CORRECTING, State.CORRECTING, Deed.ADD_PROOF, _UNIT),
    _row(State.CORRECTING, State.CORRECTING, Deed.REPORT_DONE, _UNIT),
    # Who owes the action does not move its day.
    _row(State.CORRECTING, State.CORRECTING, Deed.MOVE_DUE, _OFFICE),
    _row(State.CORRECTING, State.CORRECTING, Deed.DROP_ACTION, _OFFICE),
    _row(State.CORRECTING, State.VERIFYING, Deed.SUBMIT, _UNIT, _OFFICE),
    # Someone uninvolved, and not before the set day
    _row(State.VERIFYING, State.CORRECTING, Deed.SEND_BACK, _OFFICE),
    _row(State.VERIFYING, State.VERIFIED, Deed.CONFIRM, _VERIFIER),
    _row(State.VERIFYING, State.REOPENED, Deed.FIND_INEFFECTIVE, _VERIFIER),
    _row(State.VERIFIED, State.CLOSED, Deed.CLOSE, _OFFICE),
    _row(State.CLOSED, State.REOPENED, Deed.REOPEN, _OFFICE),
    # Recorded by mistake, or twice
    _row(State.RECORDED, State.SET_ASIDE, Deed.SET_ASIDE, _OFFICE),
    _row(State.ANALYSED, State.SET_ASIDE, Deed.SET_ASIDE, _OFFICE),
    _row(State.CORRECTING, State.SET_ASIDE, Deed.SET_ASIDE, _OFFICE),
)

# Named sets.
OVER = frozenset({State.CLOSED, State.SET_ASIDE})
OPEN = frozenset(State) - OVER
# Counted as found; what was recorded by mistake is no finding.
COUNTED = frozenset(State) - {State.SET_ASIDE}
# Possible in every state: they change what is said, not where it stands.
STANDING_DEEDS = frozenset({Deed.LINK, Deed.REWORD, Deed.PUBLISH, Deed.WITHDRAW_PUBLICATION})


def transitions_from(state: str) -> list[Transition]:
    return [row for row in TRANSITIONS if row.source == state]


def find(source: str, deed: str) -> Transition | None:
    """The row for this deed in this state; None when it doesn't exist. No deed has two ends."""
    return next((row for row in TRANSITIONS if row.source == source and row.deed == deed), None)


def deeds_for(state: str, who: frozenset[Who] | set[Who]) -> list[Deed]:
    """The deeds that these offices may do in this state, each once, in the order of the table."""
    return list(dict.fromkeys(row.deed for row in transitions_from(state) if row.who & who))
