"""For the supervisor: who is inside, and what two phones without a network made of the same ticket."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openday.accounts.personal_data import masked
from openday.accounts.roles import ADMINISTRATOR, ORGANISER, has_role, units_of
from openday.events.models import Session
from openday.registrations.gate import actions, queries
from openday.registrations.gate.models import CheckIn
from openday.registrations.wording import pretty_code

LATEST = 30


def _own_session(user: Any, pk: int) -> Session:
    """404 for who does not supervise, and for sessions of other units alike."""
    if not has_role(user, ORGANISER, ADMINISTRATOR):
        raise Http404
    own = Session.objects.filter(open_day__unit__in=units_of(user)).select_related("open_day")
    return get_object_or_404(own, pk=min(pk, 2**63 - 1))


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_session(request.user, pk)
    rows = CheckIn.objects.filter(session=found).select_related("registration", "by", "about__registration")
    context = {
        "header_title": _("Gate: %(session)s") % {"session": found.when()},
        "header_icon": "group",
        "breadcrumbs_items": [{"url": reverse("sessions:index"), "label": _("Sessions")}, {"url": "", "label": _("Gate")}],
        "session": found,
        "count": queries.headcount(found.pk),
        "to_settle": [_row(row) for row in rows.to_settle()],
        "latest": [_row(row) for row in rows.order_by("-received_at", "-pk")[:LATEST]],
    }
    response = TemplateResponse(request, "registrations/gate/desk.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _row(row: CheckIn) -> dict[str, Any]:
    party = row.registration
    return {"check_in": row, "code": pretty_code(party.code) if party else "", "name": masked(party, "name") if party else ""}


@require_POST
def settle(request: HttpRequest, pk: int, check_in: int) -> HttpResponse:
    """Decide about one scan: do its people count or not."""
    found = _own_session(request.user, pk)
    row = get_object_or_404(CheckIn.objects.exclude(trouble=""), pk=min(check_in, 2**63 - 1), session=found)
    if actions.settle(check_in=row, counts=request.POST.get("counts") == "yes", by=request.user, now=timezone.now()):
        messages.success(request, _("It is settled."))
    else:
        messages.warning(request, _("Somebody else got there first. Nothing was changed."))
    return redirect("gate:session", pk)
