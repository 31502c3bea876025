"""Who comes today: the list that reception works with. Own units only, names masked, nothing to take away."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import DateFilter, ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from openday.accounts.personal_data import masked
from openday.accounts.roles import ADMINISTRATOR, ORGANISER, RECEPTION, has_role, units_of
from openday.events.models import Session
from openday.events.staff.fields import DayInput
from openday.language import formats
from openday.language.sentences import labels_listed
from openday.registrations.models import Registration
from openday.registrations.staff.listing import FoundByCodeOrContact, NoStockExport
from openday.registrations.states import AccessNeed, State
from openday.registrations.wording import people, pretty_code


def is_open_to(user: Any) -> bool:
    return has_role(user, RECEPTION, ORGANISER, ADMINISTRATOR)


def chosen_day(request: HttpRequest) -> date:
    """The day in the address; today when there is none, or none that anybody works on."""
    try:
        day = parse_date(request.GET.get("visit_on", ""))
    except ValueError:
        day = None
    return day if day and 2000 <= day.year <= 2100 else timezone.localdate()


def sessions_of_the_day(request: HttpRequest | None) -> QuerySet[Session]:
    if request is None:
        return Session.objects.none()
    own = Session.objects.filter(open_day__unit__in=units_of(request.user), registrations__visit_on=chosen_day(request))
    return own.select_related("open_day").distinct().order_by("starts_at", "pk")


class VisitorFilterSet(WagtailFilterSet):
    visit_on = DateFilter(label=gettext_lazy("day of the visit"), widget=DayInput)
    session = ModelChoiceFilter(queryset=sessions_of_the_day, label=gettext_lazy("session"))
    state = MultipleChoiceFilter(choices=State.choices, label=gettext_lazy("state"))

    class Meta:
        model = Registration
        fields = ["visit_on", "session", "state"]


def _time(registration: Registration) -> str:
    return formats.time_range(registration.session.starts_at, registration.session.ends_at)


def needs_in_words(registration: Registration) -> str:
    """What help a party asked for, by its kinds; the note in the party's own words stays closed."""
    needs: Any = registration.access_needs or {}
    return labels_listed(str(AccessNeed(code).label) for code in needs.get("choices", ()) if code in AccessNeed.values)


class VisitorIndexView(NoStockExport, FoundByCodeOrContact, generic.IndexView):
    """The parties of one day, the earliest session on top."""

    model = Registration
    any_permission_required = None
    page_title = gettext_lazy("Visitors of the day")
    header_icon = "group"
    filterset_class = VisitorFilterSet
    paginate_by = 50
    default_ordering = "session"
    index_url_name = "visitors:index"
    index_results_url_name = "visitors:index_results"
    columns = [
        TitleColumn(
            "code",
            label=pgettext_lazy("registration", "code"),
            accessor=lambda row: pretty_code(row.code),
            classname="whole",
            get_url=lambda row: None,
        ),
        Column("time", label=gettext_lazy("time"), accessor=_time, classname="whole"),
        Column("open_day", label=gettext_lazy("open day"), accessor="session.open_day.name"),
        Column("name", label=pgettext_lazy("person", "name"), accessor=lambda row: masked(row, "name"), classname="whole"),
        Column("places", label=gettext_lazy("places")),
        Column("party", label=gettext_lazy("party"), accessor=lambda row: people(row.party)),
        Column("needs", label=gettext_lazy("access needs"), accessor=needs_in_words),
        Column("state", label=gettext_lazy("state"), accessor="standing", classname="whole"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_open_to(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def day(self) -> date:
        return chosen_day(self.request)

    def get_page_title(self) -> str:
        return _("Visitors, %(day)s") % {"day": formats.short_day(self.day)}

    def get_base_queryset(self) -> QuerySet[Any]:
        own = Registration.objects.filter(session__open_day__unit__in=units_of(self.request.user), visit_on=self.day)
        return own.select_related("session__open_day")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by("session__starts_at", "session", "code")

    @cached_property
    def no_results_message(self) -> Any:
        return _("Nobody has registered for this day.")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        today = timezone.localdate()
        days = [
            (self.day - timedelta(days=1), _("Day before"), "arrow-left"),
            (today, _("Today"), "calendar-check"),
            (self.day + timedelta(days=1), _("Day after"), "arrow-right"),
        ]
        return [
            HeaderButton(label, url=f"{reverse('visitors:index')}?visit_on={day:%Y-%m-%d}", icon_name=icon, priority=number)
            for number, (day, label, icon) in enumerate(days)
            if day != self.day
        ]


class VisitorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_open_to(request.user)


class VisitorsDesk(ViewSet):
    name = "visitors"
    icon = "group"
    menu_label = gettext_lazy("Visitors of the day")
    menu_order = 115
    add_to_admin_menu = True
    menu_item_class = VisitorsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", VisitorIndexView.as_view(), name="index"),
            path("results/", VisitorIndexView.as_view(results_only=True), name="index_results"),
        ]
