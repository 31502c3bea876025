"""How wide a text is, counted in columns: a Chinese letter takes two, a Latin one takes one. Pure."""

import unicodedata

_ELLIPSIS = "…"


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 0 if unicodedata.combining(letter) else 1 for letter in text)


def cut(text: str, most: int) -> str:
    """The beginning of `text` in at most `most` (>= 4) columns, with an ellipsis if something is left out; no Latin word loses its end.

    Cutting here and not in the style sheet leaves nothing to hide when readers set their own spacing (WCAG 2.2, 1.4.12).
    """
    if columns(text) <= most:
        return text
    # The ellipsis is as wide as a Chinese letter in Chinese fonts.
    width, end = 2, 0
    for letter in text:
        width += columns(letter)
        if width > most:
            break
        end += 1
    kept = text[:end]
    if _goes_on(kept[-1:], text[end]) and (word := kept.rfind(" ")) > 0:
        kept = kept[:word]
    return kept.rstrip(" \n、，。；：,.;:") + _ELLIPSIS


def _goes_on(before: str, after: str) -> bool:
    """Whether one word stands on both sides."""
    return all(letter.isalnum() and columns(letter) == 1 for letter in (before or " ", after))
