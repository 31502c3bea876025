"""Instruments, calibrations, hours, demand and capability in the staff area, kept by the quality office."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList, Panel
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup

from openday.accounts import audit
from openday.accounts.roles import QUALITY_OFFICE, has_role
from openday.oversight.capability.models import CapabilityLine
from openday.oversight.desk.promises import FixedWhenMade, NotedCreateView, PromiseViewSet
from openday.oversight.desk.staff import signed_in
from openday.oversight.desk.widgets import day_input
from openday.oversight.findings.queries import findings_for
from openday.oversight.instruments import rules
from openday.oversight.instruments.models import Calibration, Instrument, InstrumentHours
from openday.oversight.queries import cases_for


class ValidUntilColumn(Column):
    """Until when the calibration holds, with a tag when that is past."""

    cell_template_name = "oversight/instruments/desk/valid_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        today = timezone.localdate()
        context["is_overdue"] = instance.is_in_use and instance.needs_calibration and rules.is_overdue(instance.valid_until, today=today)
        context["is_soon"] = rules.is_soon(instance.valid_until, today=today)
        return context


class InstrumentForm(FixedWhenMade):
    fixed = ("code",)
    why_fixed = _("Addresses of public pages contain it.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_shared") and not cleaned.get("is_public"):
            self.add_error("is_public", _("What is shared is public."))
        if cleaned.get("is_shared") and not cleaned.get("open_hours_zh"):
            self.add_error("open_hours_zh", _("Say when it is open to others."))
        return cleaned


class AboutItPanel(Panel):
    """Findings and enquiries about the instrument, as far as whoever looks may see them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "oversight/instruments/desk/about_it.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            user = signed_in(self.request)
            return {
                **super().get_context_data(parent_context),
                "findings": findings_for(user).filter(instrument=self.instance).order_by("-recorded_at", "-pk")[:50],
                "cases": cases_for(user).filter(instrument=self.instance).order_by("-received_at", "-pk")[:50],
            }


class InstrumentIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().with_calibration().select_related("unit")


class InstrumentViewSet(PromiseViewSet):
    model = Instrument
    name = "instruments"
    url_prefix = "oversight/instruments"
    icon = "cogs"
    menu_label = _("Instruments")
    menu_order = 10
    index_view_class = InstrumentIndexView
    list_filter = ["unit", "is_in_use", "is_shared", "is_public"]
    search_fields = ["name_zh", "name_en", "code", "model"]
    # The index holds public instruments only; the desk looks for every one.
    search_backend_name = None
    list_display = [
        "__str__",
        Column("code", label=_("code"), sort_key="code"),
        Column("unit", label=_("unit")),
        ValidUntilColumn("valid_until", label=_("calibration valid until")),
        Column("is_shared", label=_("shared with others"), accessor=lambda row: _("yes") if row.is_shared else "–"),
        Column("is_public", label=_("public"), accessor=lambda row: _("yes") if row.is_public else "–"),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("unit"), FieldPanel("model")]),
            FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
            FieldPanel("use_zh"),
            FieldPanel("use_en"),
            FieldRowPanel([FieldPanel("is_in_use"), FieldPanel("needs_calibration"), FieldPanel("is_public"), FieldPanel("is_shared")]),
            FieldRowPanel([FieldPanel("open_hours_zh"), FieldPanel("open_hours_en")]),
            FieldPanel("terms_zh"),
            FieldPanel("terms_en"),
            AboutItPanel(),
        ],
        base_form_class=InstrumentForm,
    )


class CalibrationForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("calibrated_on"), cleaned.get("valid_until")
        if start and start > timezone.localdate():
            self.add_error("calibrated_on", _("This day has not come yet."))
        if start and end and end < start:
            self.add_error("valid_until", _("The period ends before it starts."))
        return cleaned


class CalibrationCreateView(generic.CreateView):
    """Append-only: who made a mistake adds another row."""

    def save_instance(self) -> Calibration:
        row: Calibration = self.form.save(commit=False)
        row.entered_by = self.request.user
        row.save()
        audit.note("promise.add", by=self.request.user, about=row, now=timezone.now())
        return row

    def get_success_buttons(self) -> list[Any]:
        return []


class RelatedIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("instrument__unit")


class CalibrationViewSet(PromiseViewSet):
    model = Calibration
    name = "calibrations"
    url_prefix = "oversight/calibrations"
    icon = "tick-inverse"
    menu_label = _("Calibrations")
    menu_order = 20
    add_view_class = CalibrationCreateView
    index_view_class = RelatedIndexView
    without = frozenset({"delete", "usage", "edit", "history", "history_results"})
    list_filter = ["instrument", "result"]
    list_display = [
        "__str__",
        Column("valid_until", label=_("valid until"), sort_key="valid_until"),
        Column("result", label=_("result"), accessor="get_result_display"),
        Column("certificate", label=_("certificate number (internal)")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(_("Written once. When something is wrong, add another row: the latest counts.")),
            FieldPanel("instrument"),
            FieldRowPanel(
                [FieldPanel("calibrated_on", widget=day_input()), FieldPanel("valid_until", widget=day_input()), FieldPanel("result")]
            ),
            FieldRowPanel([FieldPanel("by_whom_zh"), FieldPanel("by_whom_en")]),
            FieldPanel("certificate"),
        ],
        base_form_class=CalibrationForm,
    )


class HoursForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for part, whole, words in (
            ("used", "available", _("More hours were used than available.")),
            ("for_others", "used", _("More hours were given to others than used.")),
            ("period_from", "period_to", _("The period ends before it starts.")),
        ):
            less, more = cleaned.get(part), cleaned.get(whole)
            if less is not None and more is not None and less > more:
                self.add_error(part, words)
        return cleaned


class HoursViewSet(PromiseViewSet):
    model = InstrumentHours
    name = "instrument-hours"
    url_prefix = "oversight/instrument-hours"
    icon = "time"
    menu_label = _("Hours of instruments")
    menu_order = 30
    index_view_class = RelatedIndexView
    list_filter = ["instrument"]
    list_display = [
        "__str__",
        Column("used", label=_("hours used")),
        Column("available", label=_("hours available")),
        Column("use", label=_("use")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("instrument"),
            FieldRowPanel([FieldPanel("period_from", widget=day_input()), FieldPanel("period_to", widget=day_input())]),
            FieldRowPanel([FieldPanel("available"), FieldPanel("used"), FieldPanel("for_others"), FieldPanel("out_of_order")]),
        ],
        base_form_class=HoursForm,
    )


class CapabilityForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") == CapabilityLine.State.BUILDING and not cleaned.get("due_on"):
            self.add_error("due_on", _("Say until when it will be present."))
        return cleaned


class CapabilityIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("unit")


class CapabilityViewSet(PromiseViewSet):
    model = CapabilityLine
    name = "capability"
    url_prefix = "oversight/capability"
    icon = "table"
    menu_label = _("Demand and capability")
    menu_order = 40
    add_view_class = NotedCreateView
    index_view_class = CapabilityIndexView
    list_filter = ["unit", "state", "is_public"]
    search_fields = ["demand_zh", "demand_en", "method_zh"]
    list_display = [
        "__str__",
        Column("unit", label=_("unit")),
        Column("state", label=_("state"), accessor="get_state_display", sort_key="state"),
        Column("due_on", label=_("to be present by"), sort_key="due_on"),
        Column("is_public", label=_("public"), accessor=lambda row: _("yes") if row.is_public else "–"),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("demand_zh"), FieldPanel("demand_en")]),
            FieldRowPanel([FieldPanel("source_zh"), FieldPanel("source_en")]),
            FieldRowPanel([FieldPanel("method_zh"), FieldPanel("method_en")]),
            FieldRowPanel([FieldPanel("unit"), FieldPanel("state"), FieldPanel("due_on", widget=day_input())]),
            FieldPanel("is_public"),
            FieldPanel("note"),
        ],
        base_form_class=CapabilityForm,
    )


class InstrumentsGroup(ViewSetGroup):
    # Short, for the menu: "resources" are what clause 6 of ISO/IEC 17025 calls them.
    menu_label = _("Resources")
    menu_icon = "cogs"
    menu_order = 175
    items = (InstrumentViewSet(), CalibrationViewSet(), HoursViewSet(), CapabilityViewSet())


class CalibrationPanel(Component):
    """Instruments in use whose calibration has run out: using them makes reports untrue."""

    order = 72
    template_name = "oversight/instruments/desk/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        rows = list(Instrument.objects.overdue(today=timezone.localdate()).select_related("unit").order_by("unit__code", "code")[:21])
        return {"rows": rows[:20], "is_more": len(rows) > 20}


def panels_for(request: HttpRequest) -> list[Component]:
    return [CalibrationPanel()] if has_role(signed_in(request), QUALITY_OFFICE) else []
