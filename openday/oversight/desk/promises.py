"""What the office promised and planned, kept by the quality office: time limits, indicators, targets, programmes.

A promise is never rewritten: a new time limit is a new version, a new target a new row. What was
said wrongly around it (words, sources) can be put right.
"""

from typing import Any

from django import forms
from django.db import IntegrityError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from openday.accounts import audit
from openday.oversight import actions
from openday.oversight.desk.widgets import day_input
from openday.oversight.models import Indicator, PlanItem, Programme, ServiceStandard, Target


class FixedWhenMade(WagtailAdminModelForm):
    """Fields named in `fixed` are chosen once; afterwards they only show."""

    fixed: tuple[str, ...] = ()
    why_fixed: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.fixed:
                self.fields[name].disabled = True
            if self.fixed:
                self.fields[self.fixed[0]].help_text = self.why_fixed


class NotedCreateView(generic.CreateView):
    def save_instance(self) -> Any:
        made = super().save_instance()
        audit.note("promise.add", by=self.request.user, about=made, now=timezone.now())
        return made


class NotedEditView(generic.EditView):
    def save_instance(self) -> Any:
        changed = super().save_instance()
        audit.note("promise.change", by=self.request.user, about=changed, now=timezone.now(), fields=list(self.form.changed_data))
        return changed


class PromiseViewSet(ModelViewSet):
    """Rows are added and corrected, never deleted: cases, readings and published pages stand on them."""

    add_view_class = NotedCreateView
    edit_view_class = NotedEditView
    copy_view_enabled = False
    list_per_page = 50
    without: frozenset[str] = frozenset({"delete", "usage"})

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        undefined = {f"{name}_url_name": self.UNDEFINED for name in self.without}
        return super().get_common_view_kwargs(**{**undefined, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in self.without]


# ---- Time limits -------------------------------------------------------------------------


class StandardForm(WagtailAdminModelForm):
    class Meta:
        model = ServiceStandard
        fields = [
            "category",
            "valid_from",
            "triage_days",
            "answer_days",
            "extension_days",
            "redo_days",
            "appeal_days",
            "source",
            "source_en",
        ]
        widgets = {"valid_from": day_input()}

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("A promise holds from today on or later: cases of the past keep theirs."))
        return day


class StandardCreateView(generic.CreateView):
    """A new version of the promise for one category; the older ones stay with their cases."""

    def save_instance(self) -> ServiceStandard:
        return actions.promise_time_limits(**self.form.cleaned_data, by=self.request.user, now=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.add_error(None, _("Somebody else added a version at the same moment. Look at it before you add yours."))
        self.produced_error_message = self.get_error_message()
        response: HttpResponse = self.form_invalid(form)
        response.status_code = 409
        return response

    def get_success_buttons(self) -> list[Any]:
        return []


class StandardViewSet(PromiseViewSet):
    model = ServiceStandard
    name = "standards"
    url_prefix = "oversight/standards"
    icon = "time"
    menu_label = gettext_lazy("Time limits")
    menu_order = 40
    add_view_class = StandardCreateView
    without = frozenset({"delete", "usage", "edit", "history", "history_results"})
    list_filter = ["category"]
    list_display = [
        "get_category_display",
        Column("version", label=gettext_lazy("version"), sort_key="version"),
        Column("valid_from", label=gettext_lazy("valid from"), sort_key="valid_from"),
        Column("triage_days", label=gettext_lazy("days to accept")),
        Column("answer_days", label=gettext_lazy("days to answer")),
        Column("extension_days", label=gettext_lazy("days of extension")),
        Column("source", label=gettext_lazy("source")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(gettext_lazy("All limits are working days. A new version holds for cases that arrive from its first day on.")),
            FieldRowPanel([FieldPanel("category"), FieldPanel("valid_from")]),
            FieldRowPanel([FieldPanel("triage_days"), FieldPanel("answer_days"), FieldPanel("extension_days")]),
            FieldRowPanel([FieldPanel("redo_days"), FieldPanel("appeal_days")]),
            FieldPanel("source"),
        ],
        base_form_class=StandardForm,
    )


# ---- Indicators and targets --------------------------------------------------------------


class IndicatorForm(FixedWhenMade):
    fixed = ("code", "basis", "direction", "scale", "least_denominator")
    why_fixed = gettext_lazy("How it is counted cannot change: earlier readings would mean something else. Make a new indicator.")


class IndicatorViewSet(PromiseViewSet):
    model = Indicator
    name = "indicators"
    url_prefix = "oversight/indicators"
    icon = "success"
    menu_label = gettext_lazy("Indicators")
    menu_order = 20
    search_fields = ["name_zh", "name_en", "code"]
    list_filter = ["basis"]
    list_display = [
        "__str__",
        Column("code", label=gettext_lazy("code"), sort_key="code"),
        Column("basis", label=gettext_lazy("basis of the count"), accessor="get_basis_display"),
        Column("direction", label=gettext_lazy("direction"), accessor="get_direction_display"),
        Column("scale", label=gettext_lazy("scale"), accessor="get_scale_display"),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
            FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
            FieldPanel("definition_zh"),
            FieldPanel("definition_en"),
            FieldRowPanel([FieldPanel("numerator_zh"), FieldPanel("numerator_en")]),
            FieldRowPanel([FieldPanel("denominator_zh"), FieldPanel("denominator_en")]),
            FieldRowPanel([FieldPanel("basis"), FieldPanel("direction"), FieldPanel("scale"), FieldPanel("least_denominator")]),
        ],
        base_form_class=IndicatorForm,
    )


class TargetForm(FixedWhenMade):
    fixed = ("indicator", "unit", "limit_per_mille", "position")
    why_fixed = gettext_lazy("A target is never rewritten. Add a new one, with the next number in the order of time.")


class TargetIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("indicator", "unit")


class TargetViewSet(PromiseViewSet):
    model = Target
    name = "targets"
    url_prefix = "oversight/targets"
    icon = "crosshairs"
    menu_label = gettext_lazy("Targets")
    menu_order = 30
    index_view_class = TargetIndexView
    list_filter = ["indicator", "unit"]
    list_display = [
        "__str__",
        Column("unit", label=gettext_lazy("unit")),
        Column("set_by", label=gettext_lazy("set by"), accessor=lambda target: target.set_by_in()),
        Column("position", label=gettext_lazy("order in time")),
        Column("valid_from", label=gettext_lazy("valid from"), accessor=lambda target: target.valid_from or _("not published")),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("indicator"), FieldPanel("unit")]),
            FieldRowPanel([FieldPanel("limit_per_mille"), FieldPanel("position"), FieldPanel("valid_from", widget=day_input())]),
            FieldRowPanel([FieldPanel("set_by_zh"), FieldPanel("set_by_en")]),
            FieldRowPanel([FieldPanel("source_zh"), FieldPanel("source_en")]),
        ],
        base_form_class=TargetForm,
    )


# ---- Programmes --------------------------------------------------------------------------


class ProgrammeForm(FixedWhenMade):
    fixed = ("code",)
    why_fixed = gettext_lazy("Addresses of public pages contain it.")


class ProgrammeViewSet(PromiseViewSet):
    model = Programme
    name = "programmes"
    url_prefix = "oversight/programmes"
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Programmes")
    menu_order = 50
    search_fields = ["name_zh", "name_en", "code"]
    list_display = ["__str__", Column("code", label=gettext_lazy("code"), sort_key="code")]
    edit_handler = ObjectList(
        [
            FieldPanel("code"),
            FieldRowPanel([FieldPanel("name_zh"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("source_zh"), FieldPanel("source_en")]),
        ],
        base_form_class=ProgrammeForm,
    )


class PlanItemForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        figure = [cleaned.get(name) for name in ("certified", "in_post", "figure_on")]
        if any(part is not None for part in figure) and any(part is None for part in figure):
            self.add_error("certified", _("A figure needs its number, its whole and its day."))
        elif figure[0] is not None and figure[1] is not None and figure[0] > figure[1]:
            self.add_error("certified", _("More were counted than there are."))
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The period ends before it starts."))
        parent = cleaned.get("parent")
        if parent and (parent.programme != cleaned.get("programme") or parent.pk == self.instance.pk or parent.parent_id):
            self.add_error("parent", _("Choose an item of the same programme that is no part itself."))
        return cleaned


class PlanItemIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("programme", "unit")


class PlanItemViewSet(PromiseViewSet):
    model = PlanItem
    name = "plan-items"
    url_prefix = "oversight/plan-items"
    icon = "list-ol"
    menu_label = gettext_lazy("Plan items")
    menu_order = 60
    index_view_class = PlanItemIndexView
    list_filter = ["programme", "kind", "unit", "progress"]
    search_fields = ["title_zh", "title_en"]
    list_display = [
        "__str__",
        Column("kind", label=gettext_lazy("kind"), accessor="get_kind_display", sort_key="kind"),
        Column("unit", label=gettext_lazy("unit"), accessor=lambda item: item.unit or "–"),
        Column("when", label=gettext_lazy("when"), accessor=lambda item: item.when_in() or "–"),
        Column("progress", label=gettext_lazy("progress"), accessor="get_progress_display", sort_key="progress"),
        Column("programme", label=gettext_lazy("programme")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(gettext_lazy("Leave the title empty when the source counts this item but does not name it: the page then says so.")),
            FieldRowPanel([FieldPanel("programme"), FieldPanel("kind"), FieldPanel("number"), FieldPanel("unit")]),
            FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
            FieldPanel("text_zh"),
            FieldPanel("text_en"),
            FieldPanel("parent"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("certified"), FieldPanel("in_post"), FieldPanel("figure_on", widget=day_input())])],
                heading=gettext_lazy("Figure of a training: who has a certificate, of all in post"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("when_zh"), FieldPanel("when_en")]),
                    FieldRowPanel(
                        [FieldPanel("starts_on", widget=day_input()), FieldPanel("ends_on", widget=day_input()), FieldPanel("precision")]
                    ),
                    FieldPanel("progress"),
                ],
                heading=gettext_lazy("When"),
            ),
        ],
        base_form_class=PlanItemForm,
    )


class PromisesGroup(ViewSetGroup):
    menu_label = gettext_lazy("Commitments")
    menu_icon = "list-ul"
    menu_order = 170
    items = (IndicatorViewSet(), TargetViewSet(), StandardViewSet(), ProgrammeViewSet(), PlanItemViewSet())
