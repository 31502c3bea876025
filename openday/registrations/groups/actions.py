"""Deeds about group visits. Locks in the order of the room: pools, registrations, and the request last."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.accounts import audit
from openday.accounts.encryption import derive_token
from openday.events.models import OpenDay, Pool, Session
from openday.intake.codes import human_code
from openday.registrations import emails as registration_emails
from openday.registrations import queries as registration_queries
from openday.registrations.actions import rows
from openday.registrations.actions.registering import Contact
from openday.registrations.facts import AlreadyRegistered, OfferGone, PartyRefused, SessionFull
from openday.registrations.groups import emails, queries, rules
from openday.registrations.groups.facts import GotThereFirst, NoGroupPlaces
from openday.registrations.groups.models import TOKEN_PURPOSE, GroupVisit, GroupWish
from openday.registrations.groups.states import GroupState, may
from openday.registrations.models import TOKEN_PURPOSE as TICKET_PURPOSE
from openday.registrations.models import Consent, Registration
from openday.registrations.rules import Party
from openday.registrations.states import Ending, Purpose, State


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the leader has reviewed and sent."""

    kind: str
    organisation: str
    uscc: str
    party: Party
    supervisors: int
    purpose: str
    other_dates: str
    name: str
    needs: Mapping[str, Any] | None
    consents: Mapping[str, str] = field(default_factory=dict)


def request_visit(
    *, open_day: OpenDay, sessions: list[Session], request: Request, contact: Contact, language: str, request_key: str, now: datetime
) -> GroupVisit:
    """Keep the request of a group, start the clock and write to its leader. `sessions` are wishes in order.

    Safe to repeat: the same `request_key` returns the first request. Raises PartyRefused when rules for groups are broken.
    """
    if (first := queries.by_request_key(request_key)) is not None:
        return first
    _check(request.party, request.supervisors, open_day)
    try:
        return _store(open_day, sessions, request, contact, language=language, request_key=request_key, now=now)
    except IntegrityError:
        # Two posts of one form at the same moment: the constraint decided.
        if (first := queries.by_request_key(request_key)) is None:
            raise
        return first


def _check(party: Party, supervisors: int, open_day: OpenDay) -> None:
    if problems := rules.group_problems(party, supervisors=supervisors, minimum_age=open_day.minimum_age):
        raise PartyRefused(problems)


@transaction.atomic
def _store(
    open_day: OpenDay, sessions: list[Session], request: Request, contact: Contact, *, language: str, request_key: str, now: datetime
) -> GroupVisit:
    nonce = secrets.token_urlsafe(24)
    visit = GroupVisit.objects.create(
        open_day=open_day,
        kind=request.kind,
        organisation=request.organisation,
        uscc=request.uscc,
        **asdict(request.party),
        supervisors=request.supervisors,
        purpose=request.purpose,
        other_dates=request.other_dates,
        name=request.name,
        contact_kind=contact.kind,
        contact=contact.value,
        contact_hash=registration_queries.contact_hash(contact.kind, contact.value),
        access_needs=dict(request.needs) if request.needs else None,
        consents=dict(request.consents),
        language=language,
        code=human_code(),
        secret_nonce=nonce,
        secret_hash=queries.token_hash(derive_token(nonce, purpose=TOKEN_PURPOSE)),
        request_key=request_key,
        received_at=now,
        due_on=queries.answer_due(now).day,
        last_day=timezone.localdate(queries.last_day_of(sessions, now=now)),
    )
    GroupWish.objects.bulk_create(GroupWish(visit=visit, session=session, rank=rank) for rank, session in enumerate(sessions, start=1))
    emails.received(visit, now=now)
    return visit


def place(*, visit: GroupVisit, session: Session, by: Any, now: datetime) -> Registration:
    """Give a group places in the pool for groups of `session`: a confirmed registration, its ticket and calendar entry.

    Raises SessionFull with the places left, NoGroupPlaces when the session takes no groups, GotThereFirst when the
    request was decided meanwhile, AlreadyRegistered when the leader's contact is registered there.
    """
    try:
        return _give(visit, session, deed="place", by=by, word="", now=now)
    except IntegrityError:
        raise AlreadyRegistered from None


def offer(*, visit: GroupVisit, session: Session, word: str, by: Any, now: datetime) -> Registration:
    """Hold places in another session and ask the leader; the letter says until when. Raises as `place` does."""
    try:
        return _give(visit, session, deed="offer", by=by, word=word, now=now)
    except IntegrityError:
        raise AlreadyRegistered from None


@transaction.atomic
def _give(visit: GroupVisit, session: Session, *, deed: str, by: Any, word: str, now: datetime) -> Registration:
    pool = Pool.objects.filter(session=session, kind=Pool.Kind.GROUPS).first()
    fresh = GroupVisit.objects.select_related("open_day").get(pk=visit.pk)
    if pool is None or session.open_day_id != fresh.open_day_id:
        raise NoGroupPlaces
    if not may(deed, fresh.state):
        raise GotThereFirst
    # One UPDATE decides who gets the last places: two members of staff allocate at the same moment (tests/races).
    if not Pool.objects.take(pool.pk, places=fresh.party.places):
        raise SessionFull(left=Pool.objects.get(pk=pool.pk).left)
    # Read again, under the lock of the pool: the session may have been cancelled since.
    current = Session.objects.select_related("open_day").get(pk=session.pk)
    if current.state != Session.State.OPEN or current.starts_at <= now:
        raise NoGroupPlaces
    is_offer = deed == "offer"
    row = _registration(fresh, current, pool, state=State.PENDING if is_offer else State.CONFIRMED, now=now)
    values: dict[str, Any] = {
        "registration": row,
        "turn": fresh.turn + 1,
        "word": word[:300],
        "decided_at": now,
        "decided_by": by,
        "last_day": timezone.localdate(current.starts_at),
        "offered_until": rules.answer_by(now, session_starts_at=current.starts_at) if is_offer else None,
    }
    # The places and the row go with it when somebody else was quicker, or the group has changed its numbers meanwhile.
    same = GroupVisit.objects.filter(turn=fresh.turn, **asdict(fresh.party))
    if not same.move(fresh.pk, deed, **values):
        raise GotThereFirst
    rows.reflect(fresh, **values)
    if is_offer:
        emails.offered(fresh, now=now)
    else:
        _consented(fresh, row)
        registration_emails.group_confirmed(row, now=now)
    audit.note(f"registrations.group_{deed}", by=by, about=fresh, now=now, session=current.pk)
    return row


def _registration(visit: GroupVisit, session: Session, pool: Pool, *, state: State, now: datetime) -> Registration:
    nonce = secrets.token_urlsafe(24)
    return Registration.objects.create(
        session=session,
        pool=pool,
        state=state,
        **rows.people_columns(visit.party),
        name=visit.name,
        contact_kind=visit.contact_kind,
        contact=visit.contact,
        contact_hash=visit.contact_hash,
        access_needs=visit.access_needs,
        language=visit.language,
        visit_on=timezone.localdate(session.starts_at),
        code=human_code(),
        secret_nonce=nonce,
        secret_hash=registration_queries.token_hash(derive_token(nonce, purpose=TICKET_PURPOSE)),
        request_key=f"group:{visit.pk}:{visit.turn + 1}",
        created_at=now,
        confirmed_at=now if state == State.CONFIRMED else None,
    )


def _consented(visit: GroupVisit, registration: Registration) -> None:
    Consent.objects.bulk_create(
        Consent(registration=registration, purpose=purpose, version=version, given_at=visit.received_at)
        for purpose, version in visit.consents.items()
        if purpose in Purpose.values
    )


@transaction.atomic
def accept(*, visit: GroupVisit, now: datetime) -> Registration:
    """Turn the held places into a confirmed visit. Raises OfferGone when they are held no more. Safe to repeat."""
    registration, fresh = _held(visit)
    if fresh.state == GroupState.PLACED and registration is not None:
        return registration
    if registration is None or not may("accept", fresh.state):
        raise OfferGone
    confirmed = {"confirmed_at": now, "sequence": registration.sequence + 1}
    if not Registration.objects.move(registration.pk, old=State.PENDING, new=State.CONFIRMED, **confirmed):
        raise OfferGone
    if not GroupVisit.objects.move(fresh.pk, "accept", offered_until=None):
        raise OfferGone
    rows.reflect(registration, state=State.CONFIRMED, **confirmed)
    _consented(fresh, registration)
    registration_emails.group_confirmed(registration, now=now)
    return registration


@transaction.atomic
def decline(*, visit: GroupVisit, now: datetime) -> bool:
    """The leader wants other places: those held are free, the request is with the office again. False when nothing was open."""
    return _back_to_us(visit, now=now, ending=Ending.VISITOR)


def expire_offers(*, now: datetime) -> int:
    """End counter-offers that nobody answered, or whose session was cancelled; return their number."""
    return sum(_expire(visit, now=now) for visit in queries.offers_run_out(now=now))


@transaction.atomic
def _expire(visit: GroupVisit, *, now: datetime) -> bool:
    if not _back_to_us(visit, now=now, ending=Ending.NO_ANSWER):
        return False
    emails.offer_ended(_again(visit), now=now)
    return True


def _back_to_us(visit: GroupVisit, *, now: datetime, ending: str) -> bool:
    registration, fresh = _held(visit)
    if registration is None or not may("decline", fresh.state):
        return False
    _let_go(registration, now=now, ending=ending)
    # The clock starts anew: the office has to find something else.
    back = {"registration": None, "offered_until": None, "due_on": queries.answer_due(now).day}
    return GroupVisit.objects.move(fresh.pk, "decline", **back)


def _held(visit: GroupVisit) -> tuple[Registration | None, GroupVisit]:
    """The registration of a request, with its pool locked, and the request as it is now."""
    registration = Registration.objects.filter(group_visit=visit.pk).first()
    if registration is None:
        return None, _again(visit)
    pools = rows.locked_pools(registration)
    fresh = _again(visit)
    # Declined and offered anew while we waited for the lock: that offer is not the one that was meant.
    return (rows.fresh(registration, pools) if fresh.registration_id == registration.pk else None), fresh


def _again(visit: GroupVisit) -> GroupVisit:
    return queries.with_all().get(pk=visit.pk)


def _let_go(registration: Registration, *, now: datetime, ending: str) -> None:
    """Give held places back. The row names nobody from now on: the person is on the request."""
    gone = {"cancelled_at": now, "ending": ending, "name": "", "contact": "", "contact_hash": None, "access_needs": None}
    if Registration.objects.move(registration.pk, old=State.PENDING, new=State.CANCELLED, anonymised_at=now, **gone):
        Pool.objects.give_back(registration.pool_id, places=registration.places)


@transaction.atomic
def refuse(*, visit: GroupVisit, reason: str, by: Any, now: datetime) -> None:
    """Say no, with the reason in the leader's language. Raises GotThereFirst."""
    _decide(visit, "refuse", word=reason, by=by, now=now)
    emails.refused(_again(visit), now=now)


@transaction.atomic
def ask(*, visit: GroupVisit, question: str, by: Any, now: datetime) -> None:
    """Ask the leader something; the clock stands still until the answer. Raises GotThereFirst."""
    _decide(visit, "ask", word=question, by=by, now=now)
    emails.asked(_again(visit), now=now)


def _decide(visit: GroupVisit, deed: str, *, word: str, by: Any, now: datetime) -> None:
    values = {"word": word[:300], "decided_at": now, "decided_by": by, "turn": visit.turn + 1}
    if not GroupVisit.objects.filter(turn=visit.turn).move(visit.pk, deed, **values):
        raise GotThereFirst
    audit.note(f"registrations.group_{deed}", by=by, about=visit, now=now, reason=word)


@transaction.atomic
def answer(*, visit: GroupVisit, reply: str, now: datetime) -> bool:
    """Keep the leader's answer and start the clock anew; False when nothing is asked any more."""
    return GroupVisit.objects.move(visit.pk, "answer", reply=reply, due_on=queries.answer_due(now).day)


@transaction.atomic
def change(*, visit: GroupVisit, party: Party, supervisors: int, now: datetime) -> bool:
    """Let a group that has no places yet become larger or smaller; False when it was decided meanwhile.

    Raises PartyRefused. A group that has places changes on its ticket, where fewer people give places back.
    """
    _check(party, supervisors, visit.open_day)
    return GroupVisit.objects.move(visit.pk, "change", **asdict(party), supervisors=supervisors)


@transaction.atomic
def withdraw(*, visit: GroupVisit, now: datetime) -> bool:
    """The leader takes the request back; what was held is free at once. False when it is decided. Safe to repeat."""
    registration, fresh = _held(visit)
    if not may("withdraw", fresh.state):
        return fresh.state == GroupState.WITHDRAWN
    if registration is not None:
        _let_go(registration, now=now, ending=Ending.VISITOR)
    if not GroupVisit.objects.move(fresh.pk, "withdraw", registration=None, offered_until=None, decided_at=now):
        return False
    emails.withdrawn(_again(visit), now=now)
    return True
