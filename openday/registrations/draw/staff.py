"""The draw of a session in the admin: set it up, see what comes next, enter the public value as one of two officers."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openday.events.models import Session
from openday.registrations.draw import actions
from openday.registrations.draw.forms import EnterValueForm, SetUpForm, ValueNameForm
from openday.registrations.draw.queries import outcome
from openday.registrations.facts import DrawImpossible, DrawNotReady, Refused, SameOfficer
from openday.registrations.models import Draw, Lot


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the draw of a session with the one form that fits its state; POST does that deed (303), 409 when it is refused."""
    session = get_object_or_404(Session.objects.select_related("open_day"), pk=pk)
    row = Draw.objects.filter(session=session).select_related("first_by", "second_by", "session__open_day").first()
    now = timezone.now()
    kind = _form_for(row, now=now)
    form = kind(request.POST if request.method == "POST" else None, initial=_initial(row)) if kind else None
    status = 200
    if request.method == "POST":
        status = 422
        if form is None:
            # Somebody else was faster, or the page is old.
            messages.warning(request, _("There is nothing to do at this moment."))
            return redirect("registrations-staff:draw", pk)
        if form.is_valid():
            try:
                _do(request, session, row, form, now=now)
                return redirect("registrations-staff:draw", pk)
            except Refused as refusal:
                form.add_error(None, _why(refusal))
                status = 409
                row = Draw.objects.filter(session=session).select_related("first_by", "second_by", "session__open_day").first()
    return TemplateResponse(request, "registrations/draw/staff.html", _words(request, session, row, form, now=now), status=status)


def _form_for(row: Draw | None, *, now: datetime) -> type[forms.Form] | None:
    if row is None:
        return SetUpForm
    if row.state == Draw.State.COLLECTING:
        return ValueNameForm
    if row.state == Draw.State.LISTED and timezone.localdate(now) >= row.value_on:
        return EnterValueForm
    return None


def _initial(row: Draw | None) -> dict[str, Any]:
    return {"value_zh": row.value_zh, "value_en": row.value_en, "value_on": row.value_on} if row else {}


def _do(request: HttpRequest, session: Session, row: Draw | None, form: forms.Form, *, now: datetime) -> None:
    given = form.cleaned_data
    if row is None:
        actions.set_up(session=session, **given, now=now, by=request.user)
        messages.success(request, _("The places of this session are now drawn by lot. The promise of the seed is published."))
    elif isinstance(form, EnterValueForm):
        if actions.enter_value(draw=row, value=given["value"], now=now, by=request.user):
            messages.success(request, _("The lots are drawn; every party is written to."))
        else:
            messages.success(request, _("Your entry is noted. A second officer has to enter the same value."))
    else:
        actions.name_value(draw=row, **given, now=now, by=request.user)
        messages.success(request, _("The public value is changed."))


def _why(refusal: Refused) -> str:
    if isinstance(refusal, SameOfficer):
        return _("You have entered the value already. The second entry has to be another person's.")
    if isinstance(refusal, DrawImpossible):
        return {
            "taken": _("Somebody has registered for this session already: places that were given cannot be drawn."),
            "session": _("This session will not take place."),
            "deadline": _("The deadline has to be ahead, and before registration closes."),
            "value_day": _("The day of the public value has to be after the deadline, after today, and before the day of the visit."),
        }.get(refusal.code, _("This session has a draw already."))
    if isinstance(refusal, DrawNotReady):
        return _("Somebody else was faster, or it is too early. Please look again.")
    return _("The two entries differ. Both are deleted: please look the value up and enter it anew, both of you.")


def _words(request: HttpRequest, session: Session, row: Draw | None, form: forms.Form | None, *, now: datetime) -> dict[str, Any]:
    return {
        "header_title": _("Draw"),
        "header_subtitle": str(session),
        "header_icon": "rotate",
        "breadcrumbs_items": [{"url": reverse("sessions:index"), "label": _("Sessions")}, {"url": "", "label": _("Draw")}],
        "session": session,
        "draw": row,
        "form": form,
        "enters_value": isinstance(form, EnterValueForm),
        "is_first_officer": row is not None and row.first_by_id == request.user.pk,
        "applications": Lot.objects.filter(draw=row, registration__state="waiting").count() if row and not row.is_drawn else 0,
        "outcome": outcome(row) if row else None,
        "is_late": row is not None and row.state == Draw.State.COLLECTING and timezone.localdate(now) >= row.value_on,
    }
