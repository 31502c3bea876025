"""Placeholders in prepared texts: {number} or {编号}. Pure."""

import re
from collections.abc import Iterable, Mapping

from openday.language.traditional import to_traditional

# Code and Chinese name of each; both may be written in either language.
PLACEHOLDERS = {
    "number": "编号",
    "category": "类别",
    "received_on": "收到日期",
    "due_on": "答复期限",
    "unit": "承办单位",
    "today": "今天",
    # Nobody but the writer can fill this one in.
    "fill": "请填写",
}
BY_HAND = "fill"
# Texts in Traditional are derived, and their placeholders with them.
_CODES = {name: code for code, zh in PLACEHOLDERS.items() for name in (code, zh, to_traditional(zh))}
_FOUND = re.compile(r"[{｛]\s*([^{}｛｝\n]{0,40}?)\s*[}｝]")


class UnfilledPlaceholder(Exception):
    """A text that is about to leave holds a placeholder that nobody has filled in."""


def unknown(text: str) -> list[str]:
    """Names in braces that are no placeholder, each once, and single braces: what a prepared text must not hold."""
    names = [name for name in _FOUND.findall(text) if name not in _CODES]
    rest = _FOUND.sub("", text)
    return list(dict.fromkeys([*names, *(brace for brace in "{}｛｝" if brace in rest)]))


def unfilled(text: str) -> list[str]:
    """Placeholders that still stand in a text, each once, as they are written."""
    return list(dict.fromkeys(name for name in _FOUND.findall(text) if name in _CODES))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder that has a value; the others stay, for the writer to see."""

    def value(found: re.Match[str]) -> str:
        return values.get(_CODES.get(found[1], ""), "") or found[0]

    return _FOUND.sub(value, text)


def insist_filled(texts: Iterable[str]) -> None:
    """Raise UnfilledPlaceholder when one of the texts still holds a placeholder."""
    if any(unfilled(text) for text in texts):
        raise UnfilledPlaceholder
