"""Recipient and contents of a letter are erased when their time is over; the bare row stays for the count."""

from datetime import datetime

from openday.mail.models import Message

BATCH = 1000


def sweep(now: datetime, dry_run: bool) -> dict[str, int]:
    """Erase finished letters whose `purge_after` has passed; returns how many."""
    over = Message.objects.filter(erased_at=None, purge_after__lte=now, state__in=Message.DONE)
    if dry_run:
        return {"letters erased": over.count()}
    erased = 0
    # In batches: a year's letters in one statement would hold SQLite's only write lock.
    while pks := list(over.order_by("purge_after").values_list("pk", flat=True)[:BATCH]):
        erased += Message.objects.filter(pk__in=pks, erased_at=None).update(to="", to_hash="", context={}, calendar="", erased_at=now)
    return {"letters erased": erased}
