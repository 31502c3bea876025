"""iCalendar written line by line (RFC 5545, section 3.1).

The icalendar library makes and checks an object for every value: 4,000 function calls for one visit, a third of
everything that a registration costs, and seconds for a feed of a thousand sessions; loaded, it takes 4 MB of every
process. Tests read what is written here back with that library.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

_MOST_BYTES = 75
# Control characters have no place in a text; a line break is written as \n.
_CONTROL: dict[int, str | None] = dict.fromkeys([*range(32), 127])
_ESCAPES = _CONTROL | {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n", ord("\t"): "\t"}
_FIRST, _LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
_UNQUOTABLE = _CONTROL | {ord('"'): "'"}


def text(value: str) -> str:
    """Escape a value of type TEXT."""
    return value.translate(_ESCAPES)


def utc(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(value: datetime, zone: tzinfo) -> str:
    """A moment on the clocks of `zone`; the line names the zone in its parameter TZID."""
    return f"{value.astimezone(zone):%Y%m%dT%H%M%S}"


def line(name: str, value: str, **parameters: str) -> str:
    """One content line with its end, folded; `value` is written as it is."""
    added = "".join(f";{key}={_parameter(words)}" for key, words in parameters.items())
    return _folded(f"{name}{added}:{value}")


def component(name: str, parts: Iterable[str]) -> str:
    """The lines and components in `parts` between BEGIN and END."""
    return f"BEGIN:{name}\r\n{''.join(parts)}END:{name}\r\n"


@lru_cache(maxsize=4)
def time_zone(key: str) -> str:
    """VTIMEZONE of the zone `key`, such as Asia/Shanghai, with its rules from 2020 to 2037."""
    zone = ZoneInfo(key)
    parts = [_clocks(_FIRST, zone, before=_FIRST.astimezone(zone))]
    # One for each change: with the clocks of Shanghai that is none.
    parts += [_clocks(change, zone, before=(change - timedelta(minutes=15)).astimezone(zone)) for change in _changes(zone)]
    return component("VTIMEZONE", [line("TZID", key), *parts])


def _changes(zone: ZoneInfo) -> Iterator[datetime]:
    """The moments at which the clocks of `zone` are changed; everywhere at a full quarter of an hour."""
    for day in range((_LAST - _FIRST).days):
        midnight = _FIRST + timedelta(days=day)
        before = midnight.astimezone(zone).utcoffset()
        if (midnight + timedelta(days=1)).astimezone(zone).utcoffset() != before:
            quarters = (midnight + timedelta(minutes=15 * number) for number in range(1, 97))
            yield next(moment for moment in quarters if moment.astimezone(zone).utcoffset() != before)


def _clocks(change: datetime, zone: ZoneInfo, *, before: datetime) -> str:
    """What the clocks show from `change` on. It begins at a time of the old clocks, as the standard wants it."""
    after = change.astimezone(zone)
    parts = [
        line("DTSTART", f"{change.astimezone(timezone(before.utcoffset() or timedelta())):%Y%m%dT%H%M%S}"),
        line("TZOFFSETFROM", f"{before:%z}"),
        line("TZOFFSETTO", f"{after:%z}"),
        line("TZNAME", f"{after:%Z}"),
    ]
    return component("DAYLIGHT" if after.dst() else "STANDARD", parts)


def _parameter(words: str) -> str:
    clean = words.translate(_UNQUOTABLE)
    # In quotes only where the standard needs it: some programs take the quotes for a part of a TZID.
    return f'"{clean}"' if any(mark in clean for mark in ":;,") else clean


def _folded(whole: str) -> str:
    octets = whole.encode()
    if len(octets) <= _MOST_BYTES:
        return f"{whole}\r\n"
    pieces, start, room = [], 0, _MOST_BYTES
    while len(octets) - start > room:
        end = start + room
        # Never in the middle of a character: its later bytes begin with the bits 10.
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        # The space that begins a continued line counts.
        start, room = end, _MOST_BYTES - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"
