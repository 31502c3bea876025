"""Correct and erase by receipt."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from openday.events.queries import load_calendar
from openday.mail.actions import forget
from openday.oversight import clock, emails, states
from openday.oversight.actions.conversation import withdraw
from openday.oversight.actions.moving import amend
from openday.oversight.models import Case, CaseEvent, Correction, RedactedPicture
from openday.oversight.own_data.models import About
from openday.oversight.queries import standard_for
from openday.oversight.retention import forget_words
from openday.oversight.states import Deed, State
from openday.oversight.vocabulary import Category

if TYPE_CHECKING:
    from openday.accounts.models import User


class CorrectionAsked(Exception):
    """The same kind of correction is already waiting for a decision."""


class NotPublished(Exception):
    """Nothing of the case is published, so nothing published can be wrong."""


class DeciderIsInvolved(Exception):
    """Who handled the case does not decide whether it told the citizen's story right."""


class CorrectionDecided(Exception):
    """Somebody else decided first."""


class AnswerOnItsWay(Exception):
    """Somebody is reviewing or reopening the case: it can be erased when the answer is there."""


@transaction.atomic
def ask_correction(*, case: Case, about: About, text: str, now: datetime) -> Correction:
    """Keep what the citizen says is right; the quality office decides within the limit of requests about personal information.

    Raises CorrectionAsked while the last one waits, NotPublished.
    """
    if about == About.PUBLISHED and not case.is_published:
        raise NotPublished
    days = standard_for(Category.PERSONAL_DATA, on=clock.local_day(now)).answer_days
    due = clock.due(clock.Limit(started_on=clock.local_day(now), days=days), load_calendar())
    try:
        with transaction.atomic():
            made = Correction.objects.create(
                case=case, about=about, text=text, asked_at=now, due_on=due.day, due_provisional=due.provisional
            )
    except IntegrityError:
        raise CorrectionAsked from None
    event = CaseEvent.objects.create(case=case, deed=Deed.ASK_CORRECTION, from_state=case.state, to_state=case.state, at=now)
    emails.correction_asked(case, event=event, now=now)
    return made


@transaction.atomic
def decide_correction(*, correction: Correction, accept: bool, answer: str, by: "User", now: datetime) -> Correction:
    """Accept or refuse, with words that the citizen reads.

    An accepted correction of the own text stands beside it from now on. An accepted one of what is published takes the
    page away at once; the case waits to be published again with better words.

    Raises DeciderIsInvolved, CorrectionDecided, CaseMoved.
    """
    case = Case.objects.get(pk=correction.case_id)
    if by.pk == case.handler_id:
        raise DeciderIsInvolved
    values = {"is_accepted": accept, "answer": answer, "decided_at": now, "decided_by": by}
    if Correction.objects.filter(pk=correction.pk, decided_at=None).update(**values) != 1:
        raise CorrectionDecided
    unpublish = accept and correction.about == About.PUBLISHED and case.is_published
    changes: dict[str, Any] = {"published_at": None, "published_by": None} if unpublish else {}
    amend(case, Deed.DECIDE_CORRECTION, within=set(State), by=by, now=now, public_note=answer, **changes)
    return correction


def may_erase(case: Case) -> bool:
    """While an answer is on its way to the citizen the case stays; everything else can be erased, open cases by withdrawing them."""
    return case.text_erased_at is None and (case.state in states.REPLIED | states.SET_ASIDE or may_withdraw(case))


def may_withdraw(case: Case) -> bool:
    return states.find(case.state, Deed.WITHDRAW) is not None


@transaction.atomic
def erase(*, case: Case, now: datetime) -> Case:
    """Erase who wrote and what was written, at once. What stays is a tombstone: number, category, unit, days, states, outcome.

    An open case is withdrawn first. Letters still waiting are not sent, and letters that were sent lose their words.
    Raises AnswerOnItsWay.
    """
    if case.text_erased_at is not None:
        return case
    if not may_erase(case):
        raise AnswerOnItsWay
    if case.is_open:
        withdraw(case=case, now=now)
    amend(
        case,
        Deed.ERASE,
        within=states.REPLIED | states.SET_ASIDE,
        by=None,
        now=now,
        name="",
        contact="",
        contact_hash="",
        contact_erased_at=now,
        consented_at=None,
        published_at=None,
        published_by=None,
        public_summary_zh="",
        public_summary_en="",
        public_answer_zh="",
        public_answer_en="",
    )
    # Retention keeps copies that were published, for nothing in them points to a person; here their author wants them gone.
    for copy in RedactedPicture.objects.filter(case=case):
        copy.file.delete(save=False)
        copy.delete()
    forget_words([case.pk], now=now)
    for event in case.events.values_list("pk", flat=True):
        forget(keys_begin=f"case:{event}:case_", now=now)
    case.refresh_from_db()
    return case
