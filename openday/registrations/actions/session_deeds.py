"""Sessions are moved and cancelled: decided at once, told to everybody after a while in which it can be taken back.

The public sees a change at once. The letters are not written before the time to take it back is over, so that taking it
back is a matter of the sessions alone: no letter has to be caught, and no party was ended. From then on a timer writes
them, a few parties in each transaction; whoever goes on after a crash begins behind the last one. The key of a letter
names the change and the party: nobody is written to twice.

Locks are taken in the order of `registrations.actions`: session, pools by primary key, registrations; a change before them.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from openday.accounts import audit
from openday.events.actions import announced_start
from openday.events.models import ChangedSession, Pool, Session, SessionChange
from openday.language.names import in_language
from openday.registrations import queries, session_letters
from openday.registrations.actions import waiting
from openday.registrations.models import Invitation, Registration
from openday.registrations.states import CAN_BE_CANCELLED, HOLDS_PLACES, IN_CALENDARS, Ending, State

# How long staff can take a change back before anybody is written to.
UNDO_WINDOW = timedelta(minutes=10)
# A few at a time: SQLite lets nobody else write meanwhile.
_CHUNK = 25
# Whoever had the form open when the session moved may have been confirmed with the old time: times are kept for seconds.
_OLD_FORMS = timedelta(minutes=1)
Times = Mapping[int, tuple[datetime, datetime]]
Kind, Standing = SessionChange.Kind, SessionChange.State


class Refusal(StrEnum):
    """Why a session is not changed together with the others."""

    NOT_OPEN = "not_open"
    BEGUN = "begun"
    BUSY = "busy"
    PAST = "past"
    SAME = "same"


@dataclass(frozen=True)
class Decision:
    """What became of a change: None when every session refused it."""

    change: SessionChange | None
    refused: Mapping[int, Refusal]


def refusal(session: Session, *, busy: bool, now: datetime, times: tuple[datetime, datetime] | None = None) -> Refusal | None:
    """Why `session` cannot be moved to `times` (None: cancelled) at `now`; `busy` while letters of another change wait."""
    if session.state == Session.State.CANCELLED or (session.state == Session.State.DRAFT and times is None):
        return Refusal.NOT_OPEN
    if session.starts_at <= now:
        return Refusal.BEGUN
    if busy:
        return Refusal.BUSY
    if times is None:
        return None
    if times[0] <= now:
        return Refusal.PAST
    return Refusal.SAME if times == (session.starts_at, session.ends_at) else None


def cancel_sessions(*, sessions: Collection[int], **facts: Any) -> Decision:
    """Cancel these sessions; everybody in them is written to after `undo`.

    `facts` are `reason_zh`, `reason_en`, `request_key`, `by`, `now` and `undo`, as `_decide` takes them. Safe to repeat with the same
    `request_key`. Sessions that cannot be cancelled are told with the reason, the others are cancelled.
    """
    return _decide(Kind.CANCEL, dict.fromkeys(sessions), **facts)


def move_sessions(*, times: Times, **facts: Any) -> Decision:
    """Move sessions to new starts and ends; everything else as `cancel_sessions`."""
    return _decide(Kind.MOVE, dict(times), **facts)


@transaction.atomic
def _decide(
    kind: str,
    wanted: Mapping[int, tuple[datetime, datetime] | None],
    *,
    reason_zh: str,
    request_key: str,
    by: Any,
    now: datetime,
    reason_en: str = "",
    undo: timedelta = UNDO_WINDOW,
) -> Decision:
    facts = {"kind": kind, "reason_zh": reason_zh, "reason_en": reason_en, "made_at": now, "made_by": by, "tell_at": now + undo}
    # Of two presses at the same moment the second waits here for the first.
    change, is_new = SessionChange.objects.get_or_create(request_key=request_key, defaults=facts)
    if not is_new:
        return Decision(change, {})
    rows, refused = [], {}
    sessions = list(Session.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    busy = set(ChangedSession.objects.filter(session__in=sessions, is_open=True).values_list("session_id", flat=True))
    for session in sessions:
        times = wanted[session.pk]
        if (why := refusal(session, busy=session.pk in busy, now=now, times=times)) is not None:
            refused[session.pk] = why
            continue
        rows.append(_row(change, session, times))
        values: dict[str, Any] = {"changed_at": now, "sequence": session.sequence + 1}
        if times is None:
            values |= {"state": Session.State.CANCELLED, "cancelled_at": now}
        else:
            values |= {"starts_at": times[0], "ends_at": times[1], "moved_from_at": announced_start(session, starts_at=times[0])}
        Session.objects.filter(pk=session.pk).update(**values)
    if not rows:
        change.delete()
        return Decision(None, refused)
    ChangedSession.objects.bulk_create(rows)
    parties = queries.parties_by_session([row.session_id for row in rows])
    change.parties = sum(parties.values())
    SessionChange.objects.filter(pk=change.pk).update(parties=change.parties)
    deed = "registrations.cancel_session" if kind == Kind.CANCEL else "registrations.move_session"
    for row in rows:
        audit.note(deed, by=by, about=row.session, now=now, reason=reason_zh, parties=parties.get(row.session_id, 0))
    return Decision(change, refused)


def _row(change: SessionChange, session: Session, times: tuple[datetime, datetime] | None) -> ChangedSession:
    new_starts_at, new_ends_at = times or (session.starts_at, session.ends_at)
    return ChangedSession(
        change=change,
        session=session,
        old_starts_at=session.starts_at,
        old_ends_at=session.ends_at,
        old_moved_from_at=session.moved_from_at,
        new_starts_at=new_starts_at,
        new_ends_at=new_ends_at,
        sequence=session.sequence + 1,
    )


@transaction.atomic
def take_back(*, change: SessionChange, by: Any, now: datetime) -> bool:
    """Put the sessions back as they were before; False when the first letters are being written, or it was taken back already.

    A session that somebody changed since stays as it is. Who registered meanwhile for a session that had moved is
    written to: they know the other time.
    """
    if not SessionChange.objects.move(change.pk, old=Standing.WAITING, new=Standing.UNDONE, ended_at=now):
        return False
    moved_back = []
    for row in ChangedSession.objects.filter(change=change).order_by("session_id"):
        values: dict[str, Any] = {"changed_at": now, "sequence": F("sequence") + 1}
        if change.kind == Kind.CANCEL:
            values |= {"state": Session.State.OPEN, "cancelled_at": None}
        else:
            values |= {"starts_at": row.old_starts_at, "ends_at": row.old_ends_at, "moved_from_at": row.old_moved_from_at}
        if Session.objects.filter(pk=row.session_id, sequence=row.sequence).update(**values) and change.kind == Kind.MOVE:
            moved_back.append(row)
    # After all sessions, and all at once: the order of locks.
    list(Pool.objects.select_for_update().filter(session__in=[row.session_id for row in moved_back]).order_by("pk"))
    for row in moved_back:
        _tell_who_knows_only_the_new_time(change, row, now=now)
    ChangedSession.objects.filter(change=change).update(is_open=False)
    audit.note("registrations.take_back", by=by, about=change, now=now)
    return True


def _tell_who_knows_only_the_new_time(change: SessionChange, row: ChangedSession, *, now: datetime) -> None:
    session = Session.objects.select_related("open_day").get(pk=row.session_id)
    late = Registration.objects.filter(session=session, state__in=CAN_BE_CANCELLED, created_at__gt=change.made_at)
    for party in late.select_related("pool").order_by("pk"):
        party.session = session
        _move_party(party, change, announced_at=row.new_starts_at, part=f"back{change.pk}", now=now)


@transaction.atomic
def write_now(*, change: SessionChange, by: Any, now: datetime) -> bool:
    """Let the letters leave without waiting; False when they do already, or the change was taken back."""
    hurried = SessionChange.objects.filter(pk=change.pk, state=Standing.WAITING, tell_at__gt=now).update(tell_at=now)
    if hurried:
        audit.note("registrations.write_now", by=by, about=change, now=now)
    return bool(hurried)


def tell(*, change: SessionChange, now: datetime) -> int:
    """Write to everybody whom the change affects and who was not written to yet; return how many parties that were.

    In short transactions; call it again to go on after a crash. Two who do so at once write nothing twice.
    """
    SessionChange.objects.move(change.pk, old=Standing.WAITING, new=Standing.TELLING)
    told = 0
    while (row := change.rows.filter(is_open=True).order_by("session_id").first()) is not None:
        if change.kind == Kind.CANCEL and not row.last_told:
            _let_go_of_offers(row.session, now=now)
        written = _tell_some(change.pk, row.pk, now=now)
        if written is None:
            return told
        told += written
    SessionChange.objects.move(change.pk, old=Standing.TELLING, new=Standing.TOLD, ended_at=now)
    return told


@transaction.atomic
def _let_go_of_offers(session: Session, *, now: datetime) -> None:
    """Give back what is held for parties of a cancelled session elsewhere, and for those that were offered places in it."""
    # With the pools of other sessions in which its parties have an offer: all in one go, by key.
    pools = {pool.pk: pool for pool in Pool.objects.select_for_update().filter(queries.pools_with_parties_of(session)).order_by("pk")}
    if Session.objects.takes_place(session.pk):
        return
    freed = {pool_id for party in queries.parties_with_something_held(session) for pool_id in waiting.let_go(party, now=now)}
    for pool_id in sorted(freed & pools.keys()):
        waiting.serve_queue(pools[pool_id], now=now)


@transaction.atomic
def _tell_some(change_pk: int, row_pk: int, *, now: datetime) -> int | None:
    """Write to the next parties of one session; close its row when there are none. None when the change is not to be told."""
    change = SessionChange.objects.select_for_update().get(pk=change_pk)
    if change.state != Standing.TELLING:
        return None
    row = ChangedSession.objects.select_related("session__open_day").get(pk=row_pk)
    # Whoever took places before the session changed has committed, or waits behind us and will find it changed.
    pools = {pool.pk: pool for pool in Pool.objects.select_for_update().filter(session=row.session_id).order_by("pk")}
    parties = Registration.objects.filter(session=row.session_id, state__in=CAN_BE_CANCELLED, pk__gt=row.last_told)
    if change.kind == Kind.MOVE:
        parties = parties.filter(created_at__lt=change.made_at + _OLD_FORMS)
    chunk = list(parties.order_by("pk")[:_CHUNK])
    others = session_letters.others(row.session, now=now) if chunk else []
    for party in chunk:
        party.session, party.pool = row.session, pools[party.pool_id]
        if change.kind == Kind.CANCEL:
            _end_party(party, change, others, now=now)
        else:
            _move_party(party, change, announced_at=row.old_starts_at, part=str(change.pk), others=others, now=now)
    if not chunk:
        ChangedSession.objects.filter(pk=row.pk).update(is_open=False)
        return 0
    ChangedSession.objects.filter(pk=row.pk).update(last_told=chunk[-1].pk)
    SessionChange.objects.filter(pk=change.pk).update(told=F("told") + len(chunk))
    return len(chunk)


def end_with_its_session(party: Registration, *, now: datetime) -> None:
    """End a party that the letters about its cancelled session have passed by, because it counted as come; its pool is locked.

    While they wait nothing is done: they will find it. Nothing either where the session takes place.
    """
    begun = {"change__kind": Kind.CANCEL, "change__state__in": [Standing.TELLING, Standing.TOLD]}
    told = ChangedSession.objects.filter(session=party.session_id, session__state=Session.State.CANCELLED, **begun)
    if (row := told.select_related("change").order_by("-pk").first()) is not None:
        _end_party(party, row.change, session_letters.others(party.session, now=now), now=now)


def _end_party(party: Registration, change: SessionChange, others: list[session_letters.Other], *, now: datetime) -> None:
    held, known = party.state in HOLDS_PLACES, party.state in IN_CALENDARS
    values = {
        "cancelled_at": now,
        "ending": Ending.SESSION,
        "cancelled_by_id": change.made_by_id,
        "reason": _reason(change, party),
    }
    if not Registration.objects.move(party.pk, old=party.state, new=State.CANCELLED, **values):
        return
    # To any session of the open day: then the guest chooses another one. One to this session ends with it (invitations.end_all).
    Invitation.objects.filter(session=None).come_back(party.pk, now=now)
    party.state = State.CANCELLED
    party.ending, party.reason = Ending.SESSION, _reason(change, party)
    if held:
        Pool.objects.give_back(party.pool_id, places=party.places)
    session_letters.cancelled(party, was_in_calendar=known, others=others, now=now)


def _move_party(
    party: Registration,
    change: SessionChange,
    *,
    announced_at: datetime,
    part: str,
    now: datetime,
    others: list[session_letters.Other] | None = None,
) -> None:
    session = party.session
    # A reminder of the old time does not count; where the new one would be due already, this letter takes its place.
    lead = timedelta(hours=session.open_day.reminder_hours_before)
    values: dict[str, Any] = {
        "visit_on": timezone.localdate(session.starts_at),
        "time_changed_at": now,
        "time_suits_at": None,
        "reminded_at": None if session.starts_at - lead > now else now,
    }
    mine = Registration.objects.filter(pk=party.pk, state=party.state)
    try:
        with transaction.atomic():
            moved = mine.update(**values)
    except IntegrityError:
        # The same contact has another visit on the new day. The authority brought them together, so both stand.
        moved = mine.update(**values, one_per_day=False)
    if moved:
        session_letters.moved(party, announced_at=announced_at, why=_reason(change, party), part=part, others=others or [], now=now)


def _reason(change: SessionChange, party: Registration) -> str:
    return in_language(zh=change.reason_zh, en=change.reason_en, language=party.language)[:300]


def tell_all_due(*, now: datetime) -> int:
    """Tell every change whose time to be taken back is over; return how many parties were written to."""
    return sum(tell(change=change, now=now) for change in list(SessionChange.objects.due(now)))


def cancel_session(*, session: Session, now: datetime, by: Any, reason_zh: str, reason_en: str = "") -> int:
    """Cancel one session and write to every party in it at once; return how many parties that were.

    Safe to repeat: a second cancellation changes nothing and returns 0.
    """
    key = uuid.uuid4().hex
    decision = cancel_sessions(
        sessions=[session.pk], reason_zh=reason_zh, reason_en=reason_en, request_key=key, by=by, now=now, undo=timedelta()
    )
    return tell(change=decision.change, now=now) if decision.change else 0


@transaction.atomic
def time_suits(*, registration: Registration, now: datetime) -> bool:
    """Note that the visitor comes at the new time; False when the session did not move, or that is known already."""
    mine = Registration.objects.filter(pk=registration.pk, state__in=CAN_BE_CANCELLED, time_changed_at__isnull=False, time_suits_at=None)
    # Who comes at the new time is coming: nobody asks once more.
    Registration.objects.filter(pk__in=mine.values("pk"), state=State.CONFIRMED, coming_at=None).update(coming_at=now)
    return mine.update(time_suits_at=now) == 1
