"""The control of the races in the quality office: nothing decides between two who read the same row."""

import time
from typing import Any

from config.wsgi import application
from openday.oversight.disputes import actions as disputes
from openday.oversight.joining import actions as joining
from openday.oversight.monthly_reports.models import MonthlyReportQuerySet
from tests.races import unguarded_cases

# Imported for what it takes away from cases.
__all__ = ["application", "unguarded_cases"]

_filter = MonthlyReportQuerySet.filter


def _filter_without_guard(self: MonthlyReportQuerySet, *args: Any, **wanted: Any) -> MonthlyReportQuerySet:
    if "turn" in wanted:
        time.sleep(0.05)
        wanted = {"pk": wanted["pk"]}
    return _filter(self, *args, **wanted)


def _as_it_was_read(into: Any, *, beside: Any) -> bool:
    time.sleep(0.05)
    return bool(into.is_open)


MonthlyReportQuerySet.filter = _filter_without_guard
joining.is_still_open = _as_it_was_read
disputes.open_dispute = lambda case: case.disputes.order_by("-pk").first()
