"""Deeds that touch a case. Every staff move is a compare-and-set and leaves an entry in the log."""

from openday.oversight.actions.answering import (
    AnswerIsEmpty,
    HandlerHasNoUnit,
    HandlerIsInvolved,
    PersonIsNamed,
    ReviewerIsInvolved,
    approve,
    close,
    draft_answer,
    return_to_handler,
    submit_for_review,
)
from openday.oversight.actions.conversation import (
    AskedAlready,
    TooLateToAsk,
    add_message,
    answer_question,
    ask_appeal,
    ask_back,
    ask_redo,
    carry_on,
    change_consent,
    withdraw,
)
from openday.oversight.actions.deadlines import AlreadyExtended, escalate, extend, note_progress, recompute_deadline
from openday.oversight.actions.measuring import OwnReading, enter_reading, release_reading
from openday.oversight.actions.moving import CaseMoved, DeedNotPossible
from openday.oversight.actions.promising import promise_time_limits
from openday.oversight.actions.publishing import (
    NoConsent,
    NotReviewed,
    PublisherIsInvolved,
    publish,
    refuse_publication,
    withdraw_publication,
)
from openday.oversight.actions.receiving import Receipt, TooManyTries, WrongReceipt, open_by_receipt, receive
from openday.oversight.actions.triage import NobodyCouldReview, UnitIsInvolved, accept, assign, mark_as_spam, merge, redirect
from openday.oversight.disclosure.acknowledging import PassagesNotAcknowledged
from openday.oversight.numbering import NumbersUsedUp
from openday.oversight.wordings.rules import UnfilledPlaceholder

__all__ = [
    "AlreadyExtended",
    "AnswerIsEmpty",
    "AskedAlready",
    "CaseMoved",
    "DeedNotPossible",
    "HandlerHasNoUnit",
    "HandlerIsInvolved",
    "NoConsent",
    "NobodyCouldReview",
    "NotReviewed",
    "NumbersUsedUp",
    "OwnReading",
    "PassagesNotAcknowledged",
    "PersonIsNamed",
    "PublisherIsInvolved",
    "Receipt",
    "ReviewerIsInvolved",
    "TooLateToAsk",
    "TooManyTries",
    "UnfilledPlaceholder",
    "UnitIsInvolved",
    "WrongReceipt",
    "accept",
    "add_message",
    "answer_question",
    "approve",
    "ask_appeal",
    "ask_back",
    "ask_redo",
    "assign",
    "carry_on",
    "change_consent",
    "close",
    "draft_answer",
    "enter_reading",
    "escalate",
    "extend",
    "mark_as_spam",
    "merge",
    "note_progress",
    "open_by_receipt",
    "promise_time_limits",
    "publish",
    "receive",
    "recompute_deadline",
    "redirect",
    "refuse_publication",
    "release_reading",
    "return_to_handler",
    "submit_for_review",
    "withdraw",
    "withdraw_publication",
]
