"""Pages to read: the front page of oversight, the procedure, the two legal side-paths, the campaign."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from home.remembered import remembered
from openday.language.names import in_language
from openday.oversight import campaigns, front
from openday.oversight.models import CheckItem, ServiceStandard
from openday.oversight.views import frames
from openday.oversight.vocabulary import Category

LATEST_CASES = 3
PROCEDURE_VERSION = "1.0"
PROCEDURE_VALID_FROM = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class StandardRow:
    category: str
    triage_days: int
    answer_days: int
    extension_days: int
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The time limits in one line, in working days; 0 when no standard is in force."""

    triage: int
    shortest: int
    longest: int


@frames.public
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "figures": front.figures(),
        "commitments": front.cards(),
        "cases": front.latest_answers(LATEST_CASES),
        "satisfaction": front.satisfaction(),
        "limits": _limits(timezone.localdate()),
        "campaigns": front.has_campaign(),
    }
    return render(request, "oversight/index.html", context)


@frames.public
def procedure(request: HttpRequest) -> HttpResponse:
    context = {
        "version": PROCEDURE_VERSION,
        "valid_from": PROCEDURE_VALID_FROM,
        "standards": _standards(timezone.localdate()),
    }
    return render(request, "oversight/procedure.html", context)


@frames.public
def objection(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/objection.html")


@frames.public
def misconduct(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/misconduct.html")


@frames.public
def campaign(request: HttpRequest) -> HttpResponse:
    programme = campaigns.newest()
    if programme is None:
        raise Http404(_("No campaign has been published."))
    context = {"campaign": campaigns.page_of(programme, today=timezone.localdate()), "checks": CheckItem.objects.order_by("position")}
    return render(request, "oversight/campaign.html", context)


def _standards(today: date) -> list[StandardRow]:
    """The versions in force today, one for each category, in the order of the form."""
    in_force: dict[str, ServiceStandard] = {}
    for standard in ServiceStandard.objects.filter(valid_from__lte=today).order_by("version"):
        in_force[standard.category] = standard
    return [
        StandardRow(
            category=str(category.label),
            triage_days=in_force[category].triage_days,
            answer_days=in_force[category].answer_days,
            extension_days=in_force[category].extension_days,
            source=in_language(zh=in_force[category].source, en=in_force[category].source_en),
        )
        for category in Category
        if category in in_force
    ]


@remembered
def _limits(today: date) -> Limits:
    standards = _standards(today)
    return Limits(
        triage=max((row.triage_days for row in standards), default=0),
        shortest=min((row.answer_days for row in standards), default=0),
        longest=max((row.answer_days for row in standards), default=0),
    )
