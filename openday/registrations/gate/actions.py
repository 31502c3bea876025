"""Deeds at the gate. Devices tell them late, twice and out of order; the people are inside all the same.

So nothing that a device did is refused: it is written down, and what cannot be true together waits for a
supervisor and is not counted until then. One transaction per scan; locks in the order of the room (pool, registration).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from openday.accounts import audit
from openday.events.models import Pool, Session
from openday.registrations.actions import rows, session_deeds
from openday.registrations.gate import queries, rules
from openday.registrations.gate.facts import Answer, Scan
from openday.registrations.gate.models import CheckIn
from openday.registrations.gate.rules import Guest
from openday.registrations.gate.states import TAKES_AWAY, Kind, Trouble
from openday.registrations.models import Registration
from openday.registrations.states import State


def receive(*, session: Session, scans: Iterable[Scan], by: Any, listed_at: datetime, now: datetime, device: str = "") -> list[Answer]:
    """Write down what a device did, in its order; return what became of each.

    `listed_at` is when the device's list was made: no scan is older. Safe to repeat: a scan that was sent before
    gets the answer of the first time.
    """
    answers = []
    for scan in scans:
        row = CheckIn(
            scan_id=scan.scan_id,
            session=session,
            kind=scan.kind,
            device=device,
            reason=scan.reason,
            at=rules.believable(scan.at, listed_at=listed_at, now=now),
            received_at=now,
            by=by,
        )
        try:
            answers.append(_DEEDS[Kind(scan.kind)](row, scan))
        except IntegrityError:
            # The same scan at this moment from a retry, or a second undo. The transaction is undone, places included.
            answers.append(_earlier(scan.scan_id) or Answer(scan_id=scan.scan_id))
    return answers


def _earlier(scan_id: UUID) -> Answer | None:
    row = CheckIn.objects.filter(scan_id=scan_id).first()
    return Answer(scan_id=scan_id, trouble=row.trouble) if row else None


@transaction.atomic
def _arrive(row: CheckIn, scan: Scan) -> Answer:
    # Locked until the row below is written: of two devices with the same ticket the second one sees the first.
    party = _party_of(scan, session=row.session)
    if (first := _earlier(scan.scan_id)) is not None:
        return first
    guest = _guest(party) if party else None
    row.people, row.registration = scan.people, party
    row.trouble = rules.trouble_with(
        guest, session_id=row.session_id, session=row.session, people=scan.people, at=row.at, reason=scan.reason
    )
    row.counts = not row.trouble
    row.save(force_insert=True)
    if party and row.counts:
        _came(party)
    return Answer(scan_id=scan.scan_id, trouble=row.trouble)


@transaction.atomic
def _walk_in(row: CheckIn, scan: Scan) -> Answer:
    if (first := _earlier(scan.scan_id)) is not None:
        return first
    row.people, row.counts = scan.people, True
    row.pool = Pool.objects.filter(session=row.session, kind=Pool.Kind.INDIVIDUALS).first()
    # One UPDATE decides about the last places, as when visitors register.
    if row.pool and Pool.objects.take(row.pool.pk, places=scan.people):
        row.places_taken = scan.people
    elif not scan.reason:
        # Two devices without a network gave the same places away. The people are inside and are counted.
        row.trouble = Trouble.OVER_CAPACITY
    row.save(force_insert=True)
    return Answer(scan_id=scan.scan_id, trouble=row.trouble)


@transaction.atomic
def _undo(row: CheckIn, scan: Scan) -> Answer:
    about = CheckIn.objects.filter(scan_id__in=[scan.about], session=row.session, kind__in=(Kind.ARRIVED, Kind.WALK_IN)).first()
    if about is None:
        return Answer(scan_id=scan.scan_id, is_known=False)
    _follow(row, about=about, now=row.received_at)
    return Answer(scan_id=scan.scan_id)


_DEEDS = {Kind.ARRIVED: _arrive, Kind.WALK_IN: _walk_in, Kind.UNDONE: _undo}


@transaction.atomic
def settle(*, check_in: CheckIn, counts: bool, by: Any, now: datetime) -> bool:
    """Decide about a scan that could not be true together with another; False when somebody else got there first."""
    row = CheckIn(
        scan_id=uuid4(),
        session_id=check_in.session_id,
        kind=Kind.COUNTED if counts else Kind.DISMISSED,
        at=now,
        received_at=now,
        by=by,
    )
    try:
        with transaction.atomic():
            _follow(row, about=check_in, now=now)
    except IntegrityError:
        return False
    audit.note("registrations.gate_settle", by=by, about=check_in, now=now, trouble=check_in.trouble, counts=counts)
    return True


def close_no_shows(*, now: datetime) -> int:
    """Note who did not come to sessions that are over; return the number of parties.

    A device that sends an arrival later than that still turns "did not come" into "came".
    """
    closed = 0
    for session in queries.sessions_to_close(before=now - rules.NO_SHOW_AFTER):
        with transaction.atomic():
            # Compare-and-set for all at once: whoever is let in at this moment is no longer "confirmed".
            parties = Registration.objects.filter(session=session, state=State.CONFIRMED).update(state=State.NO_SHOW)
            audit.note("registrations.close_no_shows", by=None, about=session, now=now, parties=parties)
        closed += parties
    return closed


@transaction.atomic
def expect_again(registration: Registration, *, now: datetime) -> None:
    """Take back that a party came, where nobody counted it at the gate."""
    pools = rows.locked_pools(registration)
    _expect_again(registration, pools, now=now)


def _expect_again(party: Registration, pools: dict[int, Pool], *, now: datetime) -> None:
    """Who did not come is expected; in a session that was cancelled meanwhile, and told to everybody else, the party ends as theirs did."""
    if Registration.objects.move(party.pk, old=State.ATTENDED, new=State.CONFIRMED):
        session_deeds.end_with_its_session(rows.fresh(party, pools), now=now)


def _follow(row: CheckIn, *, about: CheckIn, now: datetime) -> None:
    """Write `row` about an earlier one. The constraint lets only one row speak about each."""
    # Pools before registrations: an arrival that is taken back may end the party.
    pools = rows.locked_pools(about.registration) if about.registration else {}
    party = Registration.objects.select_for_update().filter(pk__in=[about.registration_id]).order_by("pk").first()
    row.about, row.registration = about, party
    row.save(force_insert=True)
    if row.kind in TAKES_AWAY and about.pool_id and about.places_taken:
        Pool.objects.give_back(about.pool_id, places=about.places_taken)
    if party is None:
        return
    if queries.arrived_of(party.pk):
        _came(party)
    else:
        _expect_again(party, pools, now=now)


def _came(party: Registration) -> None:
    # A cancelled party that a supervisor lets count stays cancelled: its places were given to others.
    for old in (State.CONFIRMED, State.NO_SHOW):
        Registration.objects.move(party.pk, old=old, new=State.ATTENDED)


def _party_of(scan: Scan, *, session: Session) -> Registration | None:
    """The party of an arrival, locked; None for one of another unit, whose visitors are nobody's business here."""
    same_unit = Registration.objects.filter(session__open_day__unit_id=session.open_day.unit_id)
    named = same_unit.filter(pk=scan.party_id) if scan.party_id else same_unit.filter(code=scan.code)
    return named.select_for_update(of=("self",)).order_by("pk").first()


def _guest(party: Registration) -> Guest:
    return Guest(session_id=party.session_id, state=party.state, people=party.party.people, arrived=queries.arrived_of(party.pk))
