"""Reads about monthly reports."""

from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from openday.oversight.monthly_reports.models import MonthlyReport, MonthlyReportQuerySet, ReportState
from openday.oversight.statistics.counting import next_month

# A worker that stood still for longer than this leaves the older months to a person.
_MOST = 12


def months_to_draft(*, now: datetime) -> list[date]:
    """Months that are over and have no report, oldest first: since the last report, or the last month when there is none."""
    last = (timezone.localdate(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    newest = MonthlyReport.objects.aggregate(newest=Max("month"))["newest"]
    month = next_month(newest) if newest else last
    found = []
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found[-_MOST:]


def unpublished() -> MonthlyReportQuerySet:
    """Reports that wait for somebody, the next due first."""
    return MonthlyReport.objects.exclude(state=ReportState.PUBLISHED).order_by("due_on", "pk")


def late_and_untold(*, today: date) -> MonthlyReportQuerySet:
    return unpublished().filter(due_on__lt=today, reminded_at=None)
