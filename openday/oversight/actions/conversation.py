"""The citizen and the office talk, by receipt: questions, answers, messages, a change of mind."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction

from openday.oversight import clock, emails, rules, states
from openday.oversight.actions import deadlines
from openday.oversight.actions.evidence import keep_pictures
from openday.oversight.actions.moving import DeedNotPossible, amend, move
from openday.oversight.joining import actions as joining
from openday.oversight.models import Case, CaseEvent, CaseMessage
from openday.oversight.queries import unit_parents
from openday.oversight.states import Deed, State
from openday.oversight.wordings.rules import insist_filled

if TYPE_CHECKING:
    from openday.accounts.models import User


class AskedAlready(DeedNotPossible):
    """A redo and a second review are asked for once each."""


class TooLateToAsk(DeedNotPossible):
    """The days after the answer in which to ask are over."""


@transaction.atomic
def ask_back(*, case: Case, question: str, by: "User", now: datetime) -> Case:
    """Ask the citizen for something that is missing; the clock stands still until the answer."""
    insist_filled([question])
    event = move(case, Deed.ASK_BACK, by=by, now=now, paused_at=now, resume_state=case.state)
    CaseMessage.objects.create(case=case, from_citizen=False, by=by, is_question=True, text=question, at=now)
    emails.question(case, event=event, now=now)
    return case


@transaction.atomic
def answer_question(*, case: Case, text: str, now: datetime, pictures: Sequence[ContentFile] = (), seals_originals: bool = False) -> Case:
    """The citizen answers by receipt: the case goes back to where it was asked from, the clock runs on."""
    if case.state != State.CLARIFY:
        raise DeedNotPossible(Deed.ANSWER_QUESTION, case.state)
    event = move(case, Deed.ANSWER_QUESTION, to=State(case.resume_state), by=None, now=now, **deadlines.resumed(case, now=now))
    CaseMessage.objects.create(case=case, from_citizen=True, text=text, at=now)
    keep_pictures(case, pictures, now=now, seals_originals=seals_originals)
    emails.citizen_wrote(case, event=event, now=now)
    return case


@transaction.atomic
def carry_on(*, case: Case, reason: str, by: "User", now: datetime) -> Case:
    """Go on without the answer, with a reason that the citizen reads."""
    if case.state != State.CLARIFY:
        raise DeedNotPossible(Deed.CARRY_ON, case.state)
    move(case, Deed.CARRY_ON, to=State(case.resume_state), by=by, now=now, public_note=reason, **deadlines.resumed(case, now=now))
    return case


@transaction.atomic
def add_message(
    *, case: Case, text: str, now: datetime, pictures: Sequence[ContentFile] = (), seals_originals: bool = False
) -> CaseMessage:
    """The citizen adds something to an open case by receipt; moves nothing, so nobody's work is overtaken.

    Raises DeedNotPossible when the case is over: a redo or an appeal is asked for instead.
    """
    if case.state not in states.OPEN:
        raise DeedNotPossible(Deed.ADD_MESSAGE, case.state)
    message = CaseMessage.objects.create(case=case, from_citizen=True, text=text, at=now)
    keep_pictures(case, pictures, now=now, seals_originals=seals_originals)
    event = CaseEvent.objects.create(case=case, deed=Deed.ADD_MESSAGE, from_state=case.state, to_state=case.state, at=now)
    emails.citizen_wrote(case, event=event, now=now)
    return message


@transaction.atomic
def withdraw(*, case: Case, now: datetime) -> Case:
    """The citizen takes the case back by receipt; the work ends. Cases that were joined with it go on by themselves."""
    paused: dict[str, Any] = {"paused_at": None, "resume_state": ""}
    move(case, Deed.WITHDRAW, by=None, now=now, due_on=None, due_provisional=False, **paused)
    joining.release_followers(case, now=now)
    return case


@transaction.atomic
def change_consent(*, case: Case, consents: bool, now: datetime) -> Case:
    """The citizen gives or takes back the consent to publication; taking it back unpublishes at once."""
    if consents == case.has_consent:
        return case
    changes = {"consented_at": now} if consents else {"consented_at": None, "published_at": None, "published_by": None}
    amend(case, Deed.CHANGE_CONSENT, within=set(State), by=None, now=now, **changes)
    return case


@transaction.atomic
def ask_redo(*, case: Case, text: str, now: datetime, by: "User | None" = None, days: int = 0) -> Case:
    """The citizen is not content: the case is worked on once more, by a new clock.

    `by` is who wrote the wish down in a call after a bad rating; `days` is then the limit of that promise.
    Raises AskedAlready the second time, TooLateToAsk when the days to ask are over.
    """
    _refuse_again(case, Deed.ASK_REDO, asked_at=case.redo_at, now=now)
    return _reopen(case, Deed.ASK_REDO, text=text, days=days or case.standard.redo_days, by=by, now=now, redo_at=now)


@transaction.atomic
def ask_appeal(*, case: Case, text: str, now: datetime) -> Case:
    """The citizen asks another unit to look at the answer; once.

    Everybody who had the case in hand is kept, also before a redo elsewhere: neither they nor their units, nor units above
    or below these, work on it or decide again (actions/triage.py, constraints of the case).
    Raises as `ask_redo` does.
    """
    _refuse_again(case, Deed.ASK_APPEAL, asked_at=case.appealed_at, now=now)
    first = {
        "first_unit": case.handling_unit,
        "first_handler": case.handler,
        "first_reviewer": case.reviewer,
        "earlier_units": case.units_in_hand,
        "earlier_staff": case.staff_in_hand,
        "barred_units": rules.listed(rules.related_to(rules.unlisted(case.units_in_hand), unit_parents())),
    }
    return _reopen(case, Deed.ASK_APPEAL, text=text, days=case.standard.appeal_days, by=None, now=now, appealed_at=now, **first)


def _refuse_again(case: Case, deed: Deed, *, asked_at: datetime | None, now: datetime) -> None:
    if asked_at is not None or case.text_erased_at is not None:
        raise AskedAlready(deed, case.state)
    if case.is_answered and case.again_until is not None and clock.local_day(now) > case.again_until:
        raise TooLateToAsk(deed, case.state)


def _reopen(case: Case, deed: Deed, *, text: str, days: int, by: "User | None", now: datetime, **values: Any) -> Case:
    """Open an answered case again. The old answer becomes the draft; its publication ends, for it may be wrong."""
    event = move(
        case,
        deed,
        by=by,
        now=now,
        draft_answer=case.answer,
        reviewer=None,
        reviewer_unit=None,
        reviewed_at=None,
        closed_at=None,
        published_at=None,
        published_by=None,
        extended_at=None,
        extension_days=0,
        extension_reason="",
        **deadlines.started(days=days, now=now),
        **values,
    )
    CaseMessage.objects.create(case=case, from_citizen=by is None, by=by, text=text, at=now)
    emails.citizen_wrote(case, event=event, now=now)
    return case
