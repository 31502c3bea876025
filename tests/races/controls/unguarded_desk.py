"""The control of the races about calls and words: what a page showed counts, whatever happened since."""

import time
from typing import Any

from django.db.models import QuerySet

from config.wsgi import application
from openday.oversight.models import CallBack, MonthlyReport
from openday.oversight.monthly_reports import actions as reports
from openday.oversight.monthly_reports import desk
from openday.oversight.monthly_reports.models import MonthlyReportQuerySet
from openday.oversight.satisfaction import actions as calls

__all__ = ["application"]

# Somebody sends back, writes and submits in that time; each is a request of its own.
_PATIENCE_SECONDS = 8
_TURNS_OF_AN_EDIT = 3

_filter, _filter_reports = QuerySet.filter, MonthlyReportQuerySet.filter
_note_attempt, _approve, _submit = calls.note_attempt, reports.approve, desk.DEEDS["submit"]


def _filter_without_guard(self: QuerySet, *args: Any, **wanted: Any) -> QuerySet:
    if self.model is CallBack and set(wanted) == {"pk", "done_at"}:
        time.sleep(0.05)
        wanted = {"pk": wanted["pk"]}
    return _filter(self, *args, **wanted)


def _filter_reports_without_guard(self: MonthlyReportQuerySet, *args: Any, **wanted: Any) -> MonthlyReportQuerySet:
    # The state is still asked for: it alone does not tell one submission from the next.
    wanted.pop("turn", None)
    return _filter_reports(self, *args, **wanted)


def _note_attempt_late(**given: Any) -> Any:
    time.sleep(0.3)
    return _note_attempt(**given)


def _submit_late(*given: Any) -> Any:
    # Else the other one's words come too late by themselves: what was submitted is no draft any more.
    time.sleep(0.3)
    return _submit(*given)


def _approve_late(*, report: MonthlyReport, **given: Any) -> Any:
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end and MonthlyReport.objects.get(pk=report.pk).turn < report.turn + _TURNS_OF_AN_EDIT:
        time.sleep(0.05)
    return _approve(report=report, **given)


QuerySet.filter = _filter_without_guard
MonthlyReportQuerySet.filter = _filter_reports_without_guard
calls.held = lambda call: call
calls.note_attempt = _note_attempt_late
reports.approve = _approve_late
desk.DEEDS["submit"] = _submit_late
