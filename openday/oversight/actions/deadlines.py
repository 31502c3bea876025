"""The clock's hands: start, stop, extend, and tell when it has run out."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from openday.events.queries import load_calendar
from openday.events.working_days import Calendar
from openday.oversight import clock, emails, states
from openday.oversight.actions.moving import DeedNotPossible, amend, move
from openday.oversight.clock import Limit
from openday.oversight.models import Case, CaseEvent
from openday.oversight.states import Deed, State
from openday.oversight.wordings.rules import insist_filled

if TYPE_CHECKING:
    from openday.accounts.models import User


class AlreadyExtended(Exception):
    """A time limit is extended once."""


def started(*, days: int, now: datetime, calendar: Calendar | None = None) -> dict[str, Any]:
    """Fields of a clock that starts now with this many working days."""
    limit = Limit(started_on=clock.local_day(now), days=days)
    due = clock.due(limit, calendar or load_calendar())
    return {
        "clock_started_on": limit.started_on,
        "clock_days": days,
        "paused_days": 0,
        "due_on": due.day,
        "due_provisional": due.provisional,
        "progress_noted_at": None,
        "escalated_at": None,
        "escalated_to_office_at": None,
    }


def resumed(case: Case, *, now: datetime) -> dict[str, Any]:
    """Fields of a clock that runs again: the working days of the pause are given back."""
    if case.paused_at is None:
        raise DeedNotPossible(case.state)
    calendar = load_calendar()
    given_back = clock.paused_days(calendar, paused_on=clock.local_day(case.paused_at), resumed_on=clock.local_day(now))
    limit = Limit(case.clock_started_on, case.clock_days, case.paused_days + given_back, case.extension_days)
    due = clock.due(limit, calendar)
    return {
        "paused_at": None,
        "resume_state": "",
        "paused_days": limit.paused_days,
        "due_on": due.day,
        "due_provisional": due.provisional,
    }


@transaction.atomic
def extend(*, case: Case, reason: str, by: "User", now: datetime) -> Case:
    """Extend the limit once, by the days of its standard, with a reason that the public may read.

    Writes to the citizen. Raises AlreadyExtended the second time, and when the standard has no extension.
    """
    insist_filled([reason])
    if case.extended_at is not None or not case.standard.extension_days:
        raise AlreadyExtended
    limit = Limit(case.clock_started_on, case.clock_days, case.paused_days, case.standard.extension_days)
    due = clock.due(limit, load_calendar())
    event = move(
        case,
        Deed.EXTEND,
        by=by,
        now=now,
        public_note=reason,
        extended_at=now,
        extension_days=limit.extension_days,
        extension_reason=reason,
        due_on=due.day,
        due_provisional=due.provisional,
        escalated_at=None,
        escalated_to_office_at=None,
    )
    emails.extended(case, event=event, now=now)
    return case


@transaction.atomic
def note_progress(*, case: Case, now: datetime, text: str = "", by: "User | None" = None) -> CaseEvent:
    """Tell the citizen how far the case is: the handler in words, or the timer at half time, once for each clock.

    A note by hand counts as the one of half time: nobody is told twice that work goes on.
    """
    insist_filled([text])
    within = {State.WORKING, State.REVIEW}
    event = amend(case, Deed.NOTE_PROGRESS, within=within, by=by, now=now, public_note=text, progress_noted_at=now)
    emails.progress(case, event=event, now=now)
    return event


@transaction.atomic
def escalate(*, case: Case, to_quality_office: bool, now: datetime) -> CaseEvent:
    """Tell the unit at work and its head (day 0), or the quality office (day +3), that a case is overdue.

    The moment is stored on the case, so each is told once for each clock.
    """
    moment: dict[str, Any] = {"escalated_to_office_at": now} if to_quality_office else {"escalated_at": now}
    event = amend(case, Deed.ESCALATE_FURTHER if to_quality_office else Deed.ESCALATE, within=states.TIMED, by=None, now=now, **moment)
    emails.overdue(case, to_quality_office=to_quality_office, event=event, now=now)
    return event


@transaction.atomic
def recompute_deadline(*, case: Case, calendar: Calendar, now: datetime) -> bool:
    """Bring a running clock in line with a changed calendar, and log it; False when nothing changed."""
    due = clock.due(case.limit, calendar)
    if (due.day, due.provisional) == (case.due_on, case.due_provisional):
        return False
    note = f"{case.due_on} → {due.day}"
    amend(
        case,
        Deed.MOVE_DEADLINE,
        within=states.TIMED,
        by=None,
        now=now,
        internal_note=note,
        due_on=due.day,
        due_provisional=due.provisional,
    )
    return True
