"""Published reports: the list, one report in any of its revisions, and the same on paper."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.charts import Chart, Series, columns
from home.paging import page_of
from openday.language import formats
from openday.oversight import public
from openday.oversight.monthly_reports import figures, paper
from openday.oversight.monthly_reports.models import MonthlyReport
from openday.oversight.statistics.counting import next_month
from openday.oversight.views import frames

PER_PAGE = 24
_MOST_CASES = 20


@frames.public
def reports(request: HttpRequest) -> HttpResponse:
    page = page_of(MonthlyReport.objects.newest().order_by("-month"), request, per_page=PER_PAGE)
    rows = [(report, figures.read(report.figures)) for report in page]
    return render(request, "oversight/monthly_reports/list.html", {"page": page, "reports": rows})


@frames.public
def report(request: HttpRequest, month: str, revision: str = "") -> HttpResponse:
    """The latest published revision, or the one in the address; drafts are not there."""
    shown, revisions = _found(month, revision)
    first = shown.month
    cases = public.public_rows().filter(published_at__date__gte=first, published_at__date__lt=next_month(first))[:_MOST_CASES]
    counted = figures.read(shown.figures)
    context = {
        "report": shown,
        "figures": counted,
        "revisions": revisions,
        "latest": revisions[0],
        "chart": _chart(shown, counted),
        "cases": [public.for_everyone(case) for case in cases],
    }
    return render(request, "oversight/monthly_reports/report.html", context)


@frames.public
def report_pdf(request: HttpRequest, month: str, revision: str) -> HttpResponse:
    shown, _revisions = _found(month, revision)
    response = HttpResponse(paper.report_pdf(shown, figures.read(shown.figures)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="report-{month}-{revision}.pdf"'
    return response


def _found(month: str, revision: str) -> tuple[MonthlyReport, list[MonthlyReport]]:
    """The report and every published revision of its month, the latest first (1 query)."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError as fault:
        raise Http404 from fault
    revisions = list(MonthlyReport.objects.published().filter(month=first).order_by("-revision"))
    shown = next((one for one in revisions if not revision or one.revision == int(revision)), None)
    if shown is None:
        raise Http404(_("No report about this month is published."))
    return shown, revisions


def _chart(shown: MonthlyReport, counted: figures.Figures) -> Chart:
    counts = counted.counts
    words = {
        pgettext("case", "In time"): counts.in_time,
        pgettext("case", "Late"): counts.late,
        pgettext("case", "Not answered yet"): counts.waiting,
        pgettext("case", "Set aside"): counts.set_aside,
    }
    return columns(
        key="fates",
        title=_("What became of them"),
        description=_("Where the %(received)d messages of %(month)s stood on the day of counting.")
        % {"received": counts.received, "month": formats.month(shown.month)},
        over=_("Where they stood"),
        labels=list(words),
        series=[Series(_("Cases"), list(words.values()))],
    )
