"""What can be done with a report: draft, write, submit, send back, approve, revise. Published ones are never touched again."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from openday.accounts import audit
from openday.events.queries import load_calendar
from openday.language.names import ENGLISH, SIMPLIFIED
from openday.oversight.monthly_reports import emails, figures
from openday.oversight.monthly_reports.models import MonthlyReport, ReportState
from openday.oversight.statistics.counting import next_month

if TYPE_CHECKING:
    from openday.accounts.models import User


class ReportMoved(Exception):
    """Somebody else moved the report since it was read; nothing was written."""


class OwnReport(Exception):
    """Who submitted a report can't approve it."""


class NotPublishedYet(Exception):
    """Only what is published has revisions: a draft is simply written anew."""


def draft(*, month: date, now: datetime) -> MonthlyReport | None:
    """Count a month that is over and put the numbers into words; None when it has a report already.

    Tells the quality office. Safe to repeat, and by two workers at once: the database keeps one revision of each number.
    """
    month = month.replace(day=1)
    if MonthlyReport.objects.filter(month=month).exists():
        return None
    try:
        with transaction.atomic():
            report = _new(month=month, revision=1, now=now)
            emails.drafted(report, now=now)
            return report
    except IntegrityError:
        return None


@transaction.atomic
def write(*, report: MonthlyReport, text_zh: str, text_en: str, by: "User", now: datetime) -> MonthlyReport:
    """Keep the words of a draft. Raises ReportMoved when it is no draft any more."""
    _change(report, ReportState.DRAFT, text_zh=text_zh, text_en=text_en)
    audit.note("report.write", by=by, about=report, now=now)
    return report


@transaction.atomic
def count_again(*, report: MonthlyReport, by: "User", now: datetime) -> MonthlyReport:
    """Take the numbers of now into a draft; its words stay, and are the editor's to bring in line."""
    _change(report, ReportState.DRAFT, figures=figures.count(report.month, now=now).as_json())
    audit.note("report.count_again", by=by, about=report, now=now)
    return report


@transaction.atomic
def submit(*, report: MonthlyReport, by: "User", now: datetime) -> MonthlyReport:
    """Hand a draft to somebody else for approval, and tell the others of the office."""
    _change(report, ReportState.DRAFT, state=ReportState.SUBMITTED, submitted_at=now, submitted_by=by)
    audit.note("report.submit", by=by, about=report, now=now)
    emails.submitted(report, by=by, now=now)
    return report


@transaction.atomic
def send_back(*, report: MonthlyReport, by: "User", now: datetime) -> MonthlyReport:
    _change(report, ReportState.SUBMITTED, state=ReportState.DRAFT, submitted_at=None, submitted_by=None)
    audit.note("report.send_back", by=by, about=report, now=now)
    return report


@transaction.atomic
def approve(*, report: MonthlyReport, by: "User", now: datetime) -> MonthlyReport:
    """Publish. Raises OwnReport for who submitted it, ReportMoved when somebody was faster."""
    if by.pk == report.submitted_by_id:
        raise OwnReport
    _change(report, ReportState.SUBMITTED, state=ReportState.PUBLISHED, published_at=now, approved_by=by)
    audit.note("report.approve", by=by, about=report, now=now)
    return report


@transaction.atomic
def revise(*, report: MonthlyReport, reason_zh: str, reason_en: str, by: "User", now: datetime) -> MonthlyReport:
    """Begin a further revision with the numbers of now; the published one stays and says that there is a later one.

    Raises NotPublishedYet for what is not published, ReportMoved when there is a later revision already.
    """
    if report.state != ReportState.PUBLISHED:
        raise NotPublishedYet
    try:
        with transaction.atomic():
            revision = _new(month=report.month, revision=report.revision + 1, now=now, reason_zh=reason_zh, reason_en=reason_en)
    except IntegrityError as fault:
        raise ReportMoved from fault
    audit.note("report.revise", by=by, about=revision, now=now)
    return revision


def remind(*, report: MonthlyReport, now: datetime) -> bool:
    """Tell the quality office, once, that the last day has passed; False when that is done."""
    with transaction.atomic():
        waiting = MonthlyReport.objects.filter(pk=report.pk, reminded_at=None).exclude(state=ReportState.PUBLISHED)
        if waiting.update(reminded_at=now) != 1:
            return False
        emails.late(report, now=now)
        return True


def _new(*, month: date, revision: int, now: datetime, **given: Any) -> MonthlyReport:
    counted = figures.count(month, now=now)
    # The clock of article 26 starts when the information comes into being: for the month itself when it is over, for a revision now.
    starts = next_month(month) - timedelta(days=1) if revision == 1 else timezone.localdate(now)
    deadline = load_calendar().add_working_days(starts, settings.MONTHLY_REPORT_WORKING_DAYS)
    return MonthlyReport.objects.create(
        month=month,
        revision=revision,
        figures=counted.as_json(),
        text_zh=figures.first_words(month, counted, language=SIMPLIFIED),
        text_en=figures.first_words(month, counted, language=ENGLISH),
        drafted_at=now,
        due_on=deadline.day,
        due_provisional=deadline.provisional,
        **given,
    )


def _change(report: MonthlyReport, within: ReportState, **changes: Any) -> None:
    # One UPDATE decides between two people who read the same words. The state alone would let somebody approve what was
    # sent back, written anew and submitted again in the meantime (tests/races/test_office_race.py has the control).
    seen = MonthlyReport.objects.filter(pk=report.pk, state=within, turn=report.turn)
    if seen.update(turn=F("turn") + 1, **changes) != 1:
        raise ReportMoved
    report.turn += 1
    for name, value in changes.items():
        setattr(report, name, value)
