"""Missed visits in the admin: appeals first by their clock; and the rules, which are off until somebody switches them on."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_filters import ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn

from openday.accounts.roles import ADMINISTRATOR, has_role, units_of
from openday.events.models import OpenDay
from openday.events.staff.own_units import OwnUnitsIndexView, OwnUnitsPolicy, OwnUnitsViewSet, own_open_days
from openday.language import formats
from openday.registrations.absences import actions, queries, wording
from openday.registrations.absences.forms import AnswerForm
from openday.registrations.models import Absence, AbsenceRule
from openday.registrations.staff.listing import NoStockExport
from openday.registrations.wording import pretty_code


class RulesPolicy(OwnUnitsPolicy):
    """The rule of an open day belongs to its unit; that of the site to administrators."""

    def visible_to(self, user: Any) -> QuerySet[Any]:
        if user.is_superuser:
            return self.model._default_manager.all()
        own = Q(open_day__unit__in=units_of(user))
        return self.model._default_manager.filter(own | Q(open_day=None) if has_role(user, ADMINISTRATOR) else own)


class AbsenceFilterSet(WagtailFilterSet):
    state = MultipleChoiceFilter(choices=Absence.State.choices, label=gettext_lazy("state"))
    open_day = ModelChoiceFilter(queryset=own_open_days, label=gettext_lazy("open day"))

    class Meta:
        model = Absence
        fields = ["state", "open_day"]


class CodeColumn(TitleColumn):
    def get_value(self, instance: Absence) -> str:
        return pretty_code(instance.registration.code)


def clock(mark: Absence, *, today: date | None = None) -> str:
    """Until when we have to answer an appeal, and whether that is over; empty without one."""
    if mark.state != Absence.State.APPEALED or mark.due_on is None:
        return ""
    day = formats.short_day(mark.due_on)
    return str(_("%(day)s – overdue") % {"day": day}) if (today or timezone.localdate()) > mark.due_on else day


class AbsenceIndexView(NoStockExport, OwnUnitsIndexView):
    any_permission_required = ["view"]
    show_export_buttons = False

    @cached_property
    def columns(self) -> list[Column]:
        return [self._get_title_column("registration", CodeColumn, classname="whole"), *COLUMNS]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("registration", "open_day")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        ours_first = Case(When(state=Absence.State.APPEALED, then=Value(0)), default=Value(1))
        return queryset.order_by(ours_first, "due_on", "-missed_on", "pk")


COLUMNS = [
    Column("state", label=gettext_lazy("state"), accessor="get_state_display", sort_key="state", classname="whole"),
    Column("clock", label=gettext_lazy("answer due"), accessor=clock, sort_key="due_on", classname="whole"),
    Column("open_day", label=gettext_lazy("open day"), accessor="open_day.name"),
    Column("missed_on", label=gettext_lazy("missed on"), accessor=lambda row: formats.day(row.missed_on), sort_key="missed_on"),
    Column("expires_on", label=gettext_lazy("erased on"), accessor=lambda row: formats.day(row.expires_on), sort_key="expires_on"),
]


@require_safe
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk, form=AnswerForm())


def _page(request: HttpRequest, pk: int, *, form: AnswerForm, status: int = 200) -> HttpResponse:
    mark = get_object_or_404(queries.with_visit(), pk=pk)
    may_change = request.user.has_perm("registrations.change_absence")
    code = pretty_code(mark.registration.code)
    context = {
        "mark": mark,
        "clock": clock(mark),
        # What the visitor wrote is for those who decide.
        "appeal": mark.appeal if may_change else "",
        "form": form if may_change and mark.state == Absence.State.APPEALED else None,
        "header_title": code,
        "header_icon": "time",
        "breadcrumbs_items": [{"url": reverse("absences:index"), "label": _("Missed visits")}, {"url": "", "label": code}],
    }
    response = TemplateResponse(request, "registrations/absences/staff/inspect.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or refuse an appeal; 422 for a refusal without a reason, 409 when somebody else decided."""
    accept = request.POST.get("deed") == "accept"
    form = AnswerForm(request.POST)
    if not form.is_valid() or (not accept and not form.cleaned_data["answer"]):
        if "answer" not in form.errors:
            form.add_error("answer", _("Please give the reason: it is written to the visitor."))
        return _page(request, pk, form=form, status=422)
    mark = get_object_or_404(queries.with_visit(), pk=pk)
    if not actions.decide(absence=mark, accept=accept, by=request.user, now=timezone.now(), answer=form.cleaned_data["answer"]):
        messages.error(request, _("Somebody else got there first. Nothing was changed."))
        return _page(request, pk, form=AnswerForm(), status=409)
    messages.success(request, _("The appeal is answered and the visitor is written to."))
    return redirect("absences:inspect", pk)


class AbsenceViewSet(OwnUnitsViewSet):
    model = Absence
    name = "absences"
    url_prefix = "missed-visits"
    icon = "time"
    menu_label = gettext_lazy("Missed visits")
    menu_order = 124
    inspect_view_enabled = True
    index_view_class = AbsenceIndexView
    filterset_class = AbsenceFilterSet
    ordering = "-missed_on"
    form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"add_url_name": self.UNDEFINED, "edit_url_name": self.UNDEFINED, "history_url_name": self.UNDEFINED, **kwargs}
        )

    def get_urlpatterns(self) -> list[Any]:
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        may = PermissionPolicyChecker(self.permission_policy)
        return [
            *lists,
            path("<int:pk>/", self.guarded(may.require("view")(inspect)), name="inspect"),
            path("<int:pk>/decide/", self.guarded(may.require("change")(decide)), name="decide"),
        ]


class RuleForm(WagtailAdminModelForm):
    """Own open days; the whole site only for administrators."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None:
            return
        field = self.fields["open_day"]
        field.queryset = OpenDay.objects.filter(unit__in=units_of(self.for_user)).order_by("name_zh")
        field.required = not has_role(self.for_user, ADMINISTRATOR)
        field.disabled = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        others = AbsenceRule.objects.exclude(pk=self.instance.pk)
        if "open_day" in cleaned and cleaned["open_day"] is None and others.filter(open_day=None).exists():
            self.add_error("open_day", _("There is a rule for the whole site already: please change that one."))
        return cleaned


class AbsenceRuleViewSet(OwnUnitsViewSet):
    model = AbsenceRule
    name = "absence-rules"
    url_prefix = "missed-visits-rules"
    icon = "clipboard-list"
    menu_label = gettext_lazy("Absence rules")
    menu_order = 125
    list_display = [
        "__str__",
        Column("is_on", label=gettext_lazy("in force"), accessor=lambda row: _("yes") if row.is_on else _("no")),
        Column("words", label=gettext_lazy("the rule as visitors read it"), accessor=wording.whole),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                gettext_lazy(
                    "Only visits of sessions count at whose gate somebody was let in. The visitor is written to the day after and "
                    "can appeal; while an appeal is open the rule does not apply. It is published in three languages, at the address "
                    "/visits/missed-visits/."
                )
            ),
            FieldPanel("open_day"),
            FieldPanel("is_on"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("missed"), FieldPanel("months")]),
                    FieldPanel("effect"),
                    FieldRowPanel([FieldPanel("hours"), FieldPanel("days")]),
                ],
                heading=gettext_lazy("The rule"),
            ),
        ],
        base_form_class=RuleForm,
    )
