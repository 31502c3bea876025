"""What the accounts room forgets: audit entries after five years, sessions once they have ended, files that no row names."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from openday.accounts.models import AuditEntry
from openday.accounts.resealing import destroy_unnamed

AUDIT_YEARS = 5
BATCH = 1000
_NO_DELETE = (
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON accounts_auditentry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
)


def sweep(now: datetime, dry_run: bool) -> dict[str, int]:
    """Remove what is older than its period; returns how many rows of each kind."""
    old = AuditEntry.objects.filter(noted_at__lt=now - relativedelta(years=AUDIT_YEARS))
    ended = Session.objects.filter(expire_date__lt=now)
    if dry_run:
        unnamed = destroy_unnamed(now=now, dry_run=True)
        return {"audit entries removed": old.count(), "sessions removed": ended.count(), "files of no row destroyed": unnamed}
    removed = 0
    while pks := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        removed += _remove(pks)
    sessions = ended.delete()[0]
    return {
        "audit entries removed": removed,
        "sessions removed": sessions,
        # A stop between a row and its file would keep for ever what somebody was told is erased.
        "files of no row destroyed": destroy_unnamed(now=now),
    }


@transaction.atomic
def _remove(pks: list[int]) -> int:
    """Remove entries although the database refuses it: only this sweep may, and only for the length of its transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('openday.retention', 'on', true)")  # true: until the transaction ends
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        # The query set itself refuses to delete.
        places = ", ".join(["%s"] * len(pks))
        cursor.execute(f"DELETE FROM accounts_auditentry WHERE id IN ({places})", pks)  # noqa: S608 - only placeholders
        removed = cursor.rowcount
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('openday.retention', 'off', true)")
        else:
            cursor.execute(_NO_DELETE)
    return removed
