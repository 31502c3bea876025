"""Public pages of instruments: the catalogue, one instrument, the catalogue as a file."""

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from openday.language.spreadsheets import harmless
from openday.oversight.findings import ledger
from openday.oversight.instruments import catalogue
from openday.oversight.views import frames


@frames.public
def instruments(request: HttpRequest) -> HttpResponse:
    """All public instruments, the shared ones first."""
    today = timezone.localdate()
    shown = [catalogue.for_everyone(row, today=today) for row in catalogue.rows()]
    context = {
        "shared": [one for one in shown if one.is_shared],
        "others": [one for one in shown if not one.is_shared],
        "figure": catalogue.calibration_figure(today=today),
    }
    return render(request, "oversight/instruments/catalogue.html", context)


@frames.public
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    row = catalogue.rows().filter(code=code).first()
    if row is None:
        raise Http404(_("No instrument with this code is published."))
    context = {"instrument": catalogue.for_everyone(row, today=timezone.localdate()), "findings": ledger.mentions(instrument=row)}
    return render(request, "oversight/instruments/instrument.html", context)


@frames.public
def instruments_csv(request: HttpRequest) -> HttpResponse:
    """UTF-8 with a mark, so that Excel keeps the Chinese. The latest period of hours of each instrument."""
    today = timezone.localdate()
    lines: list[list[object]] = [
        [
            "code",
            "name",
            "model",
            "unit",
            "shared",
            "open_hours",
            "valid_until",
            "overdue",
            "period",
            "available",
            "used",
            "for_others",
            "out_of_order",
        ]
    ]
    for one in (catalogue.for_everyone(row, today=today) for row in catalogue.rows()):
        last = one.hours[0] if one.hours else None
        hours: list[object] = [last.period, last.available, last.used, last.for_others, last.out_of_order] if last else [""] * 5
        marks = ["yes" if one.is_shared else "", one.open_hours, one.valid_until or "", "yes" if one.is_overdue else ""]
        lines.append([one.code, one.name, one.model, one.unit, *marks, *hours])
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) for cell in line] for line in lines)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="instruments.csv"'
    return response
