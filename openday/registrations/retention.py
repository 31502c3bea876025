"""When visitors' data ends (OVERSIGHT.md section 5): needs 7 days after the visit, name and contact 30 days after it.

The row stays without a person in it: numbers of visitors, age bands and states keep adding up.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from openday.registrations.models import GroupVisit, Invitation, Registration
from openday.registrations.states import Ending

KEEP_NEEDS = timedelta(days=7)
KEEP_CONTACT = timedelta(days=30)
BATCH = 1000


def sweep(now: datetime, dry_run: bool) -> dict[str, int]:
    """Erase what is over and say how much; a second run finds nothing."""
    today = timezone.localdate(now)
    needs = Registration.objects.filter(visit_on__lt=today - KEEP_NEEDS, access_needs__isnull=False)
    # Parties that waited in vain never had a visit: theirs ends with the day of the session.
    over = Q(visit_on__lt=today - KEEP_CONTACT) | Q(visit_on__lt=today, ending=Ending.NO_PLACE)
    people = Registration.objects.filter(over, anonymised_at=None)
    group_needs = GroupVisit.objects.filter(last_day__lt=today - KEEP_NEEDS, access_needs__isnull=False)
    groups = GroupVisit.objects.filter(last_day__lt=today - KEEP_CONTACT, anonymised_at=None)
    gone = today - KEEP_CONTACT
    invited = Invitation.objects.filter(Q(valid_until__date__lt=gone) | Q(ended_at__date__lt=gone)).exclude(contact_hash=None)
    if dry_run:
        return {
            "access needs erased": needs.count() + group_needs.count(),
            "registrations anonymised": people.count(),
            "group requests anonymised": groups.count(),
            "invitations anonymised": invited.count(),
        }
    return {
        "access needs erased": _in_batches(needs, access_needs=None, needs_erased_at=now) + _in_batches(group_needs, access_needs=None),
        "registrations anonymised": _in_batches(people, name="", contact="", contact_hash=None, access_needs=None, anonymised_at=now),
        "group requests anonymised": _in_batches(groups, **GroupVisit.NOBODY, anonymised_at=now),
        "invitations anonymised": _in_batches(invited, **Invitation.NOBODY, anonymised_at=now),
    }


def _in_batches(rows: models.QuerySet[Any], **values: object) -> int:
    changed = 0
    # In batches: a year of visitors in one statement would hold SQLite's only write lock.
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        changed += rows.model._default_manager.filter(pk__in=pks).update(**values)
    return changed
