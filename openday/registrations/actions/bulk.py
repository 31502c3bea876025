"""The same deed for many parties: each in a transaction of its own, whole or not at all; what was refused comes back with the fact."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from openday.accounts import audit
from openday.events.models import Session
from openday.registrations.actions.cancelling import cancel
from openday.registrations.actions.moving import move
from openday.registrations.actions.writing import send_again
from openday.registrations.facts import NotActive, Refused
from openday.registrations.gate import actions as gate
from openday.registrations.gate import queries as gate_queries
from openday.registrations.gate import rules as gate_rules
from openday.registrations.gate.facts import Scan
from openday.registrations.gate.models import CheckIn
from openday.registrations.gate.states import Kind, Reason
from openday.registrations.models import Registration
from openday.registrations.states import CAN_BE_CANCELLED, State


class AtTheGate(Refused):
    """The gate would not count the party; `trouble` says why."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class AlreadySo(Refused):
    """There is nothing to do for this party."""


@dataclass
class Outcome:
    """For whom it was done, and for whom not, with the fact."""

    done: list[Registration] = field(default_factory=list)
    refused: list[tuple[Registration, Refused]] = field(default_factory=list)


def for_each(parties: Iterable[Registration], deed: Callable[[Registration], Any]) -> Outcome:
    """Do `deed` for one party after the other; a refusal stops nobody else."""
    outcome = Outcome()
    for party in parties:
        try:
            deed(party)
        except Refused as fact:
            outcome.refused.append((party, fact))
        else:
            outcome.done.append(party)
    return outcome


def cancel_all(parties: Iterable[Registration], *, reason: str, by: Any, now: datetime) -> Outcome:
    def deed(party: Registration) -> None:
        if party.is_cancelled:
            raise AlreadySo
        cancel(registration=party, now=now, by=by, reason=reason)

    return for_each(parties, deed)


def move_all(parties: Iterable[Registration], *, session: Session, by: Any, now: datetime) -> Outcome:
    """Move each party with all its people; the old places are kept where the new ones do not suffice."""

    def deed(party: Registration) -> None:
        if party.session_id == session.pk:
            raise AlreadySo
        move(registration=party, session=session, now=now, by=by)

    return for_each(parties, deed)


def resend_all(parties: Iterable[Registration], *, by: Any, now: datetime) -> Outcome:
    """Write the ticket once more to who still comes or waits."""

    @transaction.atomic
    def deed(party: Registration) -> None:
        if party.state not in CAN_BE_CANCELLED or not party.contact:
            raise NotActive
        send_again(registration=party, now=now)
        audit.note("registrations.resend", by=by, about=party, now=now)

    return for_each(parties, deed)


def mark_arrived(parties: Iterable[Registration], *, by: Any, now: datetime) -> Outcome:
    """Let the people of each party that are not inside yet count as arrived, also outside the hours of the gate."""

    def deed(party: Registration) -> None:
        inside, session = gate_queries.arrived_of(party.pk), party.session
        guest = gate_rules.Guest(session_id=session.pk, state=party.state, people=party.party.people, arrived=inside)
        left = party.party.people - inside
        # Asked before: what the gate cannot count it writes down as a conflict, to be settled by somebody.
        trouble = gate_rules.trouble_with(guest, session_id=session.pk, session=session, people=left, at=now, reason=Reason.HOST)
        if session.starts_at - gate_rules.OPENS_BEFORE > now:
            trouble = trouble or "outside_hours"
        if trouble:
            raise AtTheGate(trouble)
        scan = Scan(scan_id=uuid4(), kind=Kind.ARRIVED, at=now, people=left, party_id=party.pk, reason=Reason.HOST)
        gate.receive(session=session, scans=[scan], by=by, listed_at=now, now=now)

    return for_each(parties, deed)


def mark_not_arrived(parties: Iterable[Registration], *, by: Any, now: datetime) -> Outcome:
    """Take back every arrival of each party; it is expected again."""

    def deed(party: Registration) -> None:
        counted = list(CheckIn.objects.that_count().filter(registration=party, kind=Kind.ARRIVED))
        if not counted and party.state != State.ATTENDED:
            raise AlreadySo
        scans = [Scan(scan_id=uuid4(), kind=Kind.UNDONE, at=now, about=one.scan_id) for one in counted]
        gate.receive(session=party.session, scans=scans, by=by, listed_at=now, now=now)
        if not counted:
            gate.expect_again(party, now=now)

    return for_each(parties, deed)
