"""Tell who should know that a corrective action is overdue: its owner at once, the quality office on the third day."""

from datetime import datetime

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from openday.oversight import clock
from openday.oversight.findings import actions
from openday.oversight.findings.models import CorrectiveAction


class Command(BaseCommand):
    help = "Reports overdue corrective actions to their owners and, from the third day, to the quality office. Safe to repeat."

    def handle(self, *args: object, **options: object) -> str:
        return f"{remind_overdue_actions(now=timezone.now())} reported"


def remind_overdue_actions(*, now: datetime) -> int:
    """Report every action that is newly overdue; returns how many reports were made."""
    today = clock.local_day(now)
    late = CorrectiveAction.objects.overdue(today=today).filter(Q(told_owner_at=None) | Q(told_office_at=None))
    reported = 0
    for action in late.select_related("finding", "owner", "owner__wagtail_userprofile").order_by("due_on", "pk").iterator(chunk_size=500):
        if action.told_owner_at is None:
            reported += actions.remind(action=action, to_office=False, now=now)
        if action.told_office_at is None and clock.is_due_at_the_quality_office(action.due_on, today=today):
            reported += actions.remind(action=action, to_office=True, now=now)
    return reported
