"""One registration in the admin, and what staff can do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openday.accounts import audit
from openday.accounts.models import AuditEntry
from openday.accounts.personal_data import masked
from openday.registrations import actions
from openday.registrations.facts import NotActive
from openday.registrations.models import Registration
from openday.registrations.questions import queries as question_queries
from openday.registrations.questions import wording as question_wording
from openday.registrations.questions.states import Kind
from openday.registrations.staff.forms import CancelForm, RevealForm
from openday.registrations.states import CAN_BE_CANCELLED, CAN_BE_MOVED, AccessNeed, Purpose
from openday.registrations.wording import people, pretty_code


def registration_or_404(pk: int) -> Registration:
    rows = Registration.objects.select_related("session__open_day__unit", "pool", "cancelled_by").prefetch_related("consents")
    return get_object_or_404(rows, pk=pk)


@require_safe
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    return inspect_page(request, registration_or_404(pk))


@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show name and contact in full, once, to somebody who says why; the look is noted."""
    registration = registration_or_404(pk)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return inspect_page(request, registration, form=form, status=422)
    audit.note(
        "registrations.reveal",
        by=request.user,  # type: ignore[arg-type]
        about=registration,
        now=timezone.now(),
        reason=form.cleaned_data["reason"],
        unit=registration.session.open_day.unit.code,
    )
    return inspect_page(request, registration, revealed=True)


def inspect_page(
    request: HttpRequest, registration: Registration, *, form: RevealForm | None = None, revealed: bool = False, status: int = 200
) -> HttpResponse:
    needs: Any = registration.access_needs or {}
    context = {
        "page_title": _("Registration"),
        "header_title": pretty_code(registration.code),
        "header_icon": "user",
        "registration": registration,
        "party": people(registration.party),
        "name": registration.name if revealed else masked(registration, "name"),
        "contact": registration.contact if revealed else masked(registration, "contact"),
        "needs": [AccessNeed(code).label for code in needs.get("choices", ()) if code in AccessNeed.values],
        "needs_note": needs.get("note", "") if revealed else "",
        "has_note": bool(needs.get("note")),
        "answers": _answers(registration, revealed=revealed),
        "revealed": revealed,
        "can_reveal": bool(registration.contact) and request.user.has_perm("registrations.change_registration"),
        "withdrawable": {Purpose.FOLLOW_UP, Purpose.ASSISTANCE} if request.user.has_perm("registrations.change_registration") else set(),
        "looks": _looks(request, registration),
        "links": _links(request, registration),
        "form": form or RevealForm(),
        "can_cancel": registration.can_be_cancelled and request.user.has_perm("registrations.change_registration"),
        "can_move": registration.state in CAN_BE_MOVED and request.user.has_perm("registrations.change_registration"),
        "breadcrumbs_items": way_to(pretty_code(registration.code)),
    }
    response = TemplateResponse(request, "registrations/staff/inspect.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _answers(registration: Registration, *, revealed: bool) -> list[tuple[str, str]]:
    """What the party answered; its own words only together with name and contact, as the note about access needs."""
    asked = question_queries.of_open_day(registration.session.open_day_id)
    hidden = set() if revealed else {Kind.LINE, Kind.BLOCK}
    return [
        (one.asked.label, "***" if one.asked.kind in hidden else question_wording.answer(one))
        for one in question_queries.answers_of(registration.pk, asked)
    ]


def way_to(here: str, *, registration: Registration | None = None) -> list[dict[str, str]]:
    """The breadcrumbs of a page about registrations."""
    way = [{"url": reverse("registrations-staff:index"), "label": _("Registrations")}]
    if registration is not None:
        way.append({"url": reverse("registrations-staff:inspect", args=[registration.pk]), "label": pretty_code(registration.code)})
    return [*way, {"url": "", "label": here}]


def _looks(request: HttpRequest, registration: Registration) -> list[AuditEntry] | None:
    """For the data protection officer: what staff did with this registration, the latest first. None for everybody else."""
    if not request.user.has_perm("accounts.view_auditentry"):
        return None
    return list(audit.entries_about(registration)[:50])


def _links(request: HttpRequest, registration: Registration) -> dict[str, str]:
    """Where the names on the page lead, for those who may go there."""
    if not request.user.has_perm("events.change_session"):
        return {}
    session = registration.session
    return {
        "open_day": reverse("open-days:edit", args=[session.open_day_id]),
        "session": reverse("sessions:edit", args=[session.pk]),
        "parties": f"{reverse('registrations-staff:index')}?session={session.pk}",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel one registration for the visitor, who is written to."""
    registration = registration_or_404(pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if registration.state not in CAN_BE_CANCELLED:
        messages.error(request, _("This registration is over or was cancelled already. Nothing was changed."))
        return inspect_page(request, registration, status=409)
    if form.is_bound and form.is_valid():
        try:
            actions.cancel(registration=registration, now=timezone.now(), by=request.user, reason=form.cleaned_data["reason"])
        except NotActive:
            messages.error(request, _("Somebody else got there first. Nothing was changed."))
            return inspect_page(request, registration_or_404(pk), status=409)
        messages.success(request, _("The registration is cancelled and the visitor is written to."))
        return redirect("registrations-staff:inspect", pk)
    context = {
        "header_title": _("Cancel a registration"),
        "header_icon": "cross",
        "breadcrumbs_items": way_to(_("Cancel a registration"), registration=registration),
        "registration": registration,
        "party": people(registration.party),
        "form": form,
    }
    return TemplateResponse(request, "registrations/staff/cancel.html", context, status=status)


@require_POST
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a consent back for a visitor who called or wrote."""
    registration = registration_or_404(pk)
    purpose = request.POST.get("purpose", "")
    if actions.withdraw_consent(registration=registration, purpose=purpose, now=timezone.now(), by=request.user):
        messages.success(request, _("The consent is withdrawn."))
    else:
        messages.warning(request, _("There is no such consent any more. Nothing was changed."))
    return redirect("registrations-staff:inspect", pk)
