"""Open days as a feed: one entry each, which is new again whenever sessions are announced, moved or cancelled."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home import feeds, list_feed
from home.page_data import absolute
from home.pictures import share_address
from home.remembered import remembered
from openday.events import queries, wording
from openday.events.models import OpenDayIndexPage, OpenDayPage
from openday.events.states import PlacesState, SessionState
from openday.language import formats

_ROUTES = {feeds.ATOM: "events:feed_atom", feeds.JSON: "events:feed_json"}
_MOST_LINES = 12


@require_safe
def open_days(request: HttpRequest, kind: str) -> HttpResponse:
    """GET /<lang>/open-days/feed.atom and feed.json; 404 while the list of open days is not public."""
    return list_feed.serve(request, kind, _feed)


@remembered
def _feed(site_id: int | None, language: str) -> feeds.Feed | None:
    index = list_feed.list_page(OpenDayIndexPage, language)
    if index is None:
        return None
    pages = queries.open_day_pages()
    known = [page.open_day_id for page in pages]
    changed = dict(queries.public_sessions().filter(open_day__in=known).order_by().values_list("open_day").annotate(Max("changed_at")))
    lines = _lines(known, now=timezone.now())
    entries = [_entry(page, index, language, changed_at=changed.get(page.open_day_id), lines=lines[page.open_day_id]) for page in pages]
    entries.sort(key=lambda entry: entry.updated_at, reverse=True)
    return list_feed.of_list("open-days", index, entries, language=language, site_id=site_id, routes=_ROUTES)


def _lines(open_day_ids: list[int], *, now: datetime) -> dict[int, list[str]]:
    """The coming sessions of each open day in words (1 query). Places are left out: they change by the minute."""
    rows = queries.public_sessions().filter(open_day__in=open_day_ids, starts_at__gt=now)
    lines: dict[int, list[str]] = defaultdict(list)
    for open_day_id, starts_at, ends_at, state in rows.values_list("open_day", "starts_at", "ends_at", "state")[:1000]:
        if len(lines[open_day_id]) < _MOST_LINES:
            when = formats.day_and_times(starts_at, ends_at)
            cancelled = wording.fixed(PlacesState.CANCELLED)
            lines[open_day_id].append(
                _("%(when)s (%(state)s)") % {"when": when, "state": cancelled} if state == SessionState.CANCELLED else when
            )
    return lines


def _entry(page: OpenDayPage, index: OpenDayIndexPage, language: str, *, changed_at: datetime | None, lines: list[str]) -> feeds.Entry:
    moments = [moment for moment in (page.first_published_at, page.last_published_at, changed_at) if moment]
    return feeds.Entry(
        identity=feeds.identity("open-day", f"{page.open_day_id}:{language}"),
        title=page.title,
        address=absolute(page.address),
        summary=page.description,
        published_at=page.first_published_at or min(moments, default=timezone.now()),
        updated_at=max(moments, default=timezone.now()),
        language=list_feed.entry_language(page, index),
        picture=absolute(share_address(page.picture)) if page.picture else "",
        lines=tuple(lines),
    )
