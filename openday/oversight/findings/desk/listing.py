"""The lists of the desk: findings, and actions by the day on which they are due."""

from typing import Any

import django_filters
from django.db.models import Case as Switch
from django.db.models import Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from openday.accounts.models import Unit, User
from openday.accounts.roles import HANDLER, QUALITY_OFFICE, has_role
from openday.oversight.desk.staff import AtTheDesk
from openday.oversight.findings import states
from openday.oversight.findings.models import CorrectiveAction, Finding
from openday.oversight.findings.queries import actions_for, findings_for
from openday.oversight.findings.rules import Severity, Source
from openday.oversight.findings.states import ActionState, State
from openday.oversight.models import CheckItem
from openday.oversight.queries import offices_of


def may_record(user: User) -> bool:
    return has_role(user, QUALITY_OFFICE, HANDLER)


class FindingFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State)
    unit = django_filters.ModelChoiceFilter(label=pgettext_lazy("finding", "Unit concerned"), queryset=Unit.objects.all())
    check_item = django_filters.ModelChoiceFilter(label=_("Check"), queryset=CheckItem.objects.all())
    source = django_filters.MultipleChoiceFilter(label=_("Where it comes from"), choices=Source)
    severity = django_filters.MultipleChoiceFilter(label=_("Severity"), choices=Severity)
    published = django_filters.BooleanFilter(label=_("In the public ledger"), field_name="published_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Finding
        fields = ["state", "unit", "check_item", "source", "severity", "published"]


class DeskList(AtTheDesk, generic.IndexView):
    """A list for the offices; nobody else learns that it exists."""

    any_permission_required = None
    header_icon = "warning"
    paginate_by = 30

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not offices_of(self.staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class FindingIndexView(DeskList):
    model = Finding
    page_title = _("Rectification ledger")
    filterset_class = FindingFilterSet
    search_fields = ["number", "title_zh", "title_en"]
    search_backend_name = None
    default_ordering = "-recorded_at"
    index_url_name = "findings_desk:index"
    index_results_url_name = "findings_desk:index_results"
    columns = [
        TitleColumn("number", label=_("Number"), url_name="findings_desk:finding", sort_key="number", classname="case-number"),
        Column("title", label=_("Title"), accessor=lambda finding: finding.title_in()),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("unit", label=pgettext_lazy("finding", "Unit concerned"), sort_key="unit__code"),
        Column("check_item", label=_("Check")),
        Column("severity", label=_("Severity"), accessor="get_severity_display"),
        Column("done", label=_("Actions done"), accessor=lambda finding: f"{finding.done_actions}/{finding.all_actions}"),
        Column("published", label=_("In the public ledger"), accessor=lambda finding: _("yes") if finding.is_published else "–"),
    ]

    def get_base_queryset(self) -> QuerySet[Finding]:
        rows = findings_for(self.staff).select_related("unit", "check_item")
        return rows.annotate(
            all_actions=Count("corrective_actions", filter=~Q(corrective_actions__state=ActionState.DROPPED), distinct=True),
            done_actions=Count("corrective_actions", filter=Q(corrective_actions__state=ActionState.DONE), distinct=True),
        )

    def order_queryset(self, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        if self.ordering != self.default_ordering:
            return queryset.order_by(self.ordering, "-pk")
        over = Switch(When(state__in=states.OVER, then=Value(1)), default=Value(0), output_field=IntegerField())
        return queryset.order_by(over, "-recorded_at", "-pk")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        by_day = HeaderButton(_("Actions by day"), url=reverse("findings_desk:actions"), icon_name="calendar")
        record = HeaderButton(_("Record a finding"), url=reverse("findings_desk:record"), icon_name="plus")
        return [record, by_day] if may_record(self.staff) else [by_day]


class DueColumn(Column):
    cell_template_name = "oversight/findings/desk/due_cell.html"

    def get_cell_context_data(self, instance: CorrectiveAction, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["is_overdue"] = instance.is_overdue(today=timezone.localdate())
        return context


class ActionIndexView(DeskList):
    """Actions under way, the next due first: the board that the quality office looks at every morning."""

    model = CorrectiveAction
    page_title = _("Corrective actions by day")
    header_icon = "calendar"
    list_filter = ["owner_unit"]
    default_ordering = "due_on"
    index_url_name = "findings_desk:actions"
    index_results_url_name = "findings_desk:actions_results"
    columns = [
        DueColumn("due_on", label=_("Due on"), sort_key="due_on"),
        TitleColumn(
            "what",
            label=_("What is done"),
            accessor=lambda row: row.what_in(),
            get_url=lambda row: reverse("findings_desk:finding", args=[row.finding_id]),
        ),
        Column("finding", label=_("Finding")),
        Column("owner_unit", label=_("Unit that does it"), sort_key="owner_unit__code"),
        Column("owner", label=_("Person who sees to it"), accessor=lambda row: row.owner or "–"),
    ]

    def get_base_queryset(self) -> QuerySet[CorrectiveAction]:
        return actions_for(self.staff)

    def order_queryset(self, queryset: QuerySet[CorrectiveAction]) -> QuerySet[CorrectiveAction]:
        if self.ordering != self.default_ordering:
            return queryset.order_by(self.ordering, "pk")
        return queryset.order_by(F("due_on").asc(nulls_last=True), "pk")
