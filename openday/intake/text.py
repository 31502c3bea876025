"""Clean what strangers type, once, at the form.

Removed: NUL and control characters, lone surrogates, non-characters, characters that nobody sees
(zero width, direction overrides, soft hyphens, tags). `\\x00` gives 500 on PostgreSQL, `\\x07` breaks
the XLSX export, direction overrides let one name look like another. Cleaning twice changes nothing.
"""

import re
import unicodedata
from functools import cache
from itertools import chain

# Joiners shape emoji and several scripts; they stay where something visible is beside them.
_JOINERS = "\u200c\u200d"
# Letters by their category, blank on the screen: Hangul fillers, the braille blank, Khmer inherent vowels.
_BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f"
_LONGEST_RUN_OF_MARKS = 4


# Hidden characters, spaces and marks live in the first two planes and in the one of tags and selectors;
# reading only these keeps the start of every command short.
_POINTS = (range(0x20000), range(0xE0000, 0xE0200))


# The categories asked for below. Keeping all 130,000 points, even for a moment, left four megabytes in every process.
_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})


@cache
def _points_by_category() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {category: [] for category in _CATEGORIES}
    for point in chain(*_POINTS):
        if (category := unicodedata.category(chr(point))) in _CATEGORIES:
            found[category].append(point)
    return found


def _class_of(wanted: set[str], *, without: str = "", extra: str = "") -> str:
    """A regular-expression class of all characters in the given Unicode categories."""
    points = {point for category in wanted for point in _points_by_category()[category]}
    points = (points | {ord(letter) for letter in extra}) - {ord(letter) for letter in without}
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and point == ranges[-1][1] + 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]"


_NONCHARACTERS = "".join(chr(point) for point in range(0xFDD0, 0xFDF0)) + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile(_class_of({"Cc", "Cf", "Cs"}, without="\n\t" + _JOINERS, extra=_NONCHARACTERS))
_UNSENDABLE = re.compile("[\x00\ud800-\udfff]")
_SPACES = re.compile(_class_of({"Zs"}, extra="\t"))
_SPACE_RUN = re.compile(" {2,}")
_EMPTY_LINES = re.compile("\n{3,}")
_MARK_RUN = re.compile("(" + _class_of({"Mn", "Me"}) + f"{{{_LONGEST_RUN_OF_MARKS}}})" + _class_of({"Mn", "Me"}) + "+")
_VISIBLE = re.compile("[^" + _class_of({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}, extra=_BLANK)[1:])


_points_by_category.cache_clear()


def clean_line(text: str) -> str:
    """Give the text as one line: NFC, single spaces, nothing hidden. Invisible-only becomes empty."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    text = _visible_text(_LINE_ENDS.sub("\n", text).replace("\n", " "))
    return _SPACE_RUN.sub(" ", text).strip(" ")


def clean_block(text: str) -> str:
    """Give the text with its line breaks as `\\n`, at most one empty line between two paragraphs."""
    lines = _visible_text(_LINE_ENDS.sub("\n", text)).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip(" ") for line in lines)).strip("\n ")


def sendable(text: str) -> str:
    """Drop only what no answer could carry, to show people their own input again."""
    return _UNSENDABLE.sub("", text)


def _visible_text(text: str) -> str:
    text = _SPACES.sub(" ", _HIDDEN.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = _MARK_RUN.sub(r"\1", text)
    return text if _VISIBLE.search(text) else ""
