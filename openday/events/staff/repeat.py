"""Plan a session again on a few other days."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openday.events import actions
from openday.events.models import Session
from openday.events.staff.fields import DayInput


class RepeatForm(forms.Form):
    """Further days for a session, with everything else the same."""

    MOST_DAYS = 8

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, self.MOST_DAYS + 1):
            self.fields[f"day_{number}"] = forms.DateField(
                label=_("Day %(number)d") % {"number": number}, widget=DayInput(), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["days"] = sorted({day for name, day in cleaned.items() if name.startswith("day_") and day})
        if not cleaned["days"] and not self.errors:
            raise ValidationError(_("Choose at least one day."))
        return cleaned


def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the same session on other days; days that have it already are left out."""
    session = get_object_or_404(Session.objects.select_related("open_day"), pk=pk)
    form = RepeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _repeat(session, form.cleaned_data["days"], by=request.user)
        messages.success(request, ngettext("%(count)d session planned.", "%(count)d sessions planned.", made) % {"count": made})
        return redirect("sessions:index")
    title = _("Repeat on other days")
    way = [
        {"url": reverse("sessions:index"), "label": _("Sessions")},
        {"url": reverse("sessions:edit", args=[pk]), "label": str(session)},
        {"url": "", "label": title},
    ]
    context = {"session": session, "form": form, "header_title": title, "header_icon": "copy", "breadcrumbs_items": way}
    return TemplateResponse(request, "events/staff/repeat.html", context, status=422 if form.is_bound else 200)


def _repeat(session: Session, days: list[Any], *, by: Any) -> int:
    starts_at, ends_at = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    capacities = dict(session.pools.values_list("kind", "capacity"))
    made = 0
    for day in days:
        shift: timedelta = day - starts_at.date()
        if Session.objects.filter(open_day=session.open_day, starts_at=starts_at + shift).exists():
            continue
        actions.plan_session(
            open_day=session.open_day,
            starts_at=starts_at + shift,
            ends_at=ends_at + shift,
            languages=session.languages,
            guide_zh=session.guide_zh,
            by_invitation=session.by_invitation,
            capacities=capacities,
            by=by,
            now=timezone.now(),
        )
        made += 1
    return made
