"""Statistics of open days: places offered and used, waiting, cancellations, who came; summed up by the database."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from home.charts import Chart, Series, columns
from openday.accounts.models import Unit
from openday.accounts.roles import ADMINISTRATOR, ORGANISER, has_role, units_of
from openday.events.models import OpenDay, Pool, Session
from openday.events.staff.fields import DayInput
from openday.registrations.models import CheckIn, Registration
from openday.registrations.staff import export
from openday.registrations.states import HOLDS_PLACES, State

# Below it a number could be somebody.
SMALLEST_SHOWN = 5
_DAYS = 90
# More bars than these cannot be told apart on a phone; the table has all of them.
MOST_IN_A_CHART = 8


class PeriodForm(forms.Form):
    since = forms.DateField(label=gettext_lazy("from day"), widget=DayInput, required=False)
    until = forms.DateField(label=gettext_lazy("to day"), widget=DayInput, required=False)
    unit = forms.ModelChoiceField(
        label=gettext_lazy("unit"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("All of mine")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


def sessions_in(units: set[int], *, since: date, until: date) -> QuerySet[Session]:
    """Sessions that took place or will, cancelled ones and drafts aside, on these days."""
    zone = timezone.get_default_timezone()
    first = datetime.combine(since, time.min, tzinfo=zone)
    last = datetime.combine(until, time.min, tzinfo=zone) + timedelta(days=1)
    return Session.objects.filter(open_day__unit__in=units, state=Session.State.OPEN, starts_at__gte=first, starts_at__lt=last)


def by_open_day(sessions: QuerySet[Session]) -> list[dict[str, Any]]:
    """One row for each open day with sessions (6 queries, however many registrations there are)."""
    inside = sessions.order_by().values("pk")
    rows = Registration.objects.filter(session__in=inside).order_by()
    used_gate = Exists(CheckIn.objects.filter(session=OuterRef("session")))
    places = {
        key: (held, capacity, taken)
        for key, held, capacity, taken in Pool.objects.filter(session__in=inside)
        .order_by()
        .values_list("session__open_day")
        .annotate(Count("session", distinct=True), Sum("capacity"), Sum("taken"))
    }
    counts = {
        row["session__open_day"]: row
        for row in rows.values("session__open_day").annotate(
            parties=Count("pk", filter=Q(state__in=HOLDS_PLACES)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
            cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
        )
    }
    # Where nobody stood at the gate, nothing is known about who came.
    gate = {
        row["session__open_day"]: row
        for row in rows.filter(used_gate)
        .values("session__open_day")
        .annotate(came=Count("pk", filter=Q(state=State.ATTENDED)), missed=Count("pk", filter=Q(state=State.NO_SHOW)))
    }
    waited = rows.filter(waiting_since__isnull=False, confirmed_at__gt=F("waiting_since"))
    waits = _medians(waited, F("confirmed_at") - F("waiting_since"))
    leads = _medians(rows.filter(state__in=HOLDS_PLACES), F("session__starts_at") - F("created_at"))
    found = []
    for open_day in OpenDay.objects.filter(pk__in=places).select_related("unit").order_by("unit__code", "name_zh"):
        held, capacity, taken = places[open_day.pk]
        count: Any = counts.get(open_day.pk, {})
        seen = gate.get(open_day.pk)
        found.append(
            {
                "open_day": open_day,
                "sessions": held,
                "capacity": capacity,
                "taken": taken,
                "fill": round(100 * taken / capacity) if capacity else None,
                "parties": count.get("parties", 0),
                "waiting": count.get("waiting", 0),
                "cancelled": count.get("cancelled", 0),
                "came": seen["came"] if seen else None,
                "missed": seen["missed"] if seen else None,
                "wait_hours": _hours(waits.get(open_day.pk)),
                "lead_days": _days(leads.get(open_day.pk)),
            }
        )
    return found


def _medians(rows: QuerySet[Registration], span: Any) -> dict[int, timedelta]:
    """The middle value of each open day, found by the database (1 query)."""
    span = ExpressionWrapper(span, output_field=DurationField())
    part = F("session__open_day")
    numbered = rows.annotate(span=span).annotate(
        place=Window(RowNumber(), order_by=[F("span").asc(), F("pk").asc()], partition_by=part),
        among=Window(Count("pk"), partition_by=part),
    )
    # One row in the middle, or the two around it.
    middle = numbered.filter(place__gte=F("among") / 2.0, place__lte=F("among") / 2.0 + 1)
    sums: dict[int, list[timedelta]] = {}
    for key, value in middle.values_list("session__open_day", "span"):
        sums.setdefault(key, []).append(value)
    return {key: sum(values, timedelta()) / len(values) for key, values in sums.items()}


def _hours(span: timedelta | None) -> float | None:
    return round(span.total_seconds() / 3600, 1) if span is not None else None


def _days(span: timedelta | None) -> float | None:
    return round(span.total_seconds() / 86400, 1) if span is not None else None


def parties_by_kind(sessions: QuerySet[Session]) -> list[tuple[str, list[tuple[str, int | None]]]]:
    """Parties by size, by language; people by age band. Numbers below five are None (3 queries)."""
    rows = Registration.objects.filter(session__in=sessions.order_by().values("pk"), state__in=HOLDS_PLACES).order_by()
    sizes = rows.values_list("places").annotate(Count("pk")).order_by("places")
    languages = dict(rows.values_list("language").annotate(Count("pk")))
    ages = rows.aggregate(a=Sum("adults"), b=Sum("children_0_5"), c=Sum("children_6_13"), d=Sum("youths_14_17"))
    bands = [_("Adults"), _("0 to 5 years"), _("6 to 13 years"), _("14 to 17 years")]
    return [
        (_("Parties by size"), [(str(size), _shown(count)) for size, count in sizes]),
        (_("Parties by language"), [(str(name), _shown(languages[code])) for code, name in settings.LANGUAGES if code in languages]),
        (_("People by age"), [(band, _shown(ages[key] or 0)) for band, key in zip(bands, "abcd", strict=True)]),
    ]


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= SMALLEST_SHOWN else None


def charts(found: list[dict[str, Any]]) -> list[Chart]:
    """Places, who came, and how long parties waited, for the open days of the table; none for a single one, which needs no comparing."""
    if len(found) < 2:
        return []
    shown = sorted(found, key=lambda row: -row["capacity"])[:MOST_IN_A_CHART]
    # A phone has room for a number below each bar, not for a name; the table beside it has both.
    facts: dict[str, Any] = {
        "over": _("open day"),
        "labels": [str(number) for number in range(1, len(shown) + 1)],
        "whole_labels": [f"{number} {row['open_day'].name}" for number, row in enumerate(shown, start=1)],
    }
    drawn = [
        columns(
            key="places",
            title=_("Places offered and used"),
            description=_("All sessions of each open day on these days; the numbers below are those of the table."),
            series=[
                Series(_("places offered"), [row["capacity"] for row in shown]),
                Series(_("places used"), [row["taken"] for row in shown]),
            ],
            **facts,
        ),
        columns(
            key="came",
            title=_("Parties that came and that did not"),
            description=_("Where nobody stood at the gate nothing is known: a dash, not a bar of 0."),
            series=[Series(_("came"), [row["came"] for row in shown]), Series(_("did not come"), [row["missed"] for row in shown])],
            **facts,
        ),
        columns(
            key="waits",
            title=_("How long parties waited for places"),
            description=_("The middle value of the parties that got places from the waiting list. A dash where nobody waited."),
            series=[Series(_("median wait, hours"), [row["wait_hours"] for row in shown])],
            **facts,
        ),
    ]
    # Of what is known of none of them there is nothing to see.
    return [chart for chart in drawn if chart.bars]


def headings() -> list[str]:
    return [
        _("open day"),
        _("unit"),
        _("sessions"),
        _("places offered"),
        _("places used"),
        _("fill rate, %"),
        _("parties"),
        _("still waiting"),
        _("cancelled"),
        _("came"),
        _("did not come"),
        _("median wait, hours"),
        _("median lead time, days"),
    ]


def lines(found: list[dict[str, Any]]) -> Iterator[list[Any]]:
    names = ("sessions", "capacity", "taken", "fill", "parties", "waiting", "cancelled", "came", "missed", "wait_hours", "lead_days")
    for row in found:
        yield [row["open_day"].name, row["open_day"].unit.name, *("" if row[name] is None else row[name] for name in names)]


@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """For organisers of their units, and administrators; nobody else finds it."""
    if not has_role(request.user, ORGANISER, ADMINISTRATOR):
        raise Http404
    own = units_of(request.user)
    today = timezone.localdate()
    form = PeriodForm(request.GET, units=Unit.objects.filter(pk__in=own).order_by("code"))
    asked = form.cleaned_data if form.is_valid() else {}
    since, until = asked.get("since") or today - timedelta(days=_DAYS), asked.get("until") or today
    # Whoever turned them round meant the same days; and no calendar reaches farther than this.
    since, until = max(min(since, until), date(2000, 1, 1)), min(max(since, until), date(2100, 1, 1))
    sessions = sessions_in({asked["unit"].pk} if asked.get("unit") else own, since=since, until=until)
    found = by_open_day(sessions)
    wanted = request.GET.get("export")
    if wanted in {"csv", "xlsx"}:
        return export.table(wanted, headings(), lines(found), filename=f"statistics-{since:%Y%m%d}-{until:%Y%m%d}")
    query = request.GET.copy()
    query.pop("export", None)
    context = {
        "form": form,
        "since": since,
        "until": until,
        "now": timezone.now(),
        "headings": headings(),
        "rows": found,
        "charts": charts(found),
        "kinds": parties_by_kind(sessions),
        "smallest": SMALLEST_SHOWN,
        "query": query.urlencode(),
        "header_title": _("Statistics of open days"),
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("registrations-staff:index"), "label": _("Registrations")},
            {"url": "", "label": _("Statistics of open days")},
        ],
    }
    return TemplateResponse(request, "registrations/staff/statistics.html", context, status=200 if form.is_valid() else 422)


class StatisticsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, ORGANISER, ADMINISTRATOR)


class Statistics(ViewSet):
    name = "open-day-statistics"
    url_prefix = "open-day-statistics"
    icon = "table"
    menu_label = gettext_lazy("Visit statistics")
    menu_order = 128
    add_to_admin_menu = True
    menu_item_class = StatisticsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", statistics, name="index")]
