"""Tokens as `css/tokens.css` says them, and the contrast that WCAG 2.2 measures between colours."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

SCHEMES = ("light", "dark", "high")
# What the sheets put on what: text (4.5, in high contrast 7), and shapes that mean something (3).
TEXT = [
    *(("text", ground) for ground in ("paper", "surface", "surface-quiet")),
    *(("text-soft", ground) for ground in ("paper", "surface", "surface-quiet")),
    *(("link", ground) for ground in ("paper", "surface", "surface-quiet")),
    *(("link-visited", ground) for ground in ("paper", "surface")),
    *((letters, ground) for letters in ("on-ink", "on-ink-soft") for ground in ("ink", "ink-strong")),
    *(("on-action", ground) for ground in ("action", "action-strong")),
    *((f"{kind}-text", f"{kind}-back") for kind in ("success", "warn", "error", "info")),
    ("error-text", "surface"),
    *(("text", f"{kind}-back") for kind in ("success", "warn", "error", "info")),
]
SHAPES = [
    *((shape, ground) for shape in ("line-strong", "action", "focus") for ground in ("surface", "paper")),
    ("jade", "surface"),
]
# Kinds of tokens by the beginning of their names, and what a specimen of one shows.
_SHOWN = {
    "step": "font-size",
    "space": "inline-size",
    "radius": "border-radius",
    "shadow": "box-shadow",
    "sans": "font-family",
    "serif": "font-family",
    "mono": "font-family",
}


@dataclass(frozen=True)
class Pair:
    """One colour on another, with the ratio in each scheme."""

    front: str
    back: str
    ratios: tuple[str, ...]


@cache
def sheet() -> str:
    return (Path(settings.SITE) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")


@cache
def blocks() -> dict[str, str]:
    """The declarations of each scheme; dark and high contrast override light."""
    text = sheet()
    dark = text.index("@media screen and (prefers-color-scheme: dark)")
    high = text.index(':root[data-contrast="high"]')
    return {"light": text[:dark], "dark": text[dark:high], "high": text[high : text.index("@media (prefers-contrast: more)")]}


def scheme(name: str) -> dict[str, str]:
    """The hexadecimal colours of one scheme."""
    found = {key: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for key, block in blocks().items()}
    return found["light"] if name == "light" else {**found["light"], **found[name]}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(wanted: list[tuple[str, str]]) -> list[Pair]:
    schemes = [scheme(name) for name in SCHEMES]
    return [Pair(front, back, tuple(f"{contrast(one[front], one[back]):.1f}" for one in schemes)) for front, back in wanted]


def colours() -> list[tuple[str, tuple[str, ...]]]:
    """(name, hexadecimal value in each scheme) of every colour."""
    schemes = [scheme(name) for name in SCHEMES]
    return [(name, tuple(one[name] for one in schemes)) for name in schemes[0]]


def sizes(beginning: str) -> list[tuple[str, str]]:
    """(name, value) of the tokens whose name begins so, as the first block says them."""
    first = blocks()["light"].partition(":lang(zh-Hant)")[0]
    return re.findall(rf"--({beginning}[\w-]*): ([^;]+);", first)


def sheet_of_specimens() -> str:
    """A class for each token that shows it: made from the names, so that none is forgotten and no value is typed twice."""
    rules = [".swatch { block-size: 4rem; }", '[class^="token--space"] { block-size: 1rem; background: var(--jade); }']
    rules += [f".token--{name} {{ background: var(--{name}); }}" for name, _values in colours()]
    rules += [f".token--{name} {{ {shows}: var(--{name}); }}" for kind, shows in _SHOWN.items() for name, _value in sizes(kind)]
    return "\n".join(rules) + "\n"
