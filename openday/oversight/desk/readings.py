"""Readings of the indicators: a unit enters, the quality office releases."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from openday.accounts.models import Unit, User
from openday.accounts.roles import HANDLER, QUALITY_OFFICE, has_role, units_of
from openday.oversight import actions
from openday.oversight.desk import forms
from openday.oversight.desk.staff import AtTheDesk
from openday.oversight.models import Measurement


def units_read_by(user: User) -> set[int]:
    """Units whose readings this person sees and enters: all for the quality office."""
    if has_role(user, QUALITY_OFFICE):
        return set(Unit.objects.values_list("pk", flat=True))
    return units_of(user) if has_role(user, HANDLER) else set()


class ReadingIndexView(AtTheDesk, generic.IndexView):
    model = Measurement
    any_permission_required = None
    page_title = _("Indicator readings")
    header_icon = "success"
    paginate_by = 30
    list_filter = ["indicator", "unit"]
    index_url_name = "oversight_readings:index"
    index_results_url_name = "oversight_readings:index_results"
    default_ordering = "-entered_at"

    @staticmethod
    def is_open_to(user: User) -> bool:
        return has_role(user, QUALITY_OFFICE, HANDLER)

    columns = [
        TitleColumn(
            "indicator",
            label=_("Indicator"),
            get_url=lambda reading: None if reading.released_at else reverse("oversight_readings:release", args=[reading.pk]),
        ),
        Column("unit", label=_("Unit")),
        Column("period", label=_("Period"), accessor=lambda reading: f"{reading.period_from} – {reading.period_to}"),
        Column("reading", label=_("Reading"), accessor=str),
        Column("entered_at", label=_("Entered at"), sort_key="entered_at"),
        Column("entered_by", label=_("Entered by")),
        Column("released_at", label=_("Released at"), sort_key="released_at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_open_to(self.staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        readings = Measurement.objects.filter(unit__in=units_read_by(self.staff))
        return readings.select_related("indicator", "unit", "entered_by", "released_by")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Enter a reading"), url=reverse("oversight_readings:enter"), icon_name="plus")]


class ReadingPage(AtTheDesk, WagtailAdminTemplateMixin, View):
    template_name = "oversight/desk/reading.html"
    header_icon = "success"
    index_label = _("Indicator readings")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("oversight_readings:index"), "label": self.index_label}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.page_title}]


class EnterReadingView(ReadingPage):
    page_title = _("Enter a reading")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ReadingIndexView.is_open_to(self.staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=forms.ReadingForm(unit_ids=units_read_by(self.staff))))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.ReadingForm(request.POST, unit_ids=units_read_by(self.staff))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        actions.enter_reading(**form.cleaned_data, by=self.staff, now=timezone.now())
        messages.success(request, _("The reading was entered. The quality office releases it."))
        return redirect("oversight_readings:index")


class ReleaseReadingView(ReadingPage):
    """Only the quality office releases, and never its own entry."""

    page_title = _("Release the reading")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(self.staff, QUALITY_OFFICE):
            raise Http404
        readings = Measurement.objects.select_related("indicator", "unit", "entered_by", "corrects")
        self.reading = get_object_or_404(readings, pk=kwargs["pk"], released_at=None)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(reading=self.reading))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.release_reading(reading=self.reading, by=self.staff, now=timezone.now())
        except actions.OwnReading:
            messages.error(request, _("You entered this reading. Someone else must release it."))
            return self.render_to_response(self.get_context_data(reading=self.reading), status=422)
        except actions.CaseMoved:
            messages.warning(request, _("Someone else released it first."))
            return redirect("oversight_readings:index")
        messages.success(request, _("The reading is public now."))
        return redirect("oversight_readings:index")
