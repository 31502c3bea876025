"""Open days in templates of any room: `{% load open_days %}`.

`{% next_sessions 4 as sessions %}` and `{% unit_sessions unit 6 as sessions %}` give lists of
`listing.Row`, to show with markup of your own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from home import freshness, page_data, share
from home.pictures import share_address
from openday.accounts.models import Unit
from openday.events import json_ld, listing, month, queries, wording
from openday.events.forms import SessionFilterForm, filter_fields
from openday.events.listing import Listing, Row
from openday.events.models import OpenDayPage
from openday.events.month import Month
from openday.events.queries import SessionWithPlaces
from openday.language import sentences

register = template.Library()


@register.simple_tag(takes_context=True)
def next_sessions(context: dict[str, Any], count: int = 4) -> list[Row]:
    """The next sessions that a visitor can register or wait for, of all open days with a page (1 query)."""
    pages = {page.open_day_id: page for page in queries.open_day_pages()}
    # Some of the next sessions may be closed or cancelled: look a little further than is shown.
    now = timezone.now()
    sessions = queries.coming_sessions(pages, now=now, limit=count * 4)
    found = queries.with_places(sessions, now=now, open_days={page.open_day_id: page.open_day for page in pages.values()})
    _true_until(context, found, now=now)
    can_register = islice((seen for seen in found if seen.can_register), count)
    return [listing.row_of(seen, address=pages[seen.session.open_day_id].address) for seen in can_register]


@register.simple_tag(takes_context=True)
def unit_sessions(context: dict[str, Any], unit: Unit, count: int = 6) -> list[Row]:
    """The next sessions of a unit and of the units below it (3 queries)."""
    addresses = queries.page_addresses()
    now = timezone.now()
    found = queries.sessions_with_places(now=now, open_day_ids=addresses, unit_ids=Unit.objects.with_all_below(unit.pk), limit=count)
    _true_until(context, found, now=now)
    return [listing.row_of(seen, address=addresses[seen.session.open_day_id]) for seen in found]


@register.simple_tag(takes_context=True)
def sessions_of(context: dict[str, Any], page: OpenDayPage) -> Listing:
    """The coming sessions of the open day, the part that ?page= asks for (1 query)."""
    now = timezone.now()
    found = listing.of_open_day(page.open_day, now=now, number=listing.page_number(_query(context).get("page", "")))
    _true_until(context, [row.places for row in found.rows], now=now)
    return found


@dataclass(frozen=True, slots=True)
class Index:
    """Everything the list of open days shows."""

    chosen: dict[str, str | date]
    filter_fields: SafeString
    listing: Listing
    pages: list[OpenDayPage]
    past: bool
    month: Month

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen)

    @property
    def is_one_day(self) -> bool:
        """Whether only a day is chosen, as a click on the calendar does."""
        return self.chosen.keys() == {"since", "until"} and self.chosen["since"] == self.chosen["until"]


@register.simple_tag(takes_context=True)
def open_day_index(context: dict[str, Any]) -> Index:
    """The list of open days as the address asks for it (a fixed number of queries)."""
    query, now = _query(context), timezone.now()
    pages = queries.open_day_pages()
    open_days = [page.open_day for page in pages]
    units = {open_day.unit.code: open_day.unit.name for open_day in open_days}
    offered = tuple(sorted(units.items()))
    chosen = SessionFilterForm.understand(query, units=offered)
    past = query.get("past") == "1"
    addresses = {page.open_day_id: page.address for page in pages}
    found = listing.of_all(
        chosen,
        open_days=open_days,
        addresses=addresses,
        now=now,
        number=listing.page_number(query.get("page", "")),
        past=past,
    )
    _true_until(context, [row.places for row in found.rows], now=now)
    left = {open_day.pk for open_day in listing.matching(open_days, chosen)}
    return Index(
        chosen=chosen,
        filter_fields=filter_fields(chosen, units=offered),
        listing=found,
        pages=[page for page in pages if page.open_day_id in left],
        past=past,
        month=month.sheet(
            query.get("month", ""),
            chosen,
            open_day_ids=frozenset(left & addresses.keys()),
            shown=found.days[0][0] if found.days else None,
            now=now,
        ),
    )


@register.simple_tag
def live_texts() -> dict[str, str]:
    return wording.live_texts()


@register.filter
def span(minutes: int) -> str:
    """{{ open_day.closes_minutes_before|span }}: 2 hours."""
    return wording.span(minutes)


@register.filter
def listed(names: list[str]) -> str:
    """{{ open_day.guide_language_labels|listed }}: Mandarin, English."""
    return sentences.listed(names)


@register.filter
def labels_listed(labels: list[str]) -> str:
    """{{ open_day.audience_labels|labels_listed }}: Families with children, older people."""
    return sentences.labels_listed(labels)


@register.filter
def register_address(session_id: int) -> str:
    return listing.register_address(session_id)


@register.simple_tag(takes_context=True)
def event_json_ld(context: dict[str, Any], page: OpenDayPage, sessions: Listing) -> SafeString:
    """The data block of an open day; empty while it has no coming session."""
    face = context["face"]
    if face.original:
        # The page shows itself in place of a missing translation: its data stands at its own address.
        return SafeString("")
    card, picture = share.address(page, face.names, face.language), page.picture
    paths = [card, share_address(picture) if picture else ""]
    pictures = tuple(page_data.absolute(path) for path in paths if path)
    return json_ld.of_page(page, sessions, by=page_data.office(face.names, face.language), pictures=pictures)


def _true_until(context: dict[str, Any], shown: Iterable[SessionWithPlaces], *, now: datetime) -> None:
    """Let no cache keep the page beyond the moment at which one of these sessions opens or closes."""
    moments = (seen.changes_at for seen in shown)
    freshness.true_until(context.get("request"), min((at for at in moments if at is not None and at > now), default=None))


def _query(context: dict[str, Any]) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET if request is not None else QueryDict()
