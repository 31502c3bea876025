"""Who did what, and who looked at personal data: written once, never changed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from openday.accounts.models import AuditEntry, AuditEntryQuerySet

if TYPE_CHECKING:
    from openday.accounts.models import User


def note(deed: str, *, by: "User | None", about: Model | None, now: datetime, reason: str = "", **facts: Any) -> AuditEntry:
    """Write one entry in the caller's transaction.

    `deed` is `room.verb`, such as `registrations.reveal_contact`. `facts` are small JSON values that
    help to understand the deed (a state, a count): never names, contacts or texts of people.
    `by` is None when the machine did it.
    """
    return AuditEntry.objects.create(
        deed=deed,
        by=by if by is not None and by.pk else None,
        by_name=by.get_username() if by is not None else "",
        about_model=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        unit_id=getattr(about, "unit_id", None),
        reason=reason,
        facts=facts,
        noted_at=now,
    )


def entries_about(row: Model) -> AuditEntryQuerySet:
    """What is noted about one row, the latest first (1 query)."""
    return AuditEntry.objects.filter(about_model=row._meta.label_lower, about_id=str(row.pk)).order_by("-noted_at", "-pk")
