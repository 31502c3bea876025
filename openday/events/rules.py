"""When registration opens and closes, and what a visitor may still do. Pure: no database, no clock."""

from datetime import datetime, time, timedelta, tzinfo
from typing import Protocol

from django.utils import timezone

from openday.events.states import PlacesState, SessionState


class AdmissionRules(Protocol):
    """The part of an open day that the rules read."""

    release_days_before: int | None
    release_time: time | None
    closes_minutes_before: int
    cancel_until_minutes_before: int
    waiting_list: bool


class MergeRule(Protocol):
    """The part of an open day that says when unused places change hands."""

    merge_hours_before: int | None


class TimeSlot(Protocol):
    """The part of a session that the rules read."""

    starts_at: datetime
    state: str
    # While lots decide about the places: until when parties apply.
    lots_until: datetime | None


def registration_opens_at(open_day: AdmissionRules, session: TimeSlot, *, zone: tzinfo | None = None) -> datetime | None:
    """Return the release moment of `session`; None when registration is open from the start.

    The day is counted back on the wall calendar of the site's time zone (or `zone`), not in
    steps of 24 hours: "every day at 17:00 for the day seven days ahead".
    """
    if open_day.release_days_before is None or open_day.release_time is None:
        return None
    zone = zone or timezone.get_default_timezone()
    day = session.starts_at.astimezone(zone).date() - timedelta(days=open_day.release_days_before)
    return datetime.combine(day, open_day.release_time, tzinfo=zone)


def registration_closes_at(open_day: AdmissionRules, session: TimeSlot) -> datetime:
    return session.starts_at - timedelta(minutes=open_day.closes_minutes_before)


def cancel_closes_at(open_day: AdmissionRules, session: TimeSlot) -> datetime:
    """Return the moment until which visitors may cancel or change by themselves."""
    return session.starts_at - timedelta(minutes=open_day.cancel_until_minutes_before)


def merges_at(open_day: MergeRule, session: TimeSlot) -> datetime | None:
    """Return the moment from which unused places for groups belong to individuals; None when they never do."""
    return None if open_day.merge_hours_before is None else session.starts_at - timedelta(hours=open_day.merge_hours_before)


def merge_is_due(open_day: MergeRule, session: TimeSlot, *, now: datetime) -> bool:
    """Say whether unused places change hands at `now`: from the cut-off until the session starts."""
    at = merges_at(open_day, session)
    return at is not None and session.state == SessionState.OPEN and at <= now < session.starts_at


def is_released(open_day: AdmissionRules, session: TimeSlot, *, now: datetime) -> bool:
    opens_at = registration_opens_at(open_day, session)
    return opens_at is None or opens_at <= now


def registration_is_open(open_day: AdmissionRules, session: TimeSlot, *, now: datetime) -> bool:
    """Say whether `now` lies in [opens, closes) of a session that takes place."""
    return (
        session.state == SessionState.OPEN and is_released(open_day, session, now=now) and now < registration_closes_at(open_day, session)
    )


def may_cancel(open_day: AdmissionRules, session: TimeSlot, *, now: datetime) -> bool:
    return session.state == SessionState.OPEN and now < cancel_closes_at(open_day, session)


class Invited(Protocol):
    """An open day or a session that may be by invitation only."""

    @property
    def by_invitation(self) -> bool: ...


def by_invitation(open_day: Invited, session: Invited) -> bool:
    return open_day.by_invitation or session.by_invitation


def places_state(
    open_day: AdmissionRules, session: TimeSlot, *, left: int | None, now: datetime, by_invitation: bool = False
) -> PlacesState:
    """Say what a visitor without an invitation can do about a session that has `left` places for individuals; None when it takes none."""
    if session.state == SessionState.CANCELLED:
        return PlacesState.CANCELLED
    if left is None or not registration_is_open(open_day, session, now=now):
        return PlacesState.CLOSED
    if by_invitation:
        return PlacesState.INVITED
    if session.lots_until is not None:
        # Everybody may apply, however few the places; nobody between the deadline and the draw.
        return PlacesState.OPEN if now < session.lots_until else PlacesState.CLOSED
    if left > 0:
        return PlacesState.OPEN
    return PlacesState.WAITING if open_day.waiting_list else PlacesState.FULL
