"""The public ledger: the list with its filters, one finding, the matrix of the six checks, both as files."""

import csv
import io
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from home.paging import page_of
from openday.language.spreadsheets import harmless
from openday.oversight.findings import ledger
from openday.oversight.findings.forms import LedgerFilter
from openday.oversight.findings.models import FindingEvent
from openday.oversight.findings.states import Deed
from openday.oversight.views import frames

PER_PAGE = 20


@frames.public
def findings(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first. A hostile or unknown value of a filter narrows nothing."""
    today = timezone.localdate()
    form = LedgerFilter(request.GET or None)
    page = page_of(form.narrowed(ledger.rows(), today=today), request, per_page=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "findings": [ledger.for_everyone(finding, today=today) for finding in page],
        "is_filtered": form.is_narrowing,
    }
    return render(request, "oversight/findings/ledger.html", context)


@frames.public
def finding(request: HttpRequest, number: str) -> HttpResponse:
    """One finding; 410 when it was published once, 404 for every other number."""
    row = ledger.rows().filter(number=number).first()
    if row is not None:
        shown = ledger.for_everyone(row, today=timezone.localdate())
        return render(request, "oversight/findings/finding.html", {"finding": shown})
    if FindingEvent.objects.filter(finding__number=number, deed=Deed.PUBLISH).exists():
        return render(request, "oversight/findings/gone.html", {"number": number}, status=410)
    raise Http404(_("No finding with this number is published."))


@frames.public
def matrix(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/findings/matrix.html", {"matrix": ledger.matrix()})


@frames.public
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """Every published finding, one line for each action (one without actions has one line)."""
    today = timezone.localdate()
    head: list[object] = [
        "number", "title", "unit", "check", "source", "severity", "state", "attempt", "recorded_on", "found", "cause", "action", "what",
        "owner_unit", "due_on", "first_due_on", "action_state", "done_on", "overdue", "evidence", "effect_checks", "closed_on", "indicator",
        "instrument", "cases",
    ]  # fmt: skip
    found = (ledger.for_everyone(row, today=today) for row in ledger.rows().order_by("number").iterator(chunk_size=500))
    return _file("findings.csv", [head, *(line for one in found for line in _lines(one))])


@frames.public
def matrix_csv(request: HttpRequest) -> HttpResponse:
    """Unit, check, published findings, struck off."""
    table = ledger.matrix()
    lines = [[row.unit_code, row.unit, cell.check_code, cell.check, cell.found, cell.closed] for row in table.rows for cell in row.cells]
    header: list[object] = ["unit_code", "unit", "check_code", "check", "found", "struck_off"]
    return _file("six-checks.csv", [header, *lines])


def _lines(one: ledger.PublicFinding) -> Iterable[list[object]]:
    first = [
        one.number, one.title, one.unit, one.check, one.source, one.severity, one.state, one.attempt, one.recorded_on, one.found, one.cause,
    ]  # fmt: skip
    checks = " ".join(f"{check.attempt}:{'effective' if check.is_effective else 'not-effective'}:{check.on}" for check in one.checks)
    last = [checks, one.closed_on or "", one.indicator_code, one.instrument_code, " ".join(one.cases)]
    if not one.actions:
        yield [*first, *[""] * 9, *last]
    for action in one.actions:
        due = [action.due_on or "", action.first_due_on or action.due_on or ""]
        states = [action.state, action.done_on or "", "yes" if action.is_late else ""]
        yield [*first, action.number, action.what, action.unit, *due, *states, "; ".join(action.evidence), *last]


def _file(name: str, lines: Iterable[list[object]]) -> HttpResponse:
    """UTF-8 with a mark, so that Excel keeps the Chinese."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
