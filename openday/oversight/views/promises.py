"""Commitments: all of them, one indicator, and its readings as a file."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.language.spreadsheets import harmless
from openday.oversight import board as all_100
from openday.oversight import commitments, front
from openday.oversight.commitments import IndicatorPage
from openday.oversight.verdicts import Verdict
from openday.oversight.views import frames


@frames.public
def overview(request: HttpRequest) -> HttpResponse:
    context = {"commitments": front.cards(), "verdicts": {verdict.value: verdict.label for verdict in Verdict}}
    return render(request, "oversight/commitments.html", context)


@frames.public
def board(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/board.html", {"board": all_100.board()})


@frames.public
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    page = commitments.page_of(get_object_or_404(commitments.indicators(), code=code))
    return render(request, "oversight/indicator.html", {"indicator": page})


@frames.public
def indicator_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every released reading, corrected ones marked; UTF-8 with a mark so that Excel keeps the Chinese."""
    page = commitments.page_of(get_object_or_404(commitments.indicators(), code=code))
    response = HttpResponse("\ufeff" + _table(page), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{page.code}.csv"'
    return response


def _table(page: IndicatorPage) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            _("Indicator"),
            pgettext("indicator", "Unit"),
            pgettext("indicator", "Period from"),
            pgettext("indicator", "Period to"),
            pgettext("indicator", "Counted"),
            pgettext("indicator", "Out of"),
            pgettext("indicator", "Per mille"),
            _("At most, per mille (95%)"),
            pgettext("indicator", "Target"),
            pgettext("indicator", "Verdict"),
            pgettext("indicator", "Evidence"),
            _("Reason of a miss and what is done"),
            pgettext("indicator", "Published"),
            _("Corrected later"),
        ]
    )
    for reading in page.readings:
        row = [
            page.name,
            reading.unit,
            reading.period_from.isoformat(),
            reading.period_to.isoformat(),
            reading.numerator,
            reading.denominator,
            f"{reading.numerator * 1000 / reading.denominator:.4f}",
            "" if reading.bound_per_mille is None else f"{reading.bound_per_mille:.4f}",
            reading.target,
            reading.verdict_label,
            reading.evidence,
            reading.reason,
            reading.released_on.isoformat(),
            _("yes") if reading.is_corrected else "",
        ]
        writer.writerow([harmless(cell) for cell in row])
    return text.getvalue()
