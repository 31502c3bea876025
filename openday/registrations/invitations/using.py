"""What registering asks about invitations: whether one is needed, what it allows, and that it is used once."""

from dataclasses import dataclass
from datetime import datetime

from openday.events import rules as event_rules
from openday.events.models import OpenDay, Pool, Session
from openday.registrations.facts import InvitationGone, InvitationNeeded
from openday.registrations.invitations.models import Invitation
from openday.registrations.models import Registration


@dataclass(frozen=True)
class Admission:
    """The rules of an open day for a party that is invited: its own largest size, all else as for everybody."""

    party_max: int
    children_per_adult_max: int
    minimum_age: int


def admission(open_day: OpenDay, session: Session, invitation: Invitation | None) -> OpenDay | Admission:
    """The rules that a party is judged by. Raises InvitationNeeded, and InvitationGone for one of another session."""
    if invitation is None:
        if event_rules.by_invitation(open_day, session):
            raise InvitationNeeded
        return open_day
    if not fits(invitation, session):
        raise InvitationGone
    return Admission(invitation.party_max, open_day.children_per_adult_max, open_day.minimum_age)


def fits(invitation: Invitation, session: Session) -> bool:
    """Whether the invitation is to this session."""
    return invitation.open_day_id == session.open_day_id and invitation.session_id in {None, session.pk}


def take_places(row: Registration, invitation: Invitation | None) -> bool:
    """Lock the pool and say whether places are reserved for this party; without any it takes its places like everybody."""
    if invitation is None or not invitation.places or invitation.pool_id != row.pool_id:
        return False
    list(Pool.objects.select_for_update().filter(pk=row.pool_id))
    # Given back by somebody who ended it a moment ago, they are not there any more: `use` refuses then, and undoes all.
    return True


def use(invitation: Invitation | None, row: Registration, *, now: datetime) -> None:
    """Use an invitation for the registration that was just written; more places than the party needs are free again.

    Raises InvitationGone when it was used, withdrawn or has run out: one UPDATE decides of two parties at once
    (tests/races/test_invitations.py), and the transaction takes the places back.
    """
    if invitation is None:
        return
    usable = Invitation.objects.usable(now=now)
    if not usable.end(invitation.pk, state=Invitation.State.USED, ended_at=now, registration=row):
        raise InvitationGone
    if invitation.places and invitation.pool_id == row.pool_id:
        Pool.objects.give_back(row.pool_id, places=invitation.places - row.places)
