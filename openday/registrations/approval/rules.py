"""Until when a request is decided, and how long a decision can be taken back. Pure: no database, no clock."""

from datetime import datetime, timedelta

# As for sessions that move (docs/decisions/0013): nobody is written to before this is over.
TAKE_BACK = timedelta(minutes=10)
# So long before the start a request is decided at the latest: who is approved has to get there.
LATEST_BEFORE_START = timedelta(minutes=30)


def decide_by(now: datetime, *, hours: int, starts_at: datetime) -> datetime:
    """The published moment until which places are held for a request that comes in at `now`."""
    return max(now, min(now + timedelta(hours=hours), starts_at - LATEST_BEFORE_START))


def letters_at(now: datetime) -> datetime:
    """When the letter about a decision of `now` leaves."""
    return now + TAKE_BACK


def may_take_back(now: datetime, *, letters_at: datetime, decide_by: datetime) -> bool:
    """A decision can be taken back until its letter leaves; not after the published moment, when the request would lapse at once."""
    return now < letters_at and now < decide_by
