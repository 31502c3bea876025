"""When something is wrong. The limits are settings of ours (WEBSITE_CHECKS), not quotations of a regulation. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta


class Kind(StrEnum):
    HOME = "home"
    COLUMN = "column"
    EMPTY = "empty"
    MESSAGES = "messages"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `days` since `on`; None where there is nothing to count from."""

    kind: Kind
    subject: str
    is_wrong: bool
    address: str = ""
    on: date | None = None
    days: int | None = None
    limit: str = ""


def age_in_days(on: date | None, *, today: date) -> int | None:
    return None if on is None else (today - on).days


def is_stale(on: date | None, *, today: date, most_days: int) -> bool:
    """Older than the limit; the day on which it is exactly so old is still in order. Never updated is stale."""
    days = age_in_days(on, today=today)
    return days is None or days > most_days


def has_waited_too_long(on: date, *, today: date, months: int) -> bool:
    """Longer than so many months of the calendar: from 31 August three months end on 30 November."""
    return today > on + relativedelta(months=months)
