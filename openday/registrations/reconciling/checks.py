"""What cannot be true together about one party, or about a session and its draw. Each check is one query.

Constraints of the database already forbid the rest:
two open offers to a party, two letters with one key, a group with places but without registration, places saved for a
party that does not wait: such rows cannot be stored, and nobody looks for them here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import NegatedExpression
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from openday.events.models import ChangedSession, Pool, Session
from openday.mail.models import Message
from openday.registrations import demo, emails
from openday.registrations.gate.models import CheckIn
from openday.registrations.groups import demo as groups_demo
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.states import GroupState
from openday.registrations.models import Asking, Draw, Offer, Registration
from openday.registrations.states import CAN_BE_CANCELLED, OfferState, State

BATCH = 500
# The timers run every minute; who was away for an hour is worth a look.
LATE = timedelta(hours=1)
# Each says that a party comes. Those of the second row have the SEQUENCE in their key: a party that moved out of a queue or was approved.
FIRST_LETTERS = ("registration_confirmed", "group_confirmed", "registration_promoted", "draw_won")
FIRST_LETTERS_BY_SEQUENCE = ("registration_moved", "request_approved")


@dataclass(frozen=True)
class Check:
    """Something that must not be: `rows` are the registrations (or the requests of groups, or sessions) of which it is true."""

    name: str
    rows: Callable[[datetime], QuerySet[Any]]
    # Of a batch of rows, the keys of those that are well after all.
    spared: Callable[[list[Any]], set[int]] | None = None


def _offers(**facts: object) -> Exists:
    return Exists(Offer.objects.filter(registration=OuterRef("pk"), state=OfferState.OPEN, **facts))


def _to_be_told() -> Exists:
    """The parties of the session are being written to, or will be when the time to take its change back is over."""
    return Exists(ChangedSession.objects.filter(session=OuterRef("session"), is_open=True))


def _inside(**facts: object) -> Exists:
    return Exists(CheckIn.objects.that_count().filter(registration=OuterRef("pk"), **facts))


def _parties(*wanted: Q | Exists | NegatedExpression, **facts: object) -> QuerySet[Registration]:
    return Registration.objects.filter(*wanted, **facts)


def _offered_beside_its_places(now: datetime) -> QuerySet[Registration]:
    # A group that has places may be asked to come at another time (groups/swapping.py), nobody else.
    group = Q(state=State.CONFIRMED, pool__kind=Pool.Kind.GROUPS)
    return _parties(~Q(state=State.WAITING), ~group, _offers())


def _offer_in_vain(now: datetime) -> QuerySet[Registration]:
    told = ~Exists(ChangedSession.objects.filter(session=OuterRef("pool__session"), is_open=True))
    offers = Offer.objects.filter(told, registration=OuterRef("pk"), state=OfferState.OPEN, pool__session__state=Session.State.CANCELLED)
    return _parties(Exists(offers))


def _in_vain(now: datetime) -> QuerySet[Registration]:
    return _parties(~_to_be_told(), state__in=CAN_BE_CANCELLED, session__state=Session.State.CANCELLED)


def _not_drawn(now: datetime) -> QuerySet[Registration]:
    drawn = {"lot__draw__state": Draw.State.DRAWN, "lot__draw__session": F("session"), "lot__rank": None}
    return _parties(state=State.WAITING, session__state=Session.State.OPEN, **drawn)


def _says_otherwise_than_its_draw(now: datetime) -> QuerySet[Session]:
    """Sessions whose copy of the draw is none: Session.lots_until."""
    sessions = Session.objects.annotate(
        applies_until=Subquery(Draw.objects.pending().filter(session=OuterRef("pk")).values("applies_until"))
    )
    one_is_empty = Q(lots_until=None, applies_until__isnull=False) | Q(lots_until__isnull=False, applies_until=None)
    return sessions.filter(one_is_empty | Q(lots_until__lt=F("applies_until")) | Q(lots_until__gt=F("applies_until")))


def _asked_nobody(now: datetime) -> QuerySet[Registration]:
    offered = GroupVisit.objects.filter(registration=OuterRef("pk"), state=GroupState.OFFERED)
    return _parties(~Exists(offered), state=State.PENDING, pool__kind=Pool.Kind.GROUPS)


def _asks_nobody(now: datetime) -> QuerySet[Registration]:
    undecided = Asking.objects.filter(registration=OuterRef("pk"), settled_at=None, decide_by__gt=now - LATE)
    decided = Asking.objects.filter(registration=OuterRef("pk"), settled_at=None, letters_at__gt=now - LATE)
    return _parties(~Exists(undecided), ~Exists(decided), state=State.ASKED)


def _offered_nothing(now: datetime) -> QuerySet[GroupVisit]:
    ended = Q(state=GroupState.OFFERED, registration__cancelled_at__lt=now - LATE)
    return GroupVisit.objects.filter(ended | Q(state=GroupState.PLACED, registration__state=State.PENDING))


def _came_and_is_not_inside(now: datetime) -> QuerySet[Registration]:
    # Where nobody stood at the gate, staff may know by other means.
    used = Exists(CheckIn.objects.filter(session=OuterRef("session")))
    return _parties(used, ~_inside(), state=State.ATTENDED)


def _key(*parts: str) -> Concat:
    # As emails.key_of, in words of the database.
    return Concat(Value("registration:"), Cast(OuterRef("pk"), CharField()), *map(Value, parts))


def _without_letter(now: datetime) -> QuerySet[Registration]:
    letters = Q()
    for kind in FIRST_LETTERS:
        letters |= Q(Exists(Message.objects.filter(key=_key(f":{kind}"))))
    coming = {"state": State.CONFIRMED, "visit_on__gte": timezone.localdate(now), "anonymised_at": None}
    # Nobody is behind the addresses of the demo.
    found = _parties(~letters, **coming)
    return found.exclude(Q(request_key__startswith=demo.KEYS) | Q(request_key__startswith=groups_demo.KEYS))


def _written_to_later(parties: list[Registration]) -> set[int]:
    """Of parties without a letter that was their first, those that moved out of a queue or were approved and were told so."""
    keys = {
        f"{emails.key_of(row)}{kind}:{number}": row.pk
        for row in parties
        for kind in FIRST_LETTERS_BY_SEQUENCE
        for number in range(1, row.sequence + 1)
    }
    return {keys[key] for key in Message.objects.filter(key__in=keys).values_list("key", flat=True)}


CHECKS = (
    Check("has an open offer and does not wait", _offered_beside_its_places),
    Check("says otherwise than its draw whether lots decide", _says_otherwise_than_its_draw),
    Check("has an open offer and saves places beside it", lambda now: _parties(_offers(), saved__gt=0)),
    Check("has an offer that nobody ended in time", lambda now: _parties(_offers(answer_by__lt=now - LATE))),
    Check("has an offer in a session that does not take place", _offer_in_vain),
    Check("comes to, or waits for, a session that does not take place", _in_vain),
    Check("waits for a session that is over", lambda now: _parties(state=State.WAITING, session__ends_at__lt=now - timedelta(days=1))),
    Check("was not drawn in a draw that is over", _not_drawn),
    Check("has its places in another session", lambda now: _parties(~Q(pool__session=F("session")))),
    Check("holds places for a group that was not asked", _asked_nobody),
    Check("asks to come and nobody decides", _asks_nobody),
    Check("was offered places that are not held, or has places that are", _offered_nothing),
    Check("is inside and was cancelled", lambda now: _parties(_inside(counts=True), state=State.CANCELLED)),
    Check("is inside and is not noted as come", lambda now: _parties(_inside(counts=True), state__in=[State.CONFIRMED, State.NO_SHOW])),
    Check("is noted as come and nobody is inside", _came_and_is_not_inside),
    Check("comes and was never written to", _without_letter, _written_to_later),
)


def in_batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Rows in order of their keys, a batch at a time: no more of them are in memory, and a batch is one query."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        if len(batch) < BATCH:
            return
        last = batch[-1].pk


def found(check: Check, *, now: datetime) -> Iterator[tuple[str, Session | None]]:
    """Code and session of every party (or a dash and the session) of which `check` is true."""
    rows = check.rows(now)
    if rows.model is Session:
        for batch in in_batches(rows.select_related("open_day")):
            yield from (("-", session) for session in batch)
        return
    if rows.model is GroupVisit:
        rows = rows.select_related("registration__session__open_day").only("code", "registration__session__open_day")
    else:
        rows = rows.select_related("session__open_day").defer("name", "contact", "access_needs")
    for batch in in_batches(rows):
        spared = check.spared(batch) if check.spared else set()
        for row in batch:
            if row.pk not in spared:
                party = row.registration if isinstance(row, GroupVisit) else row
                yield row.code, party.session if party else None
