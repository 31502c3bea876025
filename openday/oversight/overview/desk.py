"""The overview of the quality office, its file for the management review, and the way to the next case."""

from dataclasses import astuple
from datetime import date
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from openday.accounts import audit
from openday.oversight import clock
from openday.oversight.desk.staff import AtTheDesk
from openday.oversight.desk.widgets import day_input
from openday.oversight.overview import queries
from openday.oversight.queries import offices_of
from openday.oversight.states import Who
from openday.registrations.staff.export import table

LATE_SHOWN = 50


class PeriodForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("Received from"), widget=day_input())
    until = forms.DateField(label=gettext_lazy("Received until"), widget=day_input())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it starts."))
        return cleaned


class OfficePage(AtTheDesk, WagtailAdminTemplateMixin, View):
    """For the quality office; nobody else learns that the page exists."""

    header_icon = "view"
    page_title = gettext_lazy("Overview of cases")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Who.QUALITY_OFFICE not in offices_of(self.staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        cases = {"url": reverse("oversight_desk:index"), "label": _("Feedback cases")}
        return [*self.breadcrumbs_items, cases, {"url": "", "label": self.page_title}]


class OverviewView(OfficePage):
    template_name = "oversight/desk/overview.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.local_day(timezone.now())
        late = queries.late_cases(self.staff, today=today)
        form = PeriodForm(initial={"since": date(today.year, 1, 1), "until": today})
        return self.render_to_response(self.get_context_data(form=form, late=late, today=today))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today: date = kwargs["today"]
        late = list(kwargs.pop("late")[: LATE_SHOWN + 1])
        return super().get_context_data(
            loads=queries.loads(self.staff, today=today),
            late=[(case, (today - case.due_on).days) for case in late[:LATE_SHOWN]],
            is_more_late=len(late) > LATE_SHOWN,
            # Twelve months are wider than a small window: the newest must be in it.
            months=queries.months_until(today)[::-1],
            trends=[(heading, rows) for heading, rows in self._trends(today) if rows],
            **kwargs,
        )

    def _trends(self, today: date) -> list[tuple[str, list[queries.Trend]]]:
        found = queries.trends(self.staff, today=today)
        return [(_("By category"), found["category"]), (_("By check"), found["check"]), (_("By handling unit"), found["unit"])]


class ReviewExportView(OfficePage):
    """The input for the management review as CSV or XLSX: counts alone, no text and no person."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
        form = PeriodForm(request.GET)
        if not form.is_valid():
            messages.error(request, _("Choose a period that starts before it ends."))
            return redirect("oversight_desk:overview")
        since, until, now = form.cleaned_data["since"], form.cleaned_data["until"], timezone.now()
        audit.note("case.export_review", by=self.staff, about=None, now=now, since=str(since), until=str(until), kind=kind)
        lines = queries.review_lines(self.staff, since=since, until=until, today=clock.local_day(now))
        rows = (["" if value is None else value for value in astuple(line)] for line in lines)
        return table(kind, self._headings(), rows, filename=f"management-review-{since}-{until}")

    @staticmethod
    def _headings() -> list[str]:
        return [
            _("unit"),
            _("category"),
            _("check"),
            _("received"),
            _("accepted"),
            _("answered"),
            _("answered in time"),
            _("extended"),
            _("worked on again"),
            _("second review"),
            _("confirmed"),
            _("partly confirmed"),
            _("not confirmed"),
            _("late today"),
            _("median of days to the answer"),
        ]


class NextView(AtTheDesk, View):
    """On to what waits for this person: the riskiest, then the next due; past the one that was just looked at."""

    def get(self, request: HttpRequest) -> HttpResponse:
        offices = offices_of(self.staff)
        if not offices:
            raise Http404
        after = request.GET.get("after", "")
        queue = queries.queue_of(self.staff, today=clock.local_day(timezone.now()), offices=offices)
        keys = list(queue.values_list("pk", flat=True)[:500])
        if after.isascii() and after.isdigit() and (seen := int(after[:18])) in keys:
            place = keys.index(seen)
            keys = keys[place + 1 :] + keys[:place]
        if not keys:
            messages.success(request, _("Nothing else is waiting for you."))
            return redirect("oversight_desk:index")
        return redirect("oversight_desk:case", keys[0])
