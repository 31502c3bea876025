"""Tell who should know that a case is overdue: its unit at once, the quality office on the third day."""

from datetime import datetime

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from openday.oversight import actions, clock
from openday.oversight.models import Case


class Command(BaseCommand):
    help = "Reports overdue cases to their units and, from the third day, to the quality office. Safe to repeat."

    def handle(self, *args: object, **options: object) -> str:
        return f"{escalate_overdue(now=timezone.now())} reported"


def escalate_overdue(*, now: datetime) -> int:
    """Report every case that is newly overdue; returns how many reports were made."""
    today = clock.local_day(now)
    late = Case.objects.overdue(today=today).filter(Q(escalated_at=None) | Q(escalated_to_office_at=None))
    reported = 0
    for case in late.select_related("handler").order_by("due_on", "pk").iterator(chunk_size=500):
        if case.escalated_at is None:
            reported += _report(case, to_quality_office=False, now=now)
        if case.escalated_to_office_at is None and clock.is_due_at_the_quality_office(case.due_on, today=today):
            reported += _report(case, to_quality_office=True, now=now)
    return reported


def _report(case: Case, *, to_quality_office: bool, now: datetime) -> bool:
    try:
        actions.escalate(case=case, to_quality_office=to_quality_office, now=now)
    except (actions.CaseMoved, actions.DeedNotPossible):
        # Somebody is at it this very moment; the next run looks again.
        return False
    return True
