"""Reads about invitations that are used twice or need a join."""

from datetime import datetime

from django.db.models import Q, QuerySet

from openday.accounts.encryption import keyed_hash
from openday.events.models import Session
from openday.registrations.invitations.models import TOKEN_PURPOSE
from openday.registrations.models import Invitation, Registration


def token_hash(token: str) -> str:
    return keyed_hash(token, purpose=TOKEN_PURPOSE)


def code_of(token: str) -> str | None:
    return Invitation.objects.filter(secret_hash=token_hash(token)).order_by().values_list("code", flat=True).first()


def by_code(code: str) -> Invitation | None:
    return with_visit().filter(code=code).order_by().first()


def with_visit() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("open_day__unit", "session", "registration", "made_by")


def to_end(*, now: datetime) -> list[Invitation]:
    """Open invitations that can be used no more: their time is over, or their session began or was cancelled."""
    over = Q(valid_until__lte=now) | Q(session__starts_at__lte=now) | Q(session__state=Session.State.CANCELLED)
    return list(with_visit().filter(over, state=Invitation.State.OPEN).order_by("pk")[:200])


def used_by(registration: Registration) -> Invitation | None:
    """The invitation that a party came with (1 query)."""
    return Invitation.objects.filter(registration=registration).first()


def is_for_whole_open_day(registration: Registration) -> bool:
    """Whether the party came by an invitation to any session of its open day, and so may move among them."""
    return Invitation.objects.filter(registration=registration, session=None).exists()


def open_hashes(open_day_id: int, session_id: int | None, *, now: datetime) -> set[str]:
    """The addresses, hashed, that have an open invitation to the same already."""
    found = Invitation.objects.usable(now=now).filter(open_day=open_day_id, session=session_id)
    return {hashed for hashed in found.order_by().values_list("contact_hash", flat=True) if hashed}
