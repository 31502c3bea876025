"""What the letters to visitors say of a visit, in the language of the registration: words, links, the calendar entry."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.events import queries as event_queries
from openday.events import rules as event_rules
from openday.language import formats
from openday.language.names import in_our_words
from openday.registrations import ical
from openday.registrations.identity.wording import to_bring
from openday.registrations.models import Registration
from openday.registrations.wording import people, pretty_code


def visit_words(registration: Registration) -> dict[str, Any]:
    """What every letter says about the visit, in the language of the registration."""
    session, language = registration.session, registration.language
    open_day = session.open_day
    with translation.override(language):
        words = {
            "open_day": open_day.name_in(language),
            "when": formats.day_and_times(session.starts_at, session.ends_at, language=language),
            "day": formats.short_day(session.starts_at, language=language),
            "clock": formats.clock(session.starts_at),
            "place": open_day.place_in(language),
            "people": people(registration.party),
            "code": pretty_code(registration.code),
            "change_until": formats.moment(event_rules.cancel_closes_at(open_day, session), language=language),
            "find_link": _find_link(language),
            "way_link": _way_link(open_day.pk, language),
        }
        rows = [
            [pgettext("letter", "Open day"), words["open_day"]],
            [pgettext("letter", "When"), words["when"]],
            [pgettext("letter", "Where"), words["place"]],
            [pgettext("letter", "Who"), words["people"]],
            [pgettext("letter", "Code"), words["code"]],
        ]
        # Names nobody and no number: letters are read on the way.
        words["bring"] = to_bring(open_day)
        return {**words, "rows": rows}


def link_to(registration: Registration) -> str:
    """The secret link, absolute, in the language of the registration."""
    return absolute("registrations:swap", registration.token, language=registration.language)


def calendar_entry(registration: Registration, *, method: str, now: datetime, link: str, language: str) -> str:
    """The visit as iCalendar text, for a letter or for download."""
    session = registration.session
    open_day = session.open_day
    with translation.override(language):
        lines = [
            _("Number on the ticket: %(code)s.") % {"code": pretty_code(registration.code)},
            people(registration.party),
            _("See, change or cancel: %(link)s") % {"link": link},
        ]
        description = in_our_words("\n".join(lines))
        organizer_name = in_our_words(str(settings.WAGTAIL_SITE_NAME))
    return ical.entry(
        ical.Visit(
            uid=f"{registration.code.lower()}@{host()}",
            sequence=registration.calendar_sequence,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            summary=open_day.name_in(language),
            location=open_day.place_in(language),
            description=description,
            url=link,
            organizer=settings.DEFAULT_FROM_EMAIL,
            organizer_name=organizer_name,
            attendee=registration.contact if registration.contact_kind == "email" else "",
        ),
        method=method,
        now=now,
    )


def absolute(name: str, *args: str, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=args)


@lru_cache(maxsize=8)
def _find_link(language: str) -> str:
    return absolute("registrations:find", language=language)


def _way_link(open_day_id: int, language: str) -> str:
    """Where the page of the open day says how to get there; empty while it has no page."""
    path = event_queries.page_addresses(language).get(open_day_id)
    return f"{settings.BASE_URL}{path}#way-title" if path else ""


def host() -> str:
    return settings.BASE_URL.split("://")[1].split(":")[0]
