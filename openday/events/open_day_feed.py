"""Open days as a feed: one entry each, which is new again whenever sessions are announced, moved or cancelled."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home import face, family, feeds
from home.page_data import absolute, said
from home.pictures import share_address
from home.remembered import remembered
from openday.events import queries, wording
from openday.events.models import OpenDayIndexPage, OpenDayPage
from openday.events.states import PlacesState, SessionState
from openday.language import formats
from openday.language.names import SIMPLIFIED, TRADITIONAL

FORMATS = (("atom", feeds.ATOM), ("json", feeds.JSON))
_MOST_LINES = 12


@require_safe
def open_days(request: HttpRequest, kind: str) -> HttpResponse:
    """GET /<lang>/open-days/feed.atom and feed.json; 404 while the list of open days is not public."""
    site = Site.find_for_request(request)
    feed = _feed(site.pk if site else None, translation.get_language() or SIMPLIFIED)
    if feed is None:
        raise Http404
    return feeds.answer(feed, kind)


@remembered
def _feed(site_id: int | None, language: str) -> feeds.Feed | None:
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    index = OpenDayIndexPage.objects.live().public().filter(locale__language_code=written_in).first()
    if index is None:
        return None
    names, pages = face.names(site_id, language), queries.open_day_pages()
    known = [page.open_day_id for page in pages]
    changed = dict(queries.public_sessions().filter(open_day__in=known).order_by().values_list("open_day").annotate(Max("changed_at")))
    lines = _lines(known, now=timezone.now())
    entries = [
        _entry(page, language, own_locale=index.locale_id, changed_at=changed.get(page.open_day_id), lines=lines[page.open_day_id])
        for page in pages
    ]
    return feeds.Feed(
        identity=feeds.identity("open-days", language),
        title=_("%(title)s – %(service)s") % {"title": said(index.title, language), "service": names.service},
        subtitle=said(index.description, language),
        author=names.authority or names.service,
        language=face.HTML_LANG[language],
        home=absolute(family.address(index, language, site_id)),
        addresses={kind: absolute(reverse(f"events:feed_{name}")) for name, kind in FORMATS},
        entries=tuple(sorted(entries, key=lambda entry: entry.updated_at, reverse=True)[: feeds.MOST_ENTRIES]),
    )


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


def _entry(page: OpenDayPage, language: str, *, own_locale: int, changed_at: datetime | None, lines: list[str]) -> feeds.Entry:
    moments = [moment for moment in (page.first_published_at, page.last_published_at, changed_at) if moment]
    return feeds.Entry(
        identity=feeds.identity("open-day", f"{page.open_day_id}:{language}"),
        title=said(page.title, language),
        address=absolute(page.address),
        summary=said(page.description, language),
        published_at=page.first_published_at or min(moments, default=timezone.now()),
        updated_at=max(moments, default=timezone.now()),
        language="" if page.locale_id == own_locale else face.HTML_LANG[SIMPLIFIED],
        picture=absolute(share_address(page.picture)) if page.picture else "",
        lines=tuple(lines),
    )
