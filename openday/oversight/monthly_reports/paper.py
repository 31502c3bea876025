"""The report as a PDF in the active language, with Chinese text in it: the same words and numbers as the page."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.language import formats
from openday.oversight.monthly_reports.figures import Figures
from openday.oversight.monthly_reports.models import MonthlyReport
from openday.oversight.paper import Paper


def report_pdf(report: MonthlyReport, figures: Figures) -> bytes:
    """Some sheets of A4. Takes about 0.3 s."""
    title = _("Monthly report: %(month)s") % {"month": formats.month(report.month)}
    paper = Paper(title=title, made_at=report.published_at)
    paper.text(title, size=20, after=2)
    if report.published_at is not None:
        paper.text(_("Published on %(day)s") % {"day": formats.day(report.published_at, weekday=False)}, size=10, after=1)
    if report.reason:
        words = _("Revision %(number)d: %(reason)s") % {"number": report.revision, "reason": report.reason}
        paper.text(words, size=10, after=1)
    paper.pdf.ln(4)
    for paragraph in report.text.split("\n\n"):
        paper.text(paragraph, size=12, after=3)
    paper.heading(_("Numbers"))
    for label, value in _numbers(figures):
        paper.row(label, value)
    if figures.categories:
        paper.heading(_("What people wrote about"))
        for line in figures.lines:
            paper.row(line.category, line.received)
        paper.pdf.ln(2)
        paper.text(_("Numbers of 1 to 4, and as many others as needed to keep them, are withheld."), size=9, after=1)
    address = settings.BASE_URL + reverse("oversight:monthly_report_revision", args=[f"{report.month:%Y-%m}", report.revision])
    paper.pdf.ln(6)
    counted = _("Counted on %(day)s. Revisions and files to compute it again: %(address)s") % {
        "day": formats.day(timezone.localtime(figures.counted_at), weekday=False),
        "address": address,
    }
    paper.text(counted, size=9, after=0)
    return paper.written()


def _numbers(figures: Figures) -> list[tuple[str, str]]:
    counts = figures.counts
    in_time = f"{counts.in_time}/{counts.answered} ({figures.share_in_time})" if counts.answered else _("Not published")
    return [
        (pgettext("case", "Received"), str(counts.received)),
        (pgettext("case", "Accepted"), str(counts.accepted)),
        (pgettext("case", "Answered"), str(counts.answered)),
        (_("Answered in time"), in_time),
        (pgettext("case", "Not answered yet"), str(counts.waiting)),
        (pgettext("case", "Set aside"), str(counts.set_aside)),
        (_("Working days to an answer"), str(figures.median) if figures.median else _("Not published")),
        (_("Asked to work on again"), str(counts.redone)),
        (_("Second review"), str(counts.appealed)),
        (_("Late on that day"), str(counts.overdue)),
        (_("Summaries published"), str(counts.published)),
        (_("Publications withdrawn"), str(counts.unpublished)),
    ]
