"""Staff make and withdraw invitations; the clock ends those that ran out. Locks: pool first, then the invitation."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from openday.accounts import audit
from openday.accounts.encryption import derive_token
from openday.events.models import OpenDay, Pool, Session
from openday.intake.codes import human_code
from openday.registrations import queries as registration_queries
from openday.registrations.actions import waiting
from openday.registrations.facts import RegistrationClosed, SessionFull
from openday.registrations.invitations import emails, queries
from openday.registrations.invitations.models import TOKEN_PURPOSE, Invitation

# Longer than other codes: this one admits somebody, and anybody may try (twelve letters are 60 bits).
_CODE_LETTERS = 12


@dataclass(frozen=True)
class Guest:
    """Whom one invitation is for; without an address staff hand the code over themselves."""

    email: str = ""
    party_max: int = 2
    language: str = "zh-hans"


@transaction.atomic
def invite(
    *,
    open_day: OpenDay,
    guests: Sequence[Guest],
    valid_until: datetime,
    by: Any,
    now: datetime,
    session: Session | None = None,
    reserve: bool = False,
    label: str = "",
) -> list[Invitation]:
    """Make one invitation for each guest and write to those with an address, all or none; the letters leave in ten minutes.

    With `reserve` the places of the largest party of each are taken from the session's pool for individuals at once.
    Raises SessionFull with the places left, RegistrationClosed when that session takes nobody.
    """
    pool = _reserve(session, guests, now=now) if reserve and session is not None else None
    made = []
    for guest in guests:
        nonce = secrets.token_urlsafe(24)
        made.append(
            Invitation(
                open_day=open_day,
                session=session,
                party_max=guest.party_max,
                pool=pool,
                places=guest.party_max if pool else 0,
                valid_until=valid_until,
                label=label,
                contact=guest.email,
                contact_hash=registration_queries.contact_hash("email", guest.email) if guest.email else None,
                language=guest.language,
                code=human_code(_CODE_LETTERS),
                secret_nonce=nonce,
                secret_hash=queries.token_hash(derive_token(nonce, purpose=TOKEN_PURPOSE)),
                made_at=now,
                made_by=by,
            )
        )
    rows = Invitation.objects.bulk_create(made)
    for invitation in rows:
        emails.invited(invitation, now=now)
    audit.note("registrations.invite", by=by, about=open_day, now=now, invitations=len(rows), places=sum(row.places for row in rows))
    return rows


def _reserve(session: Session, guests: Sequence[Guest], *, now: datetime) -> Pool:
    pool = Pool.objects.filter(session=session, kind=Pool.Kind.INDIVIDUALS).first()
    if pool is None or not Session.objects.takes_place(session.pk) or session.starts_at <= now:
        raise RegistrationClosed
    if not Pool.objects.take(pool.pk, places=sum(guest.party_max for guest in guests)):
        raise SessionFull(left=Pool.objects.get(pk=pool.pk).left)
    return pool


def withdraw(*, invitation: Invitation, by: Any, now: datetime) -> bool:
    """Take an invitation back and tell the guest, if the letter has left; False when it is not open any more."""
    if not _end(invitation, state=Invitation.State.WITHDRAWN, now=now, tell=True):
        return False
    audit.note("registrations.withdraw_invitation", by=by, about=invitation, now=now)
    return True


def end_all(*, now: datetime) -> int:
    """End what can be used no more; its reserved places go to others. Who was invited to a cancelled session is told."""
    ended = 0
    for invitation in queries.to_end(now=now):
        cancelled = invitation.session is not None and invitation.session.state == Session.State.CANCELLED
        state = Invitation.State.WITHDRAWN if cancelled else Invitation.State.EXPIRED
        ended += _end(invitation, state=state, now=now, tell=cancelled)
    return ended


@transaction.atomic
def _end(invitation: Invitation, *, state: str, now: datetime, tell: bool) -> bool:
    pool = Pool.objects.select_for_update().filter(pk=invitation.pool_id).order_by("pk").first() if invitation.pool_id else None
    reserved = Invitation.objects.filter(pk=invitation.pk).order_by().values_list("places", flat=True).get()
    if not Invitation.objects.end(invitation.pk, state=state, ended_at=now):
        return False
    if tell:
        emails.withdrawn(invitation, now=now)
    if pool is not None and reserved:
        Pool.objects.give_back(pool.pk, places=reserved)
        waiting.serve_queue(pool, now=now)
    return True
