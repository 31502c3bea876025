"""The kinds of letters that the rooms above can write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """One kind of letter: `about` says when it is sent, `placeholders` may be used by staff, `sample` fills the preview."""

    code: str
    label: str | Promise
    placeholders: tuple[str, ...]
    sample: Mapping[str, Mapping[str, Any]]
    family: str
    daily_limit: int | None
    channels: tuple[str, ...] = ("email",)
    verbatim: frozenset[str] = frozenset({"name"})
    about: str | Promise = ""
    calendar: Callable[[str], str] | None = None

    def sample_in(self, language: str) -> Mapping[str, Any]:
        """The sample context in `language`; Traditional starts from the Simplified one. The letter says that it is a sample."""
        found = self.sample.get("en" if language.startswith("en") else "zh-hans") or next(iter(self.sample.values()), {})
        return {**found, "is_sample": True}

    def sample_calendar_in(self, language: str) -> str:
        """The calendar entry that goes with the sample; empty for letters without one."""
        return self.calendar(language) if self.calendar else ""


# Kinds that share a family share its daily limit per recipient.
DAILY_LIMIT = 20

_kinds: dict[str, Kind] = {}


def register(
    kind: str,
    label: str | Promise,
    placeholders: tuple[str, ...] | list[str],
    sample: Mapping[str, Any],
    *,
    family: str = "",
    daily_limit: int | None = DAILY_LIMIT,
    channels: tuple[str, ...] = ("email",),
    verbatim: frozenset[str] | set[str] = frozenset({"name"}),
    about: str | Promise = "",
    calendar: Callable[[str], str] | None = None,
) -> None:
    """Declare a kind of letter; called once from a room's `emails.py`.

    `sample` is a context, or one per language: {"zh-hans": {...}, "en": {...}}. `family` names the
    kinds counted together against `daily_limit` letters to one recipient in a day (None: no limit).
    `verbatim` names what a stranger typed, such as a name: it keeps its characters in Traditional letters and
    is left out when it looks like an address or an advertisement. `about` tells staff when the letter is sent;
    `calendar` makes the calendar entry that goes with the sample, in a language.
    """
    by_language = sample if "zh-hans" in sample or "en" in sample else {"zh-hans": sample, "en": sample}
    _kinds[kind] = Kind(
        kind, label, tuple(placeholders), by_language, family or kind, daily_limit, channels, frozenset(verbatim), about, calendar
    )


def get(kind: str) -> Kind:
    """The declared kind, or one with the usual limit when nobody declared it."""
    return _kinds.get(kind) or Kind(kind, kind, (), {}, kind, DAILY_LIMIT)


def everything() -> list[Kind]:
    """All declared kinds, in order of their code."""
    return sorted(_kinds.values(), key=lambda kind: kind.code)


def of_family(family: str) -> set[str]:
    """Codes of the kinds counted together."""
    return {kind.code for kind in _kinds.values() if kind.family == family} or {family}
