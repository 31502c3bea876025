"""When a calibration has run out, and what share of its hours an instrument was used. Pure."""

from datetime import date
from fractions import Fraction

SOON_DAYS = 30


def is_overdue(valid_until: date | None, *, today: date) -> bool:
    """Overdue from the day after; never calibrated is overdue too."""
    return valid_until is None or today > valid_until


def is_soon(valid_until: date | None, *, today: date) -> bool:
    """Still valid, and for no more than a month."""
    return valid_until is not None and 0 <= (valid_until - today).days <= SOON_DAYS


def share(part: int, whole: int) -> Fraction | None:
    """None when there is nothing to divide by: no hours are not 0 %."""
    return Fraction(part, whole) if whole else None


def percent(value: Fraction | None) -> str:
    """One decimal, rounded down: 99.96 % is not "100%"."""
    if value is None:
        return ""
    tenths = int(value * 1000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
