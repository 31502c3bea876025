"""Deeds of a draw: set it up, publish the list, enter the public value twice, draw.

Locks as everywhere in this room: session, pools by key, then the draw's own row by compare-and-set, then registrations.
The session comes first because it keeps a copy of what the draw says (models.py).
"""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.accounts import audit
from openday.events import rules as event_rules
from openday.events.models import Pool, Session
from openday.registrations import emails
from openday.registrations.actions import rows, waiting
from openday.registrations.draw import lots
from openday.registrations.facts import DrawImpossible, DrawNotReady, SameOfficer, ValuesDiffer
from openday.registrations.models import Draw, Lot, Registration
from openday.registrations.states import State


@transaction.atomic
def set_up(*, session: Session, applies_until: datetime, value_zh: str, value_en: str, value_on: date, now: datetime, by: Any) -> Draw:
    """Let lots decide about the places of a session, and promise a secret seed; parties apply from now on.

    Raises DrawImpossible with the code of what is wrong: `taken` (somebody has registered), `session`, `deadline`, `value_day`, `there`.
    """
    # Nobody registers while the pool is locked: of a party and a draw that begin at the same moment one sees the other.
    fresh, _pools = _locked(session.pk)
    closes_at = event_rules.registration_closes_at(fresh.open_day, fresh)
    if fresh.state == Session.State.CANCELLED:
        raise DrawImpossible("session")
    if not now < applies_until <= closes_at:
        raise DrawImpossible("deadline")
    _check_day(value_on, applies_until=applies_until, session=fresh)
    if Registration.objects.active().filter(session=fresh, pool__kind=Pool.Kind.INDIVIDUALS).exists():
        raise DrawImpossible("taken")
    seed = secrets.token_hex(32)
    try:
        with transaction.atomic():
            draw = Draw.objects.create(
                session=fresh,
                applies_until=applies_until,
                value_zh=value_zh,
                value_en=value_en,
                value_on=value_on,
                seed=seed,
                commitment=lots.commitment_to(seed),
                made_by=by,
                made_at=now,
            )
    except IntegrityError:
        raise DrawImpossible("there") from None
    Draw.objects.announce(session_id=fresh.pk)
    audit.note("registrations.draw_set_up", by=by, about=draw, now=now, session=fresh.pk, commitment=draw.commitment)
    return draw


@transaction.atomic
def name_value(*, draw: Draw, value_zh: str, value_en: str, value_on: date, now: datetime, by: Any) -> None:
    """Name another public value, as long as the list is not published; the day has to be ahead.

    Raises DrawNotReady when the list is published, DrawImpossible when the day does not do.
    """
    _check_day(value_on, applies_until=max(draw.applies_until, now), session=draw.session)
    values = {"value_zh": value_zh, "value_en": value_en, "value_on": value_on}
    if not Draw.objects.filter(pk=draw.pk, state=Draw.State.COLLECTING).update(**values):
        raise DrawNotReady
    audit.note("registrations.draw_name_value", by=by, about=draw, now=now, session=draw.session_id, value_on=value_on.isoformat())


def _check_day(value_on: date, *, applies_until: datetime, session: Session) -> None:
    # The value is younger than the list, and parties learn of the result a day before the visit at the latest.
    if not timezone.localdate(applies_until) < value_on < timezone.localdate(session.starts_at):
        raise DrawImpossible("value_day")


@transaction.atomic
def publish_list(*, draw: Draw, now: datetime) -> bool:
    """Publish the tickets and their digest once the deadline is over; False when it was done already, or is too early.

    Raises DrawImpossible when the day of the public value has come: a list that is younger than the value proves nothing.
    """
    pool = _individuals(draw)
    fresh = Draw.objects.select_related("session__open_day").get(pk=draw.pk)
    if fresh.state != Draw.State.COLLECTING or now < fresh.applies_until:
        return False
    if timezone.localdate(now) >= fresh.value_on:
        raise DrawImpossible("value_day")
    found = list(
        Lot.objects.filter(draw=fresh, registration__state=State.WAITING, registration__session=fresh.session).select_related(
            "registration"
        )
    )
    for lot in found:
        lot.places = lot.registration.places
    Lot.objects.bulk_update(found, ["places"], batch_size=500)
    text = lots.list_of(
        [lots.Ticket(lot.number, lot.places) for lot in found],
        places=pool.left,
        commitment=fresh.commitment,
        about={
            "draw": str(fresh.pk),
            "open_day": fresh.session.open_day.name_zh,
            "starts_at": fresh.session.starts_at.isoformat(),
            "value": fresh.value_zh,
            "value_on": fresh.value_on.isoformat(),
            "listed_at": now.isoformat(),
        },
    )
    values = {"state": Draw.State.LISTED, "listed_at": now, "list_text": text, "list_sha256": lots.sha256(text)}
    if not Draw.objects.filter(pk=fresh.pk, state=Draw.State.COLLECTING).update(**values):
        return False
    audit.note("registrations.draw_publish", by=None, about=fresh, now=now, tickets=len(found), sha256=values["list_sha256"])
    return True


def enter_value(*, draw: Draw, value: str, now: datetime, by: Any) -> bool:
    """Enter the public value; the second officer who enters the same draws the lots. True when they are drawn.

    Raises DrawNotReady before the day of the value and when somebody else was faster, SameOfficer when one person
    enters twice, ValuesDiffer when the entries differ; then both are gone and are entered anew.
    """
    plain = lots.plain_value(value)
    fresh = Draw.objects.get(pk=draw.pk)
    if fresh.state != Draw.State.LISTED or timezone.localdate(now) < fresh.value_on or not plain:
        raise DrawNotReady
    waits = Draw.objects.filter(pk=draw.pk, state=Draw.State.LISTED)
    if fresh.first_by_id is None:
        with transaction.atomic():
            if not waits.filter(first_by=None).update(first_value=plain, first_by=by, first_at=now):
                raise DrawNotReady
            audit.note("registrations.draw_value", by=by, about=fresh, now=now, value=plain)
        return False
    if fresh.first_by_id == by.pk:
        raise SameOfficer
    if fresh.first_value != plain:
        with transaction.atomic():
            waits.filter(first_by=fresh.first_by_id, first_value=fresh.first_value).update(first_value="", first_by=None, first_at=None)
            audit.note("registrations.draw_values_differ", by=by, about=fresh, now=now, value=plain, first=fresh.first_value)
        raise ValuesDiffer
    _draw(fresh, value=plain, now=now, by=by)
    return True


@transaction.atomic
def _draw(draw: Draw, *, value: str, now: datetime, by: Any) -> None:
    pool = _individuals(draw)
    text = lots.result_file(draw.list_text, seed=draw.seed, value=value)
    result = lots.draw(draw.list_text, seed=draw.seed, value=value)
    # Once: of two second officers who press at the same moment one changes this row.
    waits = Draw.objects.filter(pk=draw.pk, state=Draw.State.LISTED, first_value=value, first_by=draw.first_by_id)
    if not waits.update(state=Draw.State.DRAWN, second_value=value, second_by=by, drawn_at=now, result_text=text):
        raise DrawNotReady
    audit.note("registrations.draw_drawn", by=by, about=draw, now=now, value=value, drawn=len(result.drawn), waiting=len(result.waiting))
    Draw.objects.announce(session_id=draw.session_id)
    session = Session.objects.select_related("open_day").get(pk=draw.session_id)
    if session.state != Session.State.OPEN:
        return
    found = {lot.number: lot for lot in Lot.objects.filter(draw=draw).select_related("registration__session__open_day", "draw")}
    ranked = [found[number] for number in (*result.drawn, *result.waiting) if number in found]
    for rank, lot in enumerate(ranked, start=1):
        lot.rank = rank
    Lot.objects.bulk_update(ranked, ["rank"], batch_size=500)
    winners, position = set(result.drawn), 0
    for lot in ranked:
        party = lot.registration
        if party.state != State.WAITING or party.session_id != session.pk:
            # It left after the list was published; its places go to those who wait.
            continue
        party.pool = pool
        # The capacity may have been lowered since the list: then who was drawn last waits first.
        if lot.number in winners and Pool.objects.take(pool.pk, places=party.places):
            rows.confirm(party, pool=pool, session=session, as_party=None, now=now)
            emails.drawn(party, lot, now=now)
            continue
        position += 1
        # The queue is ordered by this moment (RegistrationQuerySet.waiting).
        since = now + timedelta(microseconds=position)
        Registration.objects.filter(pk=party.pk).update(waiting_since=since)
        rows.reflect(party, waiting_since=since)
        emails.not_drawn(party, lot, position=position, now=now)
    waiting.serve_queue(pool, now=now)


def _locked(session_id: int) -> tuple[Session, list[Pool]]:
    """The session and its pools, locked until the transaction ends and read after that."""
    list(Session.objects.select_for_update(no_key=True).filter(pk=session_id).values_list("pk"))
    pools = list(Pool.objects.select_for_update().filter(session=session_id).order_by("pk"))
    return Session.objects.select_related("open_day").get(pk=session_id), pools


def _individuals(draw: Draw) -> Pool:
    _session, pools = _locked(draw.session_id)
    return next(pool for pool in pools if pool.kind == Pool.Kind.INDIVIDUALS)
