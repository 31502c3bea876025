"""The public table of demand and capability, and the same as a file."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from openday.language.spreadsheets import harmless
from openday.oversight.capability.models import CapabilityLine
from openday.oversight.views import frames

State = CapabilityLine.State


@dataclass(frozen=True, slots=True)
class PublicLine:
    demand: str
    source: str
    method: str
    unit: str
    state: str
    state_label: str
    due_on: date | None
    is_late: bool


def public_lines(*, today: date, state: str = "") -> list[PublicLine]:
    """Lines that are marked public, gaps first. One query."""
    rows = CapabilityLine.objects.filter(is_public=True).select_related("unit")
    order = {State.GAP: 0, State.BUILDING: 1, State.PRESENT: 2}
    shown = [
        PublicLine(
            demand=row.demand_in(),
            source=row.source_in(),
            method=row.method_in(),
            unit=row.unit.name,
            state=row.state,
            state_label=row.get_state_display(),
            due_on=row.due_on,
            is_late=row.state != State.PRESENT and row.due_on is not None and today > row.due_on,
        )
        for row in rows
        if state in ("", row.state)
    ]
    return sorted(shown, key=lambda line: order[State(line.state)])


@frames.public
def capability(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("state", "")
    state = wanted if wanted in State.values else ""
    everything = public_lines(today=timezone.localdate())
    counts = Counter(line.state for line in everything)
    context = {
        "lines": [line for line in everything if state in ("", line.state)],
        "states": [(one.value, one.label, counts[one.value]) for one in State],
        "chosen": state,
        "total": len(everything),
    }
    return render(request, "oversight/capability.html", context)


@frames.public
def capability_csv(request: HttpRequest) -> HttpResponse:
    """UTF-8 with a mark, so that Excel keeps the Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["demand", "source", "method", "unit", "state", "due_on", "late"])
    for line in public_lines(today=timezone.localdate()):
        row = [line.demand, line.source, line.method, line.unit, line.state, line.due_on or "", "yes" if line.is_late else ""]
        writer.writerow([harmless(cell) for cell in row])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="capability.csv"'
    return response
