"""The unit drafts, someone uninvolved decides, the citizen is answered."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from openday.oversight import clock, emails
from openday.oversight.actions.moving import move
from openday.oversight.disclosure import acknowledging
from openday.oversight.models import Case
from openday.oversight.notices.issuing import issue
from openday.oversight.queries import may_handle, may_review
from openday.oversight.satisfaction.asking import ask
from openday.oversight.states import Deed
from openday.oversight.vocabulary import Outcome
from openday.oversight.wordings.rules import insist_filled

if TYPE_CHECKING:
    from openday.accounts.models import User


class ReviewerIsInvolved(Exception):
    """Who handled a case, or belongs to a unit involved in it, can't decide it (ISO/IEC 17025:2017, 7.9.6)."""


class PersonIsNamed(Exception):
    """A member of staff whom the complaint names has no part in it (回避)."""


class HandlerHasNoUnit(Exception):
    """Without a unit nobody could say which reviewers are independent."""


class HandlerIsInvolved(Exception):
    """After an appeal nobody works on it who made the first answer, or belongs to a unit above or below that of it."""


class AnswerIsEmpty(Exception):
    """A case is never answered without a text."""


@transaction.atomic
def draft_answer(*, case: Case, text: str, by: "User", now: datetime) -> Case:
    """Keep a draft; who drafts becomes the handler."""
    move(case, Deed.DRAFT_ANSWER, by=by, now=now, draft_answer=text, **_handled(case, by))
    return case


@transaction.atomic
def submit_for_review(
    *,
    case: Case,
    text: str,
    outcome: Outcome,
    by: "User",
    now: datetime,
    summary_zh: str = "",
    summary_en: str = "",
    public_answer_zh: str = "",
    public_answer_en: str = "",
) -> Case:
    """Hand the answer, its outcome and (with consent) the texts for the public to a reviewer."""
    if not text.strip():
        raise AnswerIsEmpty
    insist_filled([text, summary_zh, summary_en, public_answer_zh, public_answer_en])
    event = move(
        case,
        Deed.SUBMIT_FOR_REVIEW,
        by=by,
        now=now,
        draft_answer=text,
        outcome=outcome,
        public_summary_zh=summary_zh,
        public_summary_en=summary_en,
        public_answer_zh=public_answer_zh,
        public_answer_en=public_answer_en,
        **_handled(case, by),
    )
    emails.for_review(case, event=event, now=now)
    return case


@transaction.atomic
def return_to_handler(*, case: Case, note: str, by: "User", now: datetime) -> Case:
    """Send an answer back with a note for the handler."""
    _refuse_involved(case, by)
    event = move(case, Deed.RETURN_TO_HANDLER, by=by, now=now, internal_note=note)
    emails.returned(case, event=event, now=now)
    return case


@transaction.atomic
def approve(*, case: Case, by: "User", now: datetime, acknowledged: Collection[str] = ()) -> Case:
    """Approve the answer that was submitted, and send it to the citizen.

    `acknowledged` are the keys of passages in the public texts that may stay (disclosure/acknowledging.py).
    Raises PassagesNotAcknowledged, and ReviewerIsInvolved when `by` handled the case or belongs to a unit that is the same as,
    above or below one involved. The database refuses the same units once more.
    """
    _refuse_involved(case, by)
    acknowledging.insist(case, acknowledging.public_texts(case), acknowledged=acknowledged, by=by, now=now)
    today = clock.local_day(now)
    event = move(
        case,
        Deed.APPROVE,
        by=by,
        now=now,
        answer=case.draft_answer,
        reviewer=by,
        reviewer_unit=by.unit,
        reviewed_at=now,
        answered_at=now,
        answered_in_time=not clock.is_overdue(case.due_on, today=today) if case.answered_in_time is None else case.answered_in_time,
        due_provisional=False,
    )
    emails.answered(case, event=event, now=now, rate_token=ask(case, now=now))
    return case


@transaction.atomic
def close(*, case: Case, by: "User", now: datetime) -> Case:
    """End an answered case, with formal notice to the citizen (7.9.7)."""
    event = move(case, Deed.CLOSE, by=by, now=now, closed_at=now)
    issue(case, by=by, now=now)
    emails.closed(case, event=event, now=now)
    return case


def _handled(case: Case, by: "User") -> dict[str, Any]:
    if by.pk in case.named_staff_ids:
        raise PersonIsNamed
    if by.unit is None:
        raise HandlerHasNoUnit
    # Who is above both units may see both cases, and could otherwise answer the appeal against their own answer.
    if not may_handle(by, case):
        raise HandlerIsInvolved
    return {"handler": by, "handler_unit": by.unit}


def _refuse_involved(case: Case, by: "User") -> None:
    if not may_review(by, case):
        raise ReviewerIsInvolved
