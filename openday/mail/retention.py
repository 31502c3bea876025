"""Recipient and contents of a letter are erased when their time is over; the bare row stays for the count."""

from datetime import datetime, timedelta

from django.db.models import Q

from openday.mail.models import Message

BATCH = 1000
# So long after its last try was due nobody sends a letter any more: no worker runs, and time does not stop for that.
LEFT_LYING = timedelta(days=1)


def sweep(now: datetime, dry_run: bool) -> dict[str, int]:
    """Erase letters whose `purge_after` has passed and that are finished, or that nobody sends any more; returns how many."""
    due = Message.objects.filter(erased_at=None, purge_after__lte=now)
    lying = due.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), state__in=Message.OPEN, give_up_at__lte=now - LEFT_LYING)
    over = due.filter(state__in=Message.DONE)
    if dry_run:
        return {"letters erased": over.count() + lying.count()}
    # In batches: a year's letters in one statement would hold SQLite's only write lock.
    given_up = {"state": Message.State.FAILED, "claimed_until": None, "last_error": "Not sent before its contents had to be erased."}
    while pks := list(lying.values_list("pk", flat=True)[:BATCH]):
        # A worker that has just come back may have taken one since.
        lying.filter(pk__in=pks).update(**given_up)
    erased = 0
    while pks := list(over.order_by("purge_after").values_list("pk", flat=True)[:BATCH]):
        erased += Message.objects.filter(pk__in=pks, erased_at=None).update(to="", to_hash="", context={}, calendar="", erased_at=now)
    return {"letters erased": erased}
