"""Reads of corrections."""

from django.db.models import QuerySet

from openday.oversight.models import Correction


def corrections() -> QuerySet[Correction]:
    return Correction.objects.select_related("case__handling_unit", "decided_by")


def to_decide() -> QuerySet[Correction]:
    """Corrections that nobody decided yet, the next due first."""
    return corrections().filter(decided_at=None).order_by("due_on", "pk")
