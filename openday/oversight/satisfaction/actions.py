"""A citizen rates; whoever is not satisfied is called back."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.accounts import audit
from openday.events.queries import load_calendar
from openday.oversight import clock
from openday.oversight.actions.conversation import ask_redo
from openday.oversight.models import CallAttempt, CallBack, Case, CaseEvent, CaseMessage, Rating
from openday.oversight.satisfaction import asking, emails, rules
from openday.oversight.satisfaction.models import CallOutcome
from openday.oversight.states import Deed

if TYPE_CHECKING:
    from openday.accounts.models import User


class RatingOver(Exception):
    """The days in which to rate are over, or the rating was given before."""


class CallerIsInvolved(Exception):
    """Who wrote the answer does not ask what was wrong with it."""


class CallBackDone(Exception):
    """Somebody else made the call first."""


class TooFewAttempts(Exception):
    """Nobody counts as not reached before somebody called on as many different days as was promised."""


class RedoUsedUp(Exception):
    """The case was worked on again already, or it is open: there is nothing to reopen."""


@transaction.atomic
def rate(*, rating: Rating, process: int, result: int, words: str, now: datetime) -> Rating:
    """Keep both answers and the words; dissatisfied or worse opens a call-back.

    Raises RatingOver for a rating that was given, was asked for anew, or whose days are over.
    """
    # One UPDATE decides between two browsers, and between a click and the last second.
    open_now = Rating.objects.filter(pk=rating.pk, rated_at=None, secret_hash=rating.secret_hash, asked_at__lte=now, open_until__gt=now)
    if open_now.update(process=process, result=result, words=words, rated_at=now) != 1:
        raise RatingOver
    rating.process, rating.result, rating.words, rating.rated_at = process, result, words, now
    case = rating.case
    event = _noted(case, Deed.RATE, by=None, now=now)
    if rules.is_bad(process, result):
        limit = clock.Limit(started_on=clock.local_day(now), days=rating.standard.call_back_days)
        due = clock.due(limit, load_calendar())
        call = CallBack.objects.create(rating=rating, due_on=due.day, due_provisional=due.provisional)
        emails.rated_badly(call, event=event, now=now)
    return rating


@transaction.atomic
def note_attempt(*, call: CallBack, by: "User", now: datetime) -> CallAttempt:
    """Nobody answered: note who called when. The call-back stays open, and the citizen gets no letter about it.

    Raises CallerIsInvolved, CallBackDone.
    """
    locked = held(call)
    case = Case.objects.get(ratings__call_back=locked)
    if by.pk == case.handler_id:
        raise CallerIsInvolved
    if locked.done_at is not None:
        raise CallBackDone
    audit.note("case.call_in_vain", by=by, about=case, now=now)
    return CallAttempt.objects.create(call=locked, at=now, day=clock.local_day(now), by=by)


def held(call: CallBack) -> CallBack:
    """The call-back as it is now, held until commit: no attempt is added to one that somebody closes in this second."""
    return CallBack.objects.select_for_update().get(pk=call.pk)


@transaction.atomic
def call_back(*, call: CallBack, outcome: CallOutcome, said: str, by: "User", now: datetime) -> CallBack:
    """Note who called, what was said and what came of it; open the follow-up rating, or reopen the case.

    Where nobody was reached, and where there is no number to call, `said` goes to the citizen as a message by receipt.
    Raises CallerIsInvolved, TooFewAttempts, CallBackDone, RedoUsedUp.
    """
    case = Case.objects.select_related("standard", "handling_unit").get(pk=call.rating.case_id)
    if by.pk == case.handler_id:
        raise CallerIsInvolved
    if outcome == CallOutcome.REDO and not case.may_be_redone:
        raise RedoUsedUp
    if outcome == CallOutcome.UNREACHED and call.days_tried() < call.rating.standard.call_attempts:
        raise TooFewAttempts
    is_letter = outcome in {CallOutcome.UNREACHED, CallOutcome.WRITTEN}
    values = {"outcome": outcome, "said": "" if is_letter else said, "done_at": now, "done_by": by}
    if CallBack.objects.filter(pk=call.pk, done_at=None).update(**values) != 1:
        raise CallBackDone
    if is_letter:
        CaseMessage.objects.create(case=case, from_citizen=False, by=by, text=said, at=now)
    event = _noted(case, Deed.CALL_BACK, by=by, now=now)
    if outcome == CallOutcome.REDO:
        ask_redo(case=case, text=said, by=by, days=call.rating.standard.redo_days, now=now)
        return call
    # An open case is asked about with its next answer.
    token = asking.ask(case, now=now) if case.is_answered else ""
    emails.called_back(case, token=token, event=event, now=now)
    return call


def _noted(case: Case, deed: Deed, *, by: "User | None", now: datetime) -> CaseEvent:
    """An entry in the log of a case that moves nothing, so that nobody's work is overtaken."""
    if by is not None:
        audit.note(f"case.{deed.value}", by=by, about=case, now=now)
    return CaseEvent.objects.create(case=case, deed=deed, from_state=case.state, to_state=case.state, by=by, at=now)
