"""Which sessions a member of staff has chosen: by ticking, as part of a series, or all that a filter of the list leaves."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from wagtail.permissions import policy_registry

from openday.events import season
from openday.events.models import Session
from openday.events.staff.sessions import SessionFilterSet
from openday.registrations.states import CAN_BE_CANCELLED

SCOPES = ("one", "following", "all")
_LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Selection:
    """The chosen sessions in order of time, each with `parties` and `people` (annotated), and the address that chooses them again."""

    sessions: list[Any]
    query: str
    # When it began with one session: how far it goes, and how many sessions each scope has.
    scope: str = ""
    series: dict[str, int] | None = None

    @property
    def parties(self) -> int:
        return sum(int(one.parties) for one in self.sessions)

    @property
    def people(self) -> int:
        return sum(int(one.people or 0) for one in self.sessions)


def chosen(request: HttpRequest) -> Selection:
    """Read the selection from the address. Raises Http404 when it names nothing, or a session that is not the user's business."""
    query = request.GET
    visible = policy_registry.get_by_type(Session).visible_to(request.user)
    if query.get("all") == "1":
        found = SessionFilterSet(query, queryset=visible, request=request).qs.filter(starts_at__gt=timezone.now())
        return _selection(found, query)
    keys = {_key(text) for text in query.getlist("session")}
    found = visible.filter(pk__in=keys)
    if not keys or len(keys) > season.MOST_SESSIONS or found.count() != len(keys):
        raise Http404
    if len(keys) > 1:
        return _selection(found, query)
    return _of_series(visible, found.get(), query)


def _of_series(visible: QuerySet[Session], session: Session, query: QueryDict) -> Selection:
    scope = query.get("scope", "")
    if session.series_id is None:
        return _selection(visible.filter(pk=session.pk), query)
    # What is over or cancelled is not changed any more; the one in hand always belongs to it.
    alive = ~Q(state=Session.State.CANCELLED) & Q(starts_at__gt=timezone.now()) | Q(pk=session.pk)
    whole = visible.filter(series=session.series_id).filter(alive)
    parts = {"one": visible.filter(pk=session.pk), "following": whole.filter(starts_at__gte=session.starts_at), "all": whole}
    scope = scope if scope in parts else "one"
    return _selection(parts[scope], query, scope=scope, series={name: rows.count() for name, rows in parts.items()})


def _selection(rows: QuerySet[Session], query: QueryDict, *, scope: str = "", series: dict[str, int] | None = None) -> Selection:
    active = Q(registrations__state__in=CAN_BE_CANCELLED)
    rows = rows.select_related("open_day", "series").annotate(
        parties=Count("registrations", filter=active),
        people=Sum(F("registrations__places") + F("registrations__companions"), filter=active),
    )
    found: list[Any] = list(rows.order_by("starts_at", "pk")[: season.MOST_SESSIONS])
    if not found:
        raise Http404
    return Selection(found, urlencode([pair for pair in query.lists() if pair[0] != "p"], doseq=True), scope, series)


def _key(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= _LARGEST_KEY):
        raise Http404
    return int(text)
