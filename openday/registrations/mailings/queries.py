"""Whom a mailing goes to, and how its letters fare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet

from openday.mail.models import Message
from openday.registrations.mailings.models import Mailing
from openday.registrations.models import Registration
from openday.registrations.questions import queries as question_queries
from openday.registrations.states import ACTIVE

Chosen = Mapping[str, Any]
LANGUAGE_NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Audience:
    """How many people a mailing goes to, by language and channel: {("zh-hans", "email"): 12}."""

    counts: Mapping[tuple[str, str], int]

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    def speaks(self, language: str, *, channel: str = "") -> bool:
        """Whether somebody reads the words that are written in `language`: zh (both scripts) or en."""
        return any(code.startswith(language) and channel in {"", way} for code, way in self.counts)

    def rows(self) -> list[tuple[str, int, int]]:
        """By language: its name, letters by email, text messages."""
        codes = [code for code in LANGUAGE_NAMES if any(code == found for found, _way in self.counts)]
        return [(str(LANGUAGE_NAMES[code]), self.counts.get((code, "email"), 0), self.counts.get((code, "mobile"), 0)) for code in codes]


def chosen_registrations(chosen: Chosen) -> QuerySet[Registration]:
    """The registrations that a choice of staff stands for; whose business they are is asked where it is made."""
    rows = Registration.objects.all()
    if keys := chosen.get("keys"):
        return rows.filter(pk__in=keys)
    if chosen.get("open_day"):
        rows = rows.filter(session__open_day=chosen["open_day"])
    if chosen.get("session"):
        rows = rows.filter(session=chosen["session"])
    if chosen.get("state"):
        rows = rows.filter(state__in=chosen["state"])
    if chosen.get("since"):
        rows = rows.filter(visit_on__gte=date.fromisoformat(chosen["since"]))
    if chosen.get("until"):
        rows = rows.filter(visit_on__lte=date.fromisoformat(chosen["until"]))
    return question_queries.that_picked(rows, chosen.get("picks", {}))


def recipients(chosen: Chosen, *, open_day_id: int, up_to: int | None = None) -> QuerySet[Registration]:
    """Parties that can be written to. Cancelled ones only where the choice names them: they are done with us."""
    rows = chosen_registrations(chosen).filter(session__open_day=open_day_id, contact_hash__isnull=False)
    if not chosen.get("keys") and not chosen.get("state"):
        rows = rows.filter(state__in=ACTIVE)
    return rows if up_to is None else rows.filter(pk__lte=up_to)


def one_per_contact(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """The earliest registration of each contact: who registered for three sessions is still one person."""
    first = rows.order_by().values("contact_hash").annotate(first=Min("pk")).values("first")
    return Registration.objects.filter(pk__in=first)


def audience(rows: QuerySet[Registration]) -> Audience:
    """How many people these are (1 query)."""
    counted = one_per_contact(rows).order_by().values_list("language", "contact_kind").annotate(people=Count("pk"))
    return Audience({(language, channel): people for language, channel, people in counted})


def samples(rows: QuerySet[Registration]) -> dict[str, Registration]:
    """One real party for each language that is read, to show the letter with (2 queries)."""
    firsts = rows.order_by().values("language").annotate(first=Min("pk")).values_list("first", flat=True)
    found = Registration.objects.with_visit().filter(pk__in=list(firsts))
    return {party.language: party for party in sorted(found, key=lambda party: list(LANGUAGE_NAMES).index(party.language))}


def delivery(mailing: Mailing) -> list[tuple[str, str, int]]:
    """How the letters of a mailing fare: state, its name, their number (1 query)."""
    counted = dict(mailing.letters.order_by().values_list("message__state").annotate(letters=Count("pk")))
    return [(state, str(label), counted[state]) for state, label in Message.State.choices if state in counted]
