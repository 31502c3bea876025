"""The queue of group requests: own units, what waits for us first, the oldest on top."""

from datetime import date
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from openday.accounts.personal_data import masked
from openday.events.staff.own_units import OwnUnitsIndexView, own_open_days
from openday.language import formats
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.rules import is_overdue
from openday.registrations.groups.states import OVER, WAITS_FOR_US, GroupState, OrganisationKind
from openday.registrations.staff.listing import FoundByCodeOrContact, NoStockExport
from openday.registrations.wording import pretty_code


class GroupVisitFilterSet(WagtailFilterSet):
    state = MultipleChoiceFilter(choices=GroupState.choices, label=_("state"))
    open_day = ModelChoiceFilter(queryset=own_open_days, label=_("open day"))
    kind = MultipleChoiceFilter(choices=OrganisationKind.choices, label=_("who comes"))
    overdue = BooleanFilter(method="only_overdue", label=_("overdue"))

    class Meta:
        model = GroupVisit
        fields = ["state", "open_day", "kind"]

    def only_overdue(self, rows: QuerySet[GroupVisit], _name: str, wanted: bool) -> QuerySet[GroupVisit]:
        late = {"state__in": WAITS_FOR_US, "due_on__lt": timezone.localdate()}
        return rows.filter(**late) if wanted else rows.exclude(**late)


class CodeColumn(TitleColumn):
    def get_value(self, instance: GroupVisit) -> str:
        return pretty_code(instance.code)


def clock(visit: GroupVisit, *, today: date | None = None) -> str:
    """Until when we have to answer, and whether that is over; empty when it is not our turn."""
    if visit.state not in WAITS_FOR_US:
        return ""
    day = formats.short_day(visit.due_on)
    return str(_("%(day)s – overdue") % {"day": day}) if is_overdue(due_on=visit.due_on, today=today or timezone.localdate()) else day


def _wish(visit: GroupVisit) -> str:
    wishes = visit.wishes.all()
    return formats.short_day(wishes[0].session.starts_at) if wishes else "–"


class GroupVisitIndexView(NoStockExport, FoundByCodeOrContact, OwnUnitsIndexView):
    any_permission_required = ["view"]
    show_export_buttons = False

    @cached_property
    def columns(self) -> list[Column]:
        return [self._get_title_column("code", CodeColumn, classname="whole"), *COLUMNS]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("open_day").prefetch_related("wishes__session")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        ours_first = Case(When(state__in=WAITS_FOR_US, then=Value(0)), When(state__in=OVER, then=Value(2)), default=Value(1))
        # What is due first is on top, also when an answer of the leader has started the clock anew.
        return queryset.order_by(ours_first, "due_on", "received_at", "pk")

    @cached_property
    def no_results_message(self) -> Any:
        """How requests come in, for whoever opens the list before there is one."""
        if self.is_searching or self.is_filtering:
            return _("No request fits. Take a filter away, or look for the whole code or contact.")
        words = _(
            "No group has asked to come yet. Leaders fill in a public form: it is linked from each open day and from this page: {link}. "
            "A new request is on top of this list, with the day by which the leader has an answer."
        )
        address = reverse("registrations:groups")
        return format_html(str(words), link=format_html('<a href="{}">{}</a>', address, _("Come with a group")))


COLUMNS = [
    Column("clock", label=_("answer due"), accessor=clock, classname="whole", sort_key="due_on"),
    Column("state", label=_("state"), accessor="get_state_display", sort_key="state", classname="whole"),
    Column("kind", label=_("who comes"), accessor="get_kind_display"),
    Column("people", label=_("people"), accessor=lambda row: row.party.people),
    Column("wish", label=_("first choice"), accessor=_wish, classname="whole"),
    Column("open_day", label=_("open day"), accessor="open_day.name"),
    Column("name", label=_("leader"), accessor=lambda row: masked(row, "name"), classname="whole"),
    Column(
        "received_at",
        label=_("received at"),
        accessor=lambda row: timezone.localtime(row.received_at).strftime("%Y-%m-%d %H:%M"),
        sort_key="received_at",
        classname="whole",
    ),
]
