"""Draw a part of a page once for each set of inputs: `{% drawn "components/footer.html" names=face.names %}`.

What is kept never goes stale, because nothing decides when it runs out: the inputs are the key. A part whose inputs
changed is another part. For that the template may read nothing but its inputs, the language and what is fixed while
the process runs (catalogues, addresses, static files): no request, no clock, no row of the database.
"""

import dataclasses
from datetime import date, time
from enum import Enum
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.models import Page

from openday.language.names import TRADITIONAL
from openday.language.traditional import edition

# Of four bytes at the worst. A thousand parts of an ordinary page together have half a million.
_MOST_LETTERS = 3_000_000
_letters_kept = 0
_PLAIN = (str, int, float, bool, type(None), date, time, Enum, UUID)


def drawn(template_name: str, **inputs: object) -> SafeString:
    """Return the part as it looks with `inputs`, in the active language; at most 2,000 are kept, and 3 million letters.

    Raises TypeError for inputs that may change or that compare by something else than all they show: rows of the
    database above all, which are equal when their keys are.
    """
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(template_name, *_tongue(), tuple(inputs), *inputs.values())


def _tongue() -> tuple[str | None, int]:
    """The active language, and in Traditional the edition of the glossary: its words are drawn into the part."""
    language = translation.get_language()
    return language, edition() if language == TRADITIONAL else 0


# Typed: 1 is not True, and a text is not the same text marked as safe.
@lru_cache(maxsize=2000, typed=True)
def _draw(template_name: str, _language: str | None, _edition: int, names: tuple[str, ...], *values: object) -> SafeString:
    for name, value in zip(names, values, strict=True):
        if not _is_plain(value, at_the_top=True):
            raise TypeError(f"{template_name} is drawn once for equal inputs, and {name} is not a plain value: {type(value).__name__}")
    part = render_to_string(template_name, dict(zip(names, values, strict=True)))
    _make_room_for(part)
    return part


def _make_room_for(part: str) -> None:
    """Begin anew when the parts drawn so far would be too many letters: whoever writes names and places decides how long they are."""
    global _letters_kept  # noqa: PLW0603
    _letters_kept += len(part)
    if _letters_kept > _MOST_LETTERS:
        _draw.cache_clear()
        _letters_kept = len(part)


def _is_plain(value: object, *, at_the_top: bool = False) -> bool:
    if isinstance(value, SafeString):
        # Deeper down its type would not be part of the key.
        return at_the_top
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parameters = value.__dataclass_params__  # type: ignore[attr-defined]
        return parameters.frozen and parameters.eq and all(_is_plain(getattr(value, field.name)) for field in dataclasses.fields(value))
    return isinstance(value, _PLAIN)


def drawn_of(page: Page, template_name: str) -> SafeString:
    """Draw a part that shows `page` and nothing else, once for each time the page is read.

    Published pages are kept for seconds (home/middleware.py) and read anew when an editor publishes; a preview is
    a page of its own. The part lives and dies with the page in memory.
    """
    kept: dict[tuple[str, str | None, int], SafeString] = page.__dict__.setdefault("_drawn_parts", {})
    key = (template_name, *_tongue())
    if key not in kept or settings.DEBUG:
        kept[key] = render_to_string(template_name, {"page": page})
    return kept[key]
