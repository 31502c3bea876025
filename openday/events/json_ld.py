"""An open day as search engines read it: schema.org Event with its sessions as subEvent."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString

from home import json_ld
from home.json_ld import SCHEMA, Office, filled
from home.page_data import absolute, said
from openday.events.listing import Listing, Row
from openday.events.models import OpenDayPage
from openday.events.states import PlacesState, SessionState
from openday.language.formats import machine_time
from openday.language.names import SIMPLIFIED

# What guides speak, as BCP 47 names it: our code for Mandarin is that of its usual script.
_SPOKEN = {"zh-hans": "cmn"}
_AVAILABLE = {PlacesState.OPEN: "InStock", PlacesState.WAITING: "BackOrder"}


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all sessions of the open day share, in one language."""

    title: str
    description: str
    address: str
    pictures: tuple[str, ...]
    unit: str
    place: str
    minimum_age: int
    by: Office


@dataclass(frozen=True, slots=True)
class _Part:
    """All that the text of one session depends on."""

    session_id: int
    starts: str
    ends: str
    moved_from: str
    is_cancelled: bool
    spoken: tuple[str, ...]
    capacity: int
    left: int
    availability: str
    register_address: str
    opens: str
    closes: str


def of_page(page: OpenDayPage, listing: Listing, *, by: Office, pictures: tuple[str, ...] = ()) -> SafeString:
    """Return the whole data block; nothing while no session is announced: an event without a date is none.

    `by` is the authority behind the site, `pictures` are whole addresses.
    """
    rows = listing.rows
    if not rows:
        return SafeString("")
    language, open_day = translation.get_language() or SIMPLIFIED, page.open_day
    whole = _Whole(
        title=said(page.title, language),
        description=said(page.description, language),
        address=absolute(page.url or ""),
        pictures=pictures,
        unit=open_day.unit.name,
        place=open_day.place,
        minimum_age=open_day.minimum_age,
        by=by,
    )
    parts = [_part(row) for row in rows]
    cancelled = all(part.is_cancelled for part in parts)
    # Sessions come in the order of their start; the last one need not be the last to end.
    head = _head(whole, parts[0].starts, machine_time(max(row.session.ends_at for row in rows)), cancelled)
    subs = ",".join(_session(whole, part) for part in parts)
    return json_ld.script([f'{head[:-1]},"subEvent":[{subs}]}}'])


def _part(row: Row) -> _Part:
    seen, session = row.places, row.session
    cancelled = session.state == SessionState.CANCELLED
    availability = "PreOrder" if not seen.is_released and seen.capacity else _AVAILABLE.get(seen.state, "SoldOut")
    return _Part(
        session_id=session.pk,
        starts=row.words.starts,
        ends=row.words.ends,
        moved_from=machine_time(session.moved_from_at) if session.moved_from_at else "",
        is_cancelled=cancelled,
        spoken=tuple(session.languages),
        capacity=seen.capacity,
        left=0 if cancelled else seen.left,
        availability=availability,
        register_address=row.words.register_address,
        opens=machine_time(seen.opens_at) if seen.opens_at else "",
        closes=machine_time(seen.closes_at),
    )


@lru_cache(maxsize=200)
def _head(whole: _Whole, starts: str, ends: str, is_cancelled: bool) -> str:
    event = filled(
        type_="Event",
        id_=f"{whole.address}#event",
        **_shared(whole),
        url=whole.address,
        description=whole.description,
        image=list(whole.pictures),
        startDate=starts,
        endDate=ends,
        eventStatus=_status(is_cancelled=is_cancelled, moved_from=""),
        isAccessibleForFree=True,
        offers=_offer(url=whole.address),
        typicalAgeRange=f"{whole.minimum_age}-" if whole.minimum_age else "",
    )
    return json_ld.text(event)


# Written again when somebody takes a place; the others of the list are not.
@lru_cache(maxsize=2000)
def _session(whole: _Whole, part: _Part) -> str:
    address = absolute(part.register_address)
    offer = _offer(url=address, availability=f"{SCHEMA}/{part.availability}", validFrom=part.opens, validThrough=part.closes)
    return json_ld.text(
        filled(
            type_="Event",
            id_=f"{whole.address}#session-{part.session_id}",
            **_shared(whole),
            startDate=part.starts,
            endDate=part.ends,
            eventStatus=_status(is_cancelled=part.is_cancelled, moved_from=part.moved_from),
            previousStartDate=part.moved_from,
            inLanguage=[_SPOKEN.get(code, code) for code in part.spoken],
            maximumAttendeeCapacity=part.capacity,
            remainingAttendeeCapacity=part.left,
            isAccessibleForFree=True,
            offers=offer,
        )
    )


def _shared(whole: _Whole) -> dict[str, Any]:
    organizer = {"@type": "GovernmentOrganization", "name": whole.unit, "url": whole.by.url, "parentOrganization": json_ld.office(whole.by)}
    address = {"@type": "PostalAddress", "streetAddress": whole.place, "addressCountry": "CN"}
    return {
        "name": whole.title,
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": whole.unit, "address": address},
        "organizer": organizer,
    }


def _status(*, is_cancelled: bool, moved_from: str) -> str:
    return f"{SCHEMA}/Event{'Cancelled' if is_cancelled else 'Rescheduled' if moved_from else 'Scheduled'}"


def _offer(**more: str) -> dict[str, Any]:
    return filled(type_="Offer", price="0", priceCurrency="CNY", **more)
