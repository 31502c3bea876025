"""What a change would do, session by session, and whom it affects; nothing is changed by looking."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openday.events import queries as event_queries
from openday.events.models import ChangedSession, Pool, Session
from openday.events.season import Obstacle, Slot, obstacles
from openday.language import formats
from openday.registrations.actions.session_deeds import Refusal, refusal
from openday.registrations.models import Registration
from openday.registrations.staff.season.forms import Times
from openday.registrations.states import CAN_BE_CANCELLED, State

WHY_NOT = {
    Refusal.NOT_OPEN: gettext_lazy("cancelled already, or still a draft"),
    Refusal.BEGUN: gettext_lazy("has begun"),
    Refusal.BUSY: gettext_lazy("letters of an earlier change have not left yet"),
    Refusal.PAST: gettext_lazy("would lie in the past"),
    Refusal.SAME: gettext_lazy("has this time already"),
}
_MET = {
    Obstacle.SAME_START: gettext_lazy("another session begins at this time"),
    Obstacle.OVERLAP: gettext_lazy("runs into another session"),
}


@dataclass(frozen=True)
class Row:
    """One session: when it is, when it would be, who is in it, why it stays, and what to look at."""

    session: Session
    when: str
    new_when: str
    refused: str
    warnings: list[str]

    @property
    def is_changed(self) -> bool:
        return not self.refused


@dataclass(frozen=True)
class Affected:
    """Whom letters go to: by state and by language, as (words, parties, people)."""

    states: list[tuple[str, int, int]]
    languages: list[tuple[str, int]]

    @property
    def parties(self) -> int:
        return sum(parties for _words, parties, _people in self.states)

    @property
    def people(self) -> int:
        return sum(people for _words, _parties, people in self.states)


def rows_of(
    sessions: list[Session], *, now: datetime, times: Mapping[int, Times] | None, capacities: Mapping[str, int] | None = None
) -> list[Row]:
    """The sessions as they would be (3 queries, and 1 for each open day).

    `times` None cancels them, an empty one moves none; `capacities` are the new numbers of places.
    """
    busy = set(ChangedSession.objects.filter(session__in=sessions, is_open=True).values_list("session_id", flat=True))
    full = _too_full(sessions, capacities or {})
    met = _met(sessions, times or {}, now=now)
    rows = []
    for one in sessions:
        new = times.get(one.pk) if times else None
        why = _why_not(one, is_busy=one.pk in busy, times=times, now=now)
        refused = str(WHY_NOT[why]) if why else full.get(one.pk, "")
        new_when = formats.day_and_times(*new) if new and not refused else ""
        rows.append(Row(one, one.when(), new_when, refused, met.get(one.pk, [])))
    return rows


def _why_not(session: Session, *, is_busy: bool, times: Mapping[int, Times] | None, now: datetime) -> Refusal | None:
    if times is None or session.pk in times:
        return refusal(session, busy=is_busy, now=now, times=times[session.pk] if times else None)
    return Refusal.NOT_OPEN if session.state == Session.State.CANCELLED else None


def _too_full(sessions: list[Session], capacities: Mapping[str, int]) -> dict[int, str]:
    """Sessions with more people in a pool than its new number, in words (1 query)."""
    found: dict[int, str] = {}
    for pool in Pool.objects.filter(session__in=sessions, kind__in=capacities).order_by("session", "kind"):
        if pool.taken > capacities[pool.kind]:
            words = ngettext(
                "%(kind)s: %(count)d place is taken",
                "%(kind)s: %(count)d places are taken",
                pool.taken,
            )
            found[pool.session_id] = words % {"kind": pool.get_kind_display(), "count": pool.taken}
    return found


def _met(sessions: list[Session], times: Mapping[int, Times], *, now: datetime) -> dict[int, list[str]]:
    """Other sessions of the same open day at the new times, in words, by session (1 query per open day)."""
    found: dict[int, list[str]] = {}
    by_open_day: dict[int, list[Session]] = {}
    for one in sessions:
        if one.pk in times:
            by_open_day.setdefault(one.open_day_id, []).append(one)
    for open_day_id, moved in by_open_day.items():
        slots = [(Slot(*times[one.pk], times[one.pk][0].time()), one.pk) for one in moved]
        since, until = min(slot.starts_at for slot, _key in slots), max(slot.ends_at for slot, _key in slots)
        gone = {(one.starts_at, one.ends_at) for one in moved}
        around = event_queries.sessions_between(open_day_id, since=since, until=until)
        existing = [one for one in around if (one.starts_at, one.ends_at) not in gone]
        hindered = obstacles([slot for slot, _key in slots], existing, now=now)
        found |= {key: [str(_MET[hindered[slot]])] for slot, key in slots if hindered.get(slot) in _MET}
    return found


def affected(rows: list[Row]) -> Affected:
    """Whom letters about the changed rows go to (2 queries)."""
    changed = [row.session.pk for row in rows if row.is_changed]
    active = Registration.objects.filter(session__in=changed, state__in=CAN_BE_CANCELLED).order_by()
    names = dict(Registration._meta.get_field("language").flatchoices)
    by_state = active.values_list("state").annotate(parties=Count("pk"), people=Sum("places") + Sum("companions"))
    return Affected(
        states=[(str(State(state).label), parties, people) for state, parties, people in by_state],
        languages=[(str(names.get(code, code)), parties) for code, parties in active.values_list("language").annotate(parties=Count("pk"))],
    )


def refused_words(refused: Mapping[int, Refusal], sessions: list[Session]) -> list[str]:
    """Which sessions stayed and why, one sentence each."""
    by_key = {one.pk: one for one in sessions}
    return [_("%(session)s: %(why)s") % {"session": by_key[key].when(), "why": WHY_NOT[why]} for key, why in refused.items()]
