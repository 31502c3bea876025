"""The live board: how a session stands at this moment, in numbers only, for the desk and for a screen on the wall."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.viewsets.base import ViewSet

from openday.events.models import OpenDay, Pool, Session
from openday.events.models.choices import GuideLanguage
from openday.registrations import queries
from openday.registrations.gate import queries as gate_queries
from openday.registrations.models import CheckIn, Registration
from openday.registrations.staff.today import midnight_before, own_sessions
from openday.registrations.staff.visitors import is_open_to
from openday.registrations.states import HOLDS_PLACES, AccessNeed, State

REFRESH_SECONDS = 15
_PEOPLE = F("places") + F("companions")


@dataclass(frozen=True)
class Figures:
    """What the board says of one session; people, unless it says parties."""

    capacity: int
    free: int
    registered: int
    parties: int
    waiting: int
    waiting_parties: int
    # The session is to be drawn: who waits has applied.
    is_drawn: bool
    arrived: int
    needs: Mapping[str, int]
    needs_parties: int
    languages: Mapping[str, int]

    @property
    def still_to_come(self) -> int:
        return max(0, self.registered - self.arrived)


def figures(session: Session) -> Figures:
    """The numbers of one session (6 queries). Kinds of help are counted by party and name nobody."""
    rows = Registration.objects.filter(session=session).order_by()
    holds, waits = Q(state__in=HOLDS_PLACES), Q(state=State.WAITING)
    sums = rows.aggregate(
        registered=Sum(_PEOPLE, filter=holds, default=0),
        parties=Count("pk", filter=holds),
        waiting=Sum(_PEOPLE, filter=waits, default=0),
        waiting_parties=Count("pk", filter=waits),
    )
    pools = list(Pool.objects.filter(session=session))
    asked = list(rows.filter(holds, access_needs__isnull=False).values_list("access_needs", flat=True))
    needs = Counter(code for one in asked for code in (one or {}).get("choices", ()))
    # Who asked for no language of the guide gets along in that of the letters.
    spoken: Counter[str] = Counter()
    for guide, letters, people in rows.filter(holds).values_list("guide_language", "language").annotate(people=Sum(_PEOPLE)):
        spoken[_language(guide, letters)] += people
    inside = CheckIn.objects.that_count().filter(session=session).aggregate(people=Sum("people", default=0))
    return Figures(
        **sums,
        capacity=sum(pool.capacity for pool in pools),
        free=sum(pool.left for pool in pools),
        is_drawn=queries.is_to_be_drawn(session),
        arrived=inside["people"],
        needs={str(AccessNeed(code).label): needs[code] for code in AccessNeed.values if needs[code]},
        needs_parties=sum(1 for one in asked if (one or {}).get("choices") or (one or {}).get("note")),
        languages=dict(spoken.most_common()),
    )


def _language(guide: str, letters: str) -> str:
    """The guide's language in words. Both scripts of Chinese are read by who understands Mandarin."""
    code = guide or ("en" if letters.startswith("en") else "zh-hans")
    return str(GuideLanguage(code).label) if code in GuideLanguage.values else code


def _own_session(request: HttpRequest, pk: int) -> Session:
    """404 for who does not work with visitors, and for sessions of other units alike."""
    if not is_open_to(request.user):
        raise Http404
    return get_object_or_404(gate_queries.own_sessions(request.user), pk=min(pk, 2**63 - 1))


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_session(request, pk)
    way = [{"url": reverse("board:index"), "label": _("Live board")}, {"url": "", "label": found.when()}]
    return _page(request, found, "session", {"header_title": _("Live board"), "header_icon": "view", "breadcrumbs_items": way})


@require_safe
def big(request: HttpRequest, pk: int) -> HttpResponse:
    """For a screen on the wall: a page of its own, to be read from across the room."""
    return _page(request, _own_session(request, pk), "big", {})


@require_safe
def fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """What the script asks for: the numbers alone."""
    name = "big_figures" if "big" in request.GET else "figures"
    return _page(request, _own_session(request, pk), name, {})


def _page(request: HttpRequest, found: Session, name: str, more: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    context = {"session": found, "figures": figures(found), "now": now, "refresh_seconds": REFRESH_SECONDS, **more}
    response = TemplateResponse(request, f"registrations/staff/board/{name}.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Today's sessions; on a day without any, those of the next seven days."""
    if not is_open_to(request.user):
        raise Http404
    since = midnight_before(timezone.now())
    only = _open_day(request)
    rows = _between(request, since, 1, only)
    is_today = bool(rows)
    context = {
        "rows": rows or _between(request, since, 8, only),
        "is_today": is_today,
        "open_day": only,
        "now": timezone.now(),
        "header_title": _("Live board"),
        "header_icon": "view",
        "breadcrumbs_items": [{"url": "", "label": _("Live board")}],
    }
    response = TemplateResponse(request, "registrations/staff/board/index.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _open_day(request: HttpRequest) -> OpenDay | None:
    """The open day in the address, if it is one of the own units."""
    wanted = request.GET.get("open_day", "")
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 19):
        raise Http404
    own = gate_queries.own_sessions(request.user).values("open_day")
    return get_object_or_404(OpenDay, pk=int(wanted), pk__in=own)


def _between(request: HttpRequest, since: datetime, days: int, only: OpenDay | None) -> list[dict[str, Any]]:
    found = own_sessions(request.user, since=since, until=since + timedelta(days=days))
    found = found.filter(open_day=only) if only else found
    return [{"session": one, "free": sum(pool.left for pool in one.pools.all())} for one in found]


class Board(ViewSet):
    """Addresses of the live board, for reception, organisers and administrators."""

    name = "board"
    url_prefix = "board"
    icon = "view"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", index, name="index"),
            path("<int:pk>/", session, name="session"),
            path("<int:pk>/big/", big, name="big"),
            path("<int:pk>/figures/", fragment, name="figures"),
        ]
