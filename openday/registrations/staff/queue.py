"""The waiting list of a session as staff see it: who is where, what is held, and every step with its numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openday.events.models import Session
from openday.registrations import queries, rules

STEPS_SHOWN = 100


@require_safe
def waiting_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Names nobody: parties by their codes."""
    session = get_object_or_404(Session.objects.select_related("open_day"), pk=pk)
    context = {
        "header_title": _("Waiting list"),
        "header_subtitle": str(session),
        "header_icon": "list-ol",
        "breadcrumbs_items": [{"url": reverse("sessions:index"), "label": _("Sessions")}, {"url": "", "label": _("Waiting list")}],
        "session": session,
        "parties": queries.waiting_parties(session),
        "steps": queries.steps_in(session, limit=STEPS_SHOWN),
        "overtaken_at_most": rules.OVERTAKEN_AT_MOST,
    }
    return TemplateResponse(request, "registrations/staff/queue.html", context)
