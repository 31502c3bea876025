"""The states of a case and the one table of moves between them.

Actions, the buttons of the desk, the tracking page and the tests all read TRANSITIONS; a
move that is not in it does not exist.
"""

from enum import StrEnum
from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("case state", "Received")
    ACCEPTED = "accepted", pgettext_lazy("case state", "Accepted")
    REDIRECTED = "redirected", pgettext_lazy("case state", "Not ours, directed elsewhere")
    CLARIFY = "clarify", pgettext_lazy("case state", "Waiting for more information")
    WORKING = "working", pgettext_lazy("case state", "Being worked on")
    REVIEW = "review", pgettext_lazy("case state", "In review")
    ANSWERED = "answered", pgettext_lazy("case state", "Answered")
    CLOSED = "closed", pgettext_lazy("case state", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("case state", "Withdrawn")
    MERGED = "merged", pgettext_lazy("case state", "Joined with another case")
    SPAM = "spam", pgettext_lazy("case state", "Not a genuine message")
    REDO = "redo", pgettext_lazy("case state", "To be worked on again")
    APPEAL = "appeal", pgettext_lazy("case state", "Second review by another unit")


class Who(StrEnum):
    """Who may do a deed; the desk maps the offices to roles."""

    CITIZEN = "citizen"
    QUALITY_OFFICE = "quality_office"
    HANDLER = "handler"
    # Reads what lies with the own unit and hears when it is late; no deed is the head's.
    HEAD = "head"
    REVIEWER = "reviewer"


class Deed(models.TextChoices):
    """What can be done with a case, as the event log names it."""

    RECEIVE = "receive", pgettext_lazy("case deed", "Received")
    ACCEPT = "accept", pgettext_lazy("case deed", "Accepted")
    REDIRECT = "redirect", pgettext_lazy("case deed", "Directed elsewhere")
    MARK_AS_SPAM = "mark_as_spam", pgettext_lazy("case deed", "Marked as not genuine")
    MERGE = "merge", pgettext_lazy("case deed", "Joined with another case")
    ASSIGN = "assign", pgettext_lazy("case deed", "Assigned to a unit")
    ASK_BACK = "ask_back", pgettext_lazy("case deed", "Question asked")
    ANSWER_QUESTION = "answer_question", pgettext_lazy("case deed", "Question answered")
    CARRY_ON = "carry_on", pgettext_lazy("case deed", "Carried on without an answer")
    DRAFT_ANSWER = "draft_answer", pgettext_lazy("case deed", "Answer drafted")
    EXTEND = "extend", pgettext_lazy("case deed", "Time limit extended")
    SUBMIT_FOR_REVIEW = "submit_for_review", pgettext_lazy("case deed", "Sent to review")
    RETURN_TO_HANDLER = "return_to_handler", pgettext_lazy("case deed", "Returned to the handler")
    APPROVE = "approve", pgettext_lazy("case deed", "Approved and answered")
    CLOSE = "close", pgettext_lazy("case deed", "Closed")
    WITHDRAW = "withdraw", pgettext_lazy("case deed", "Withdrawn")
    ASK_REDO = "ask_redo", pgettext_lazy("case deed", "Asked to work on it again")
    ASK_APPEAL = "ask_appeal", pgettext_lazy("case deed", "Asked for a second review")
    # Deeds that move no state; logged by the same book.
    ADD_MESSAGE = "add_message", pgettext_lazy("case deed", "Message added")
    NOTE_PROGRESS = "note_progress", pgettext_lazy("case deed", "Progress note sent")
    ESCALATE = "escalate", pgettext_lazy("case deed", "Reported as overdue to the unit")
    ESCALATE_FURTHER = "escalate_further", pgettext_lazy("case deed", "Reported as overdue to the quality office")
    UNMERGE = "unmerge", pgettext_lazy("case deed", "Taken out of the other case again")
    DISPUTE_ASSIGNMENT = "dispute_assignment", pgettext_lazy("case deed", "Assignment disputed by the unit")
    DECIDE_DISPUTE = "decide_dispute", pgettext_lazy("case deed", "Dispute about the assignment decided")
    NAME_PEOPLE = "name_people", pgettext_lazy("case deed", "People named in it written down")
    MOVE_DEADLINE = "move_deadline", pgettext_lazy("case deed", "Deadline recomputed")
    PUBLISH = "publish", pgettext_lazy("case deed", "Published")
    REFUSE_PUBLICATION = "refuse_publication", pgettext_lazy("case deed", "Not published")
    WITHDRAW_PUBLICATION = "withdraw_publication", pgettext_lazy("case deed", "Publication withdrawn")
    CHANGE_CONSENT = "change_consent", pgettext_lazy("case deed", "Consent to publication changed")
    RATE = "rate", pgettext_lazy("case deed", "Rated")
    CALL_BACK = "call_back", pgettext_lazy("case deed", "Called back after a bad rating")
    ASK_CORRECTION = "ask_correction", pgettext_lazy("case deed", "Asked for a correction")
    DECIDE_CORRECTION = "decide_correction", pgettext_lazy("case deed", "Correction decided")
    ERASE = "erase", pgettext_lazy("case deed", "Erased at the wish of its author")


class Transition(NamedTuple):
    source: State
    target: State
    deed: Deed
    who: frozenset[Who]


def _row(source: State, target: State, deed: Deed, *who: Who) -> Transition:
    return Transition(source, target, deed, frozenset(who))


TRANSITIONS: tuple[Transition, ...] = (
    # Triage
    _row(State.RECEIVED, State.ACCEPTED, Deed.ACCEPT, Who.QUALITY_OFFICE),
    _row(State.RECEIVED, State.CLARIFY, Deed.ASK_BACK, Who.QUALITY_OFFICE),
    _row(State.RECEIVED, State.REDIRECTED, Deed.REDIRECT, Who.QUALITY_OFFICE),
    _row(State.RECEIVED, State.MERGED, Deed.MERGE, Who.QUALITY_OFFICE),
    _row(State.RECEIVED, State.SPAM, Deed.MARK_AS_SPAM, Who.QUALITY_OFFICE),
    # To a unit
    _row(State.ACCEPTED, State.WORKING, Deed.ASSIGN, Who.QUALITY_OFFICE),
    _row(State.ACCEPTED, State.CLARIFY, Deed.ASK_BACK, Who.QUALITY_OFFICE),
    _row(State.ACCEPTED, State.MERGED, Deed.MERGE, Who.QUALITY_OFFICE),
    _row(State.WORKING, State.WORKING, Deed.ASSIGN, Who.QUALITY_OFFICE),
    # The unit at work
    _row(State.WORKING, State.WORKING, Deed.DRAFT_ANSWER, Who.HANDLER),
    _row(State.WORKING, State.CLARIFY, Deed.ASK_BACK, Who.HANDLER, Who.QUALITY_OFFICE),
    _row(State.WORKING, State.WORKING, Deed.EXTEND, Who.QUALITY_OFFICE),
    _row(State.WORKING, State.REVIEW, Deed.SUBMIT_FOR_REVIEW, Who.HANDLER),
    # The clock stands still; the case goes back to where it was asked from
    _row(State.CLARIFY, State.RECEIVED, Deed.ANSWER_QUESTION, Who.CITIZEN),
    _row(State.CLARIFY, State.ACCEPTED, Deed.ANSWER_QUESTION, Who.CITIZEN),
    _row(State.CLARIFY, State.WORKING, Deed.ANSWER_QUESTION, Who.CITIZEN),
    _row(State.CLARIFY, State.RECEIVED, Deed.CARRY_ON, Who.QUALITY_OFFICE),
    _row(State.CLARIFY, State.ACCEPTED, Deed.CARRY_ON, Who.QUALITY_OFFICE),
    _row(State.CLARIFY, State.WORKING, Deed.CARRY_ON, Who.HANDLER, Who.QUALITY_OFFICE),
    # Someone uninvolved (ISO/IEC 17025:2017, 7.9.6)
    _row(State.REVIEW, State.ANSWERED, Deed.APPROVE, Who.REVIEWER),
    _row(State.REVIEW, State.WORKING, Deed.RETURN_TO_HANDLER, Who.REVIEWER),
    _row(State.ANSWERED, State.CLOSED, Deed.CLOSE, Who.QUALITY_OFFICE),
    _row(State.WORKING, State.WORKING, Deed.NOTE_PROGRESS, Who.HANDLER),
    # The unit says that it is not the one
    _row(State.WORKING, State.WORKING, Deed.DISPUTE_ASSIGNMENT, Who.HANDLER),
    _row(State.WORKING, State.WORKING, Deed.DECIDE_DISPUTE, Who.QUALITY_OFFICE),
    # Not the same matter after all: back to where it was joined from
    _row(State.MERGED, State.RECEIVED, Deed.UNMERGE, Who.QUALITY_OFFICE),
    _row(State.MERGED, State.ACCEPTED, Deed.UNMERGE, Who.QUALITY_OFFICE),
    # Who may have no part in it
    *(
        _row(state, state, Deed.NAME_PEOPLE, Who.QUALITY_OFFICE)
        for state in (State.RECEIVED, State.ACCEPTED, State.CLARIFY, State.WORKING, State.REVIEW, State.REDO, State.APPEAL)
    ),
    # The citizen changes course
    _row(State.RECEIVED, State.WITHDRAWN, Deed.WITHDRAW, Who.CITIZEN),
    _row(State.ACCEPTED, State.WITHDRAWN, Deed.WITHDRAW, Who.CITIZEN),
    _row(State.CLARIFY, State.WITHDRAWN, Deed.WITHDRAW, Who.CITIZEN),
    _row(State.WORKING, State.WITHDRAWN, Deed.WITHDRAW, Who.CITIZEN),
    _row(State.ANSWERED, State.REDO, Deed.ASK_REDO, Who.CITIZEN),
    _row(State.CLOSED, State.REDO, Deed.ASK_REDO, Who.CITIZEN),
    _row(State.ANSWERED, State.APPEAL, Deed.ASK_APPEAL, Who.CITIZEN),
    _row(State.CLOSED, State.APPEAL, Deed.ASK_APPEAL, Who.CITIZEN),
    _row(State.REDO, State.WORKING, Deed.ASSIGN, Who.QUALITY_OFFICE),
    _row(State.APPEAL, State.WORKING, Deed.ASSIGN, Who.QUALITY_OFFICE),
)

# Named sets. The clock runs in TIMED, stands still in CLARIFY, and is over in the rest.
TRIAGE = frozenset({State.RECEIVED})
UNASSIGNED = frozenset({State.RECEIVED, State.ACCEPTED, State.REDO, State.APPEAL})
TIMED = frozenset({State.RECEIVED, State.ACCEPTED, State.WORKING, State.REVIEW, State.REDO, State.APPEAL})
OPEN = TIMED | {State.CLARIFY}
REPLIED = frozenset({State.ANSWERED, State.CLOSED})
SET_ASIDE = frozenset({State.REDIRECTED, State.WITHDRAWN, State.MERGED, State.SPAM})
# Counted in public figures: a message that was no message is not a case that we received.
COUNTED = frozenset(State) - {State.SPAM}


def transitions_from(state: str) -> list[Transition]:
    return [row for row in TRANSITIONS if row.source == state]


def find(source: str, deed: str, target: str | None = None) -> Transition | None:
    """The row for this deed in this state; None when it doesn't exist.

    `target` is needed only where one deed has several ends (going back from CLARIFY).
    """
    for row in TRANSITIONS:
        if row.source == source and row.deed == deed and target in (None, row.target):
            return row
    return None


def deeds_for(state: str, who: frozenset[Who] | set[Who]) -> list[Deed]:
    """The deeds that these offices may do in this state, each once, in the order of the table."""
    return list(dict.fromkeys(row.deed for row in transitions_from(state) if row.who & who))
