"""Letters about monthly reports, all to the quality office: a month, a day and a link."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from openday.accounts.models import User
from openday.accounts.roles import QUALITY_OFFICE
from openday.language import formats
from openday.mail import kinds
from openday.mail.actions import queue
from openday.oversight.monthly_reports.models import MonthlyReport

_LINK = f"{settings.BASE_URL}/admin/oversight/reports/"
_SAMPLE = {
    "zh-hans": {"month": "2026年10月", "due": "2026年11月27日", "link": _LINK},
    "en": {"month": "October 2026", "due": "27 November 2026", "link": _LINK},
}
_KINDS = {
    "staff_report_drafted": (
        _("To staff: monthly report drafted"),
        _("To the quality office, when the draft about a month waits for its words."),
    ),
    "staff_report_submitted": (
        _("To staff: monthly report to approve"),
        _("To the others of the quality office, when a report waits for approval."),
    ),
    "staff_report_late": (
        _("To staff: monthly report late"),
        _("To the quality office, once, when a report is not published on its last day."),
    ),
}
for _kind, (_label, _about) in _KINDS.items():
    kinds.register(_kind, _label, ("month", "due", "link"), _SAMPLE, family="staff_case", daily_limit=None, about=_about)


def drafted(report: MonthlyReport, *, now: datetime) -> None:
    _write("staff_report_drafted", _office(), report, now=now)


def submitted(report: MonthlyReport, *, by: User, now: datetime) -> None:
    _write("staff_report_submitted", [person for person in _office() if person.pk != by.pk], report, now=now)


def late(report: MonthlyReport, *, now: datetime) -> None:
    _write("staff_report_late", _office(), report, now=now)


def _write(kind: str, people: Iterable[User], report: MonthlyReport, *, now: datetime) -> None:
    for person in people:
        profile = getattr(person, "wagtail_userprofile", None)
        language = (profile.preferred_language if profile else "") or settings.LANGUAGE_CODE
        with translation.override(language):
            context = {"month": formats.month(report.month), "due": formats.day(report.due_on), "link": f"{_LINK}{report.pk}/"}
        # A report that is sent back and submitted again is told again.
        key = f"report:{report.pk}:{kind}:{person.pk}:{now.timestamp():.0f}"
        queue(kind=kind, channel="email", to=person.email, language=language, context=context, now=now, key=key)


def _office() -> list[User]:
    people = User.objects.filter(groups__name=QUALITY_OFFICE, is_active=True).order_by("username").distinct()
    return list(people.select_related("wagtail_userprofile"))
