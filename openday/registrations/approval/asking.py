"""Where a party that has places becomes a request: called by the deeds that give places."""

from datetime import datetime

from openday.events.models import OpenDay
from openday.registrations import emails
from openday.registrations.approval import rules
from openday.registrations.models import Asking, Registration
from openday.registrations.states import State


def state_with_places(open_day: OpenDay) -> State:
    """What a party is that gets places by itself: confirmed, or one that staff decide about."""
    return State.ASKED if open_day.approval_hours else State.CONFIRMED


def begin(registration: Registration, *, now: datetime, prepared: emails.Prepared | None = None) -> bool:
    """Start the clock of a party that was just written as a request, and write to it; False when it is none."""
    if registration.state != State.ASKED:
        return False
    session = registration.session
    until = rules.decide_by(now, hours=session.open_day.approval_hours, starts_at=session.starts_at)
    Asking.objects.create(registration=registration, asked_at=now, decide_by=until)
    emails.requested(registration, decide_by=until, now=now, prepared=prepared)
    return True
