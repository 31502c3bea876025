"""Draft the report of each month that is over, and tell the quality office when one is late."""

from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from openday.oversight.monthly_reports import actions, queries


class Command(BaseCommand):
    help = "Drafts the report about every month that ended, and reports once when one is not published on its last day. Safe to repeat."

    def handle(self, *args: object, **options: object) -> str:
        drafted, reminded = draft_monthly_reports(now=timezone.now())
        return f"{drafted} drafted, {reminded} reported as late"


def draft_monthly_reports(*, now: datetime) -> tuple[int, int]:
    """Return how many reports were drafted and how many reported as late."""
    drafted = sum(actions.draft(month=month, now=now) is not None for month in queries.months_to_draft(now=now))
    reminded = sum(actions.remind(report=report, now=now) for report in queries.late_and_untold(today=timezone.localdate(now)))
    return drafted, reminded
