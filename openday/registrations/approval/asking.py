"""Where a party that has places becomes a request: called by the deeds that give places."""

from datetime import datetime

from openday.events.models import OpenDay
from openday.registrations import emails
from openday.registrations.approval import rules
from openday.registrations.models import Asking, Invitation, Registration
from openday.registrations.states import State


def state_with_places(open_day: OpenDay, *, invited: bool) -> State:
    """What a party is that gets places by itself: confirmed, or one that staff decide about. An invitation is their decision."""
    return State.ASKED if open_day.approval_hours and not invited else State.CONFIRMED


def state_after_waiting(party: Registration, open_day: OpenDay) -> State:
    """What a party becomes that waited and gets places of this open day now."""
    invited = bool(open_day.approval_hours) and Invitation.objects.filter(registration=party).exists()
    return state_with_places(open_day, invited=invited)


def forget_growth(party: Registration, *, now: datetime) -> None:
    """The party does not ask for more people any more; the places that were held are the caller's."""
    Asking.objects.filter(registration=party, grows_to__isnull=False, settled_at=None).update(grows_to=None, settled_at=now)


def undecide_if_larger(party: Registration) -> None:
    """A request that was approved a moment ago and has grown since is decided anew: its letter has not left."""
    open_again = {"verdict": Asking.Verdict.OPEN, "decided_at": None, "decided_by": None, "letters_at": None, "reason": ""}
    Asking.objects.filter(registration=party, verdict=Asking.Verdict.APPROVED, settled_at=None).update(**open_again)


def begin(registration: Registration, *, now: datetime, prepared: emails.Prepared | None = None) -> bool:
    """Start the clock of a party that was just written as a request, and write to it; False when it is none."""
    if registration.state != State.ASKED:
        return False
    session = registration.session
    until = rules.decide_by(now, hours=session.open_day.approval_hours, starts_at=session.starts_at)
    Asking.objects.create(registration=registration, asked_at=now, decide_by=until)
    emails.requested(registration, decide_by=until, now=now, prepared=prepared)
    return True
