"""The list of cases: open ones first, the next due on top."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Case as Switch
from django.db.models import F, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton

from openday.accounts.models import Unit
from openday.oversight import clock, states
from openday.oversight.desk.staff import AtTheDesk
from openday.oversight.desk.widgets import DayRangeInput
from openday.oversight.models import Case
from openday.oversight.models.cases import CaseQuerySet
from openday.oversight.overview.queries import SOON_DAYS, risk
from openday.oversight.queries import cases_for, offices_of
from openday.oversight.states import State, Who
from openday.oversight.vocabulary import Category


class DueColumn(Column):
    """When the case is due, with a tag when that is past, provisional, or standing still."""

    cell_template_name = "oversight/desk/due_cell.html"

    def get_cell_context_data(self, instance: Case, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["is_overdue"] = instance.is_overdue(today=clock.local_day(timezone.now()))
        return context


class StateColumn(Column):
    cell_template_name = "oversight/desk/state_cell.html"


class RiskColumn(Column):
    """How much a case presses, with the reasons in words."""

    cell_template_name = "oversight/desk/risk_cell.html"

    def get_cell_context_data(self, instance: Case, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["reasons"] = risk_in_words(instance, today=clock.local_day(timezone.now()))
        return context


class CaseFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State)
    category = django_filters.MultipleChoiceFilter(label=_("Category"), choices=Category)
    handling_unit = django_filters.ModelChoiceFilter(label=_("Handling unit"), queryset=Unit.objects.all())
    concerned_unit = django_filters.ModelChoiceFilter(label=_("Unit concerned"), queryset=Unit.objects.all())
    due_on = django_filters.DateFromToRangeFilter(label=_("Due on"), widget=DayRangeInput)
    overdue = django_filters.ChoiceFilter(
        label=_("Limit"), choices=[("yes", _("Overdue only")), ("no", _("Not overdue"))], method="filter_overdue"
    )

    publication = django_filters.ChoiceFilter(
        label=_("Publication"),
        choices=[("undecided", _("To be decided")), ("published", pgettext_lazy("case", "Published"))],
        method="filter_publication",
    )

    class Meta:
        model = Case
        fields = ["state", "category", "handling_unit", "concerned_unit", "due_on", "overdue", "publication"]

    def filter_publication(self, cases: CaseQuerySet, _name: str, value: str) -> QuerySet[Case]:
        return cases.published() if value == "published" else cases.undecided()

    def filter_overdue(self, cases: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        today = clock.local_day(timezone.now())
        late = {"state__in": states.TIMED, "due_on__lt": today}
        return cases.filter(**late) if value == "yes" else cases.exclude(**late)


def risk_in_words(case: Case, *, today: date) -> list[Any]:
    """Why a case presses; the same facts as overview.queries.risk adds up."""
    if not case.is_open:
        return []
    days = (case.due_on - today).days if case.due_on and case.state in states.TIMED else None
    reasons = (
        (days is not None and days < 0, pgettext_lazy("case", "Overdue")),
        (days is not None and 0 <= days <= SOON_DAYS, _("Due soon")),
        (case.state in {State.APPEAL, State.REDO} or case.appealed_at is not None, _("Second time")),
        (case.category in {Category.QUALITY, Category.PERSONAL_DATA}, _("Sensitive")),
        (bool(case.named_staff), _("Names staff")),
        (case.extended_at is not None, _("Extended")),
    )
    return [words for holds, words in reasons if holds]


class CaseIndexView(AtTheDesk, generic.IndexView):
    """Cases that this person may see; nobody else learns that the list exists."""

    model = Case
    any_permission_required = None
    page_title = _("Feedback cases")
    header_icon = "mail"
    filterset_class = CaseFilterSet
    search_fields = ["number"]
    # The search's index holds published cases only; the desk looks for all.
    search_backend_name = None
    paginate_by = 30
    default_ordering = "due_on"
    index_url_name = "oversight_desk:index"
    template_name = "oversight/desk/index.html"
    index_results_url_name = "oversight_desk:index_results"
    columns = [
        TitleColumn("number", label=_("Number"), url_name="oversight_desk:case", sort_key="number", classname="case-number"),
        # What presses is seen without scrolling, also on a phone.
        DueColumn("due_on", label=_("Due on"), sort_key="due_on"),
        StateColumn("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        RiskColumn("risk", label=_("Presses"), sort_key="risk"),
        Column("category", label=_("Category"), accessor="get_category_display", sort_key="category"),
        Column("handling_unit", label=_("Handling unit"), sort_key="handling_unit__code"),
        Column("handler", label=_("Handler")),
        Column("concerned_unit", label=_("Unit concerned")),
        Column(
            "received_on",
            label=_("Received on"),
            accessor=lambda case: clock.local_day(case.received_at).isoformat(),
            sort_key="received_at",
            classname="whole",
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not offices_of(self.staff):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Case]:
        cases = cases_for(self.staff).annotate(risk=risk(today=clock.local_day(timezone.now())))
        return cases.select_related("concerned_unit", "handling_unit", "handler")

    @property
    def header_buttons(self) -> list[Any]:
        buttons = [
            HeaderButton(_("Next that waits"), url=reverse("oversight_desk:next"), icon_name="arrow-right", attrs={"data-next-case": ""})
        ]
        if Who.QUALITY_OFFICE in offices_of(self.staff):
            buttons.append(HeaderButton(_("Overview"), url=reverse("oversight_desk:overview"), icon_name="view"))
        return buttons

    def order_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if self.ordering == "-risk":
            return queryset.order_by(risk(today=clock.local_day(timezone.now())).desc(), F("due_on").asc(nulls_last=True), "-pk")
        if self.ordering != self.default_ordering:
            return queryset.order_by(self.ordering, "-pk")
        over = Switch(When(state__in=states.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
        return queryset.order_by(over, F("due_on").asc(nulls_last=True), "-received_at", "-pk")
