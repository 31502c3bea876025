"""What may happen at the gate and when. Pure: no database, no clock.

static/js/gate/rules.js decides by the same rules on a phone without a network; tests/registrations/gate/cases.json
holds the situations that both have to judge alike.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from openday.events.states import SessionState
from openday.registrations.gate.states import Trouble
from openday.registrations.states import State

OPENS_BEFORE = timedelta(minutes=60)
# Phones may come back into the network late; a late arrival still undoes "did not come".
NO_SHOW_AFTER = timedelta(hours=2)
# Until then a device may keep names; afterwards its key is thrown away.
LIST_LIVES_AFTER = timedelta(hours=2)
# A party or a group at one door; more is a slip of the finger.
MOST_PEOPLE = 200


class Slot(Protocol):
    starts_at: datetime
    ends_at: datetime
    state: str


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A registration as the gate sees it: how many people it has, and how many of them are inside."""

    session_id: int
    state: str
    people: int
    arrived: int


def opens_at(session: Slot) -> datetime:
    return session.starts_at - OPENS_BEFORE


def is_open(session: Slot, *, at: datetime) -> bool:
    return opens_at(session) <= at <= session.ends_at


def trouble_with(guest: Guest | None, *, session_id: int, session: Slot, people: int, at: datetime, reason: str) -> str:
    """Say why `people` of a party cannot simply be counted as arrived; empty when they can.

    A reason excuses the hours only: no reason makes a cancelled ticket good.
    """
    if guest is None:
        return Trouble.UNKNOWN
    if guest.session_id != session_id:
        return Trouble.OTHER_SESSION
    if session.state != SessionState.OPEN:
        return Trouble.SESSION_CANCELLED
    if guest.state == State.CANCELLED:
        return Trouble.CANCELLED
    if guest.state in {State.WAITING, State.PENDING, State.ASKED}:
        return Trouble.NO_PLACE
    if guest.arrived >= guest.people:
        return Trouble.DOUBLE
    if guest.arrived + people > guest.people:
        return Trouble.MORE_PEOPLE
    if not reason and not is_open(session, at=at):
        return Trouble.OUTSIDE_HOURS
    return ""


def believable(at: datetime, *, listed_at: datetime, now: datetime) -> datetime:
    """The moment of a scan as its device tells it, but neither before its list was made nor in the future."""
    return min(max(at, listed_at), now)
