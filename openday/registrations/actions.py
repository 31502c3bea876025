"""Deeds of registration. Every one runs in one transaction; its letter leaves after commit.

Locks are always taken in this order: session, pools by primary key, registrations. Two deeds
that meet then wait for each other and never block each other (PostgreSQL would end one of
them with a deadlock error; SQLite lets one transaction write at a time anyway).
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from openday import plain_sql
from openday.accounts import audit
from openday.accounts.encryption import derive_token
from openday.events import rules as event_rules
from openday.events.models import OpenDay, Pool, Session
from openday.intake.codes import human_code
from openday.language.names import in_language
from openday.registrations import emails, queries, rules
from openday.registrations.facts import AlreadyRegistered, NotActive, PartyRefused, RegistrationClosed, SessionFull, TooLate
from openday.registrations.models import TOKEN_PURPOSE, Consent, Registration
from openday.registrations.rules import Party
from openday.registrations.states import CAN_BE_CANCELLED, HOLDS_PLACES, Ending, Purpose, State


class Contact(Protocol):
    """One way to reach the party: kind `email` or `mobile`, value in canonical form."""

    kind: str
    value: str


# How often a code or a secret that is already in use is replaced: one in 10**12 is.
_ATTEMPTS = 3


def register(
    *,
    session: Session,
    party: Party,
    contact: Contact,
    name: str,
    language: str,
    request_key: str,
    now: datetime,
    guide_language: str = "",
    access_needs: Mapping[str, Any] | None = None,
    consents: Mapping[str, str] | None = None,
    wait: bool = True,
    pool: Pool | None = None,
) -> Registration:
    """Give a party places in a session, or a place in its queue, and write to them.

    `access_needs` holds `choices` (codes of AccessNeed) and `note`; `consents` maps each purpose
    to the version of the notice. With `wait` a party that finds too few places joins the waiting
    list. Safe to repeat: the same `request_key`, and the same contact in the same session,
    return the first registration unchanged.

    Raises RegistrationClosed outside the opening hours, PartyRefused when rules of admission are
    broken, SessionFull when too few places are left (and the party does not wait, or nobody
    can), AlreadyRegistered when the open day allows one visit per contact and day.
    """
    pool = pool or Pool.objects.select_related("session__open_day").get(session=session, kind=Pool.Kind.INDIVIDUALS)
    session = pool.session
    open_day = session.open_day
    hashed = queries.contact_hash(contact.kind, contact.value)
    if not event_rules.registration_is_open(open_day, session, now=now):
        # A retry whose first answer was lost may come after closing time.
        if (first := queries.earlier(request_key=request_key, session_id=session.pk, hashed=hashed)) is not None:
            return first
        raise RegistrationClosed
    needs = len(access_needs.get("choices", ())) if access_needs else 0
    if problems := rules.party_problems(party, open_day, needs=needs):
        raise PartyRefused(problems)
    row = Registration(
        session=session,
        pool=pool,
        **_people(party),
        name=name,
        contact_kind=contact.kind,
        contact=contact.value,
        contact_hash=hashed,
        access_needs=dict(access_needs) if access_needs else None,
        language=language,
        guide_language=guide_language,
        visit_on=timezone.localdate(session.starts_at),
        one_per_day=open_day.one_per_day,
        request_key=request_key,
        created_at=now,
    )
    for attempt in range(_ATTEMPTS):
        try:
            return _insert(row, pool=pool, open_day=open_day, wait=wait, consents=consents or {}, now=now)
        except IntegrityError:
            # The constraints decide, not a look beforehand: of two posts at the same moment
            # both would see nothing. The transaction is undone, places included.
            if (first := queries.earlier(request_key=request_key, session_id=session.pk, hashed=hashed)) is not None:
                return first
            if queries.on_the_same_day(hashed=hashed, visit_on=row.visit_on) is not None:
                raise AlreadyRegistered from None
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _insert(row: Registration, *, pool: Pool, open_day: OpenDay, wait: bool, consents: Mapping[str, str], now: datetime) -> Registration:
    row.pk = None
    row.code = human_code()
    row.secret_nonce = secrets.token_urlsafe(24)
    row.secret_hash = queries.token_hash(derive_token(row.secret_nonce, purpose=TOKEN_PURPOSE))
    row.confirmed_at = row.waiting_since = None
    # Put together before the pool is locked: everybody who wants the same session waits for what comes after.
    words = emails.prepare(row, confirmed=row.places <= pool.left, now=now)
    given = [Consent(purpose=purpose, version=version, given_at=now) for purpose, version in consents.items()]
    return _take_and_store(row, given, words, open_day=open_day, wait=wait, now=now)


@transaction.atomic
def _take_and_store(
    row: Registration, consents: list[Consent], words: emails.Prepared, *, open_day: OpenDay, wait: bool, now: datetime
) -> Registration:
    # One UPDATE decides who gets the last place. Reading the count first and writing after
    # let 39 parties into 10 places on PostgreSQL (tests/races).
    taken = Pool.objects.take(row.pool_id, places=row.places)
    if not taken:
        # Now with the pool locked: a party that cancels at this moment has either given its
        # places back already, or will find us in the queue. Without the lock both could miss.
        fresh = Pool.objects.select_for_update().get(pk=row.pool_id)
        taken = Pool.objects.take(row.pool_id, places=row.places)
        if not taken and not (wait and open_day.waiting_list and row.places <= fresh.capacity):
            raise SessionFull(left=fresh.left)
    # Read again, under the lock of the pool: the session may have been cancelled since.
    if not Session.objects.takes_place(row.session_id):
        raise RegistrationClosed
    if taken:
        row.state, row.confirmed_at = State.CONFIRMED, now
    else:
        row.state, row.waiting_since = State.WAITING, now
    plain_sql.insert(row)
    for consent in consents:
        consent.registration_id = row.pk
    plain_sql.insert_all(consents)
    if taken:
        emails.confirmed(row, now=now, prepared=words)
    else:
        emails.waiting(row, now=now, prepared=words)
    return row


@transaction.atomic
def cancel(*, registration: Registration, now: datetime, by: Any = None, reason: str = "", ending: str = "") -> Registration:
    """End a registration, give its places back and let the next whole party have them.

    `by` is the member of staff who acts, and is noted in the audit log; None for the visitor. `reason`
    is what the party is told. Safe to repeat: a second cancel changes nothing and gives nothing back.

    Raises TooLate when a visitor acts after the moment until which that is possible; a waiting
    party may leave the queue until the session starts. NotActive when the visit is over.
    """
    pool = _locked_pool(registration)
    fresh = _fresh(registration, pool)
    if fresh.is_cancelled:
        return fresh
    if not fresh.can_be_cancelled:
        raise NotActive
    if by is None and not ending and not _visitor_may_still_act(fresh, now=now):
        raise TooLate
    old = fresh.state
    ended = {
        "cancelled_at": now,
        "ending": ending or (Ending.STAFF if by else Ending.VISITOR),
        "cancelled_by": by,
        "reason": reason[:300],
        "sequence": fresh.sequence + 1,
    }
    if not Registration.objects.move(fresh.pk, old=old, new=State.CANCELLED, **ended):
        return Registration.objects.with_visit().get(pk=fresh.pk)
    _set(fresh, state=State.CANCELLED, **ended)
    emails.cancelled(fresh, had_places=old in HOLDS_PLACES, now=now)
    if by is not None:
        audit.note("registrations.cancel", by=by, about=fresh, now=now, reason=reason)
    if old in HOLDS_PLACES:
        Pool.objects.give_back(pool.pk, places=fresh.places)
        _promote(pool, now=now)
    return fresh


@transaction.atomic
def change_party(*, registration: Registration, party: Party, now: datetime, by: Any = None) -> Registration:
    """Let a party become larger or smaller; the places it has are never lost.

    Safe to repeat: the same party again changes nothing and writes nothing.

    Raises SessionFull with the places left when it cannot grow, PartyRefused when rules of admission are
    broken, TooLate and NotActive as `cancel` does.
    """
    pool = _locked_pool(registration)
    fresh = _fresh(registration, pool)
    if fresh.state not in CAN_BE_CANCELLED:
        raise NotActive
    if by is None and not _visitor_may_still_act(fresh, now=now):
        raise TooLate
    if party == fresh.party:
        return fresh
    # The needs that companions belong to were told at registration; no new companions here.
    if problems := rules.party_problems(party, fresh.session.open_day, needs=max(fresh.companions, _needs(fresh))):
        raise PartyRefused(problems)
    more = party.places - fresh.places
    holds = fresh.state in HOLDS_PLACES
    if holds and more > 0 and not Pool.objects.take(pool.pk, places=more):
        raise SessionFull(left=pool.left)
    if not holds and party.places > pool.capacity:
        raise SessionFull(left=pool.capacity)
    changed = {**_people(party), "sequence": fresh.sequence + 1}
    if not Registration.objects.move(fresh.pk, old=fresh.state, new=fresh.state, **changed):
        raise NotActive
    _set(fresh, **changed)
    emails.changed(fresh, now=now)
    if holds and more < 0:
        Pool.objects.give_back(pool.pk, places=-more)
    if more < 0:
        _promote(pool, now=now)
        fresh.refresh_from_db(fields=["state", "confirmed_at"])
    return fresh


@transaction.atomic
def promote(*, session: Session, now: datetime) -> list[Registration]:
    """Give places that are free to waiting parties, and write to them.

    The first party in the queue that fits as a whole is next; a party is never split, and a
    larger one keeps its position when a smaller one behind it fits and it does not.
    """
    promoted: list[Registration] = []
    for pool in Pool.objects.select_for_update().filter(session=session).order_by("pk"):
        promoted += _promote(pool, now=now)
    return promoted


def _promote(pool: Pool, *, now: datetime) -> list[Registration]:
    """Serve the queue of a pool whose row this transaction has locked."""
    promoted: list[Registration] = []
    session = Session.objects.select_related("open_day").get(pk=pool.session_id)
    if session.state != Session.State.OPEN or not event_rules.may_cancel(session.open_day, session, now=now):
        # Nobody is sent for at a moment from which they could not even decline.
        return promoted
    while (left := Pool.objects.get(pk=pool.pk).left) > 0:
        party = Registration.objects.waiting().filter(pool=pool, places__lte=left).first()
        if party is None or not Pool.objects.take(pool.pk, places=party.places):
            break
        if not Registration.objects.move(party.pk, old=State.WAITING, new=State.CONFIRMED, confirmed_at=now, sequence=party.sequence + 1):
            Pool.objects.give_back(pool.pk, places=party.places)
            continue
        _set(party, state=State.CONFIRMED, confirmed_at=now, sequence=party.sequence + 1, session=session, pool=pool)
        emails.promoted(party, now=now)
        promoted.append(party)
    return promoted


@transaction.atomic
def cancel_session(*, session: Session, now: datetime, by: Any, reason_zh: str, reason_en: str = "") -> int:
    """Cancel a session and write to every party in it; return how many parties that were.

    The reason stands in the letters, in the party's language, and with who cancelled in the audit
    log. Safe to repeat: a second cancellation changes nothing and returns 0.
    """
    moved = Session.objects.filter(pk=session.pk, state=Session.State.OPEN).update(
        state=Session.State.CANCELLED, cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    if not moved:
        return 0
    pools = {pool.pk: pool for pool in Pool.objects.select_for_update().filter(session=session).order_by("pk")}
    fresh = Session.objects.select_related("open_day").get(pk=session.pk)
    ended = 0
    found = Registration.objects.filter(session=session, state__in=CAN_BE_CANCELLED).order_by("pk")
    for registration in found.iterator(chunk_size=500):
        old = registration.state
        values = {
            "cancelled_at": now,
            "ending": Ending.SESSION,
            "cancelled_by": by,
            "reason": in_language(zh=reason_zh, en=reason_en, language=registration.language)[:300],
        }
        if not Registration.objects.move(registration.pk, old=old, new=State.CANCELLED, **values):
            continue
        _set(registration, state=State.CANCELLED, session=fresh, pool=pools[registration.pool_id], **values)
        if old in HOLDS_PLACES:
            Pool.objects.give_back(registration.pool_id, places=registration.places)
        emails.session_cancelled(registration, had_places=old in HOLDS_PLACES, now=now)
        ended += 1
    audit.note("registrations.cancel_session", by=by, about=fresh, now=now, reason=reason_zh, parties=ended)
    return ended


def close_queues(*, now: datetime) -> int:
    """Tell parties that still wait when no place can come free any more; return their number.

    That is the moment until which others could cancel. One transaction per party.
    """
    closed = 0
    for session in queries.sessions_with_a_queue():
        if event_rules.may_cancel(session.open_day, session, now=now):
            continue
        for party in Registration.objects.with_visit().waiting().filter(session=session):
            cancel(registration=party, now=now, ending=Ending.NO_PLACE)
            closed += 1
    return closed


@transaction.atomic
def remind(*, registration: Registration, now: datetime) -> bool:
    """Write the reminder of the day before; False when it was written already or the party does not come."""
    first = Registration.objects.filter(pk=registration.pk, state=State.CONFIRMED, reminded_at=None).update(reminded_at=now)
    if first:
        emails.reminder(registration, now=now)
    return bool(first)


@transaction.atomic
def send_again(*, registration: Registration, now: datetime) -> None:
    """Send the ticket once more; limits are the caller's and the letter room's."""
    emails.again(registration, now=now)


@transaction.atomic
def withdraw_consent(*, registration: Registration, purpose: str, now: datetime, by: Any = None) -> bool:
    """Note that the visitor takes one optional consent back; needs told under it are erased at once.

    `by` is the member of staff whom the visitor told, and is noted in the audit log. False when there was no such
    consent, or it was withdrawn before; the visit itself is given up by cancelling.
    """
    if purpose == Purpose.VISIT:
        return False
    given = Consent.objects.filter(registration=registration, purpose=purpose, withdrawn_at=None)
    if not given.update(withdrawn_at=now):
        return False
    if purpose == Purpose.ASSISTANCE:
        Registration.objects.filter(pk=registration.pk).update(access_needs=None, needs_erased_at=now)
    if by is not None:
        audit.note("registrations.withdraw_consent", by=by, about=registration, now=now, purpose=purpose)
    return True


def _people(party: Party) -> dict[str, int]:
    return {
        "adults": party.adults,
        "children_0_5": party.children_0_5,
        "children_6_13": party.children_6_13,
        "youths_14_17": party.youths_14_17,
        "companions": party.companions,
        "places": party.places,
    }


def _needs(registration: Registration) -> int:
    return len((registration.access_needs or {}).get("choices", ()))


def _locked_pool(registration: Registration) -> Pool:
    # Before the registration's own row, see the order at the top.
    return Pool.objects.select_for_update().get(pk=registration.pool_id)


def _fresh(registration: Registration, pool: Pool) -> Registration:
    """The row as it is now; nobody else can move it while its pool is locked."""
    fresh = Registration.objects.select_related("session__open_day").get(pk=registration.pk)
    fresh.pool = pool
    return fresh


def _visitor_may_still_act(registration: Registration, *, now: datetime) -> bool:
    session = registration.session
    if registration.is_waiting:
        return now < session.starts_at
    return event_rules.may_cancel(session.open_day, session, now=now)


def _set(row: Registration, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
