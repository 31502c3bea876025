"""iCalendar written line by line (RFC 5545, section 3.1).

The icalendar library makes and checks an object for every value: 4,000 function calls for one visit, a third of
everything that a registration costs, and seconds for a feed of a thousand sessions. Tests read what
is written here back with that library.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from icalendar import Timezone

_MOST_BYTES = 75
# Control characters have no place in a text; a line break is written as \n.
_CONTROL: dict[int, str | None] = dict.fromkeys([*range(32), 127])
_ESCAPES = _CONTROL | {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n", ord("\t"): "\t"}
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
    # Working the rules out takes 12 ms.
    return Timezone.from_tzid(key, first_date=date(2020, 1, 1), last_date=date(2037, 12, 31)).to_ical().decode()


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
