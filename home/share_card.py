"""Draw the picture of a shared link: the title of the page beside its photo, 1200 × 630. Pure: words and a photo in, JPEG out."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = (1200, 630)
# Rises when the drawing changes, so that what was kept is drawn again.
EDITION = 1
_FONT = Path(__file__).parent / "fonts" / "NotoSansCJKsc-Bold.otf"
# The colours of tokens.css: --ink, --on-ink, --on-ink-soft, --amber, --jade.
_INK, _PAPER, _SOFT, _AMBER, _JADE = "#0b4f52", "#f4f8f6", "#bfe0d4", "#e0a43b", "#1f8a7a"
_MARGIN = 64
_PHOTO_LEFT = 744
_TITLE_SIZES, _MOST_LINES = (76, 66, 58, 50, 44), 4
# A line neither begins with what closes nor ends with what opens.
_CLOSES, _OPENS = "，。、；：？！）》〉】」』”’…·%,.;:?!)", "（《〈【「『“‘("
_PIECES = re.compile(r"[\u0021-\u024f]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Card:
    """The words on the picture, in one language; empty ones are left out."""

    title: str
    kind: str
    service: str
    authority: str


def can_be_written(card: Card) -> bool:
    """Whether the shipped font has every character; a box in place of one would look broken."""
    return all(_has(character) for words in (card.title, card.kind, card.service, card.authority) for character in words)


def draw(card: Card, photo: Image.Image | None = None, *, centre: tuple[float, float] = (0.5, 0.5)) -> bytes:
    """Return the picture as JPEG of 30 to 110 KB; `centre` is the point of the photo that must be seen, in parts of its sides."""
    canvas = Image.new("RGB", SIZE, _INK)
    room = (_PHOTO_LEFT if photo else SIZE[0]) - 2 * _MARGIN
    if photo:
        part = ImageOps.fit(photo.convert("RGB"), (SIZE[0] - _PHOTO_LEFT, SIZE[1]), Image.Resampling.LANCZOS, centering=centre)
        canvas.paste(part, (_PHOTO_LEFT, 0))
    pen = ImageDraw.Draw(canvas)
    if not photo:
        _rings(pen)
    pen.rectangle((_MARGIN, 76, _MARGIN + 72, 84), fill=_AMBER)
    if card.kind:
        pen.text((_MARGIN, 104), card.kind, font=_face(30), fill=_SOFT)
    lines, size = _fitted(card.title, room)
    leading = round(size * 1.32)
    top = 176 + max(0, (300 - leading * len(lines)) // 2)
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + number * leading), line, font=_face(size), fill=_PAPER)
    pen.text((_MARGIN, 506), _cut(card.service, 32, room), font=_face(32), fill=_PAPER)
    if card.authority:
        pen.text((_MARGIN, 552), _cut(card.authority, 24, room), font=_face(24), fill=_SOFT)
    written = io.BytesIO()
    canvas.save(written, "JPEG", quality=84, optimize=True, progressive=True)
    return written.getvalue()


def _rings(pen: ImageDraw.ImageDraw) -> None:
    """A drop that falls into a dish, from above: what stands there without a photo."""
    for radius in (420, 330, 240, 150, 60):
        pen.ellipse((1110 - radius, 560 - radius, 1110 + radius, 560 + radius), outline=_JADE, width=6)


def _fitted(title: str, room: int) -> tuple[list[str], int]:
    """The title in the largest letters in which it needs at most four lines; cut when even the smallest are too large."""
    for size in _TITLE_SIZES:
        lines = list(_lines(title, size, room))
        if len(lines) <= _MOST_LINES - (size > 60):
            return lines, size
    kept = lines[:_MOST_LINES]
    kept[-1] = _cut(kept[-1] + "…", size, room, ending="…")
    return kept, size


def _lines(text: str, size: int, room: int) -> Iterator[str]:
    line = ""
    for piece in _pieces(text.strip(), size, room):
        if line and _width(line + piece.rstrip(), size) > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str, size: int, room: int) -> Iterator[str]:
    """What may not be torn: a word, or a Chinese character with the marks that belong to it."""
    held = ""
    for piece in _PIECES.findall(text):
        if held and (piece[0] in _CLOSES or held[-1] in _OPENS):
            held += piece
            continue
        yield from _that_fit(held, size, room)
        held = piece
    yield from _that_fit(held, size, room)


def _that_fit(piece: str, size: int, room: int) -> Iterator[str]:
    """The piece, or its characters when it alone is wider than the line."""
    if piece:
        yield from [piece] if _width(piece, size) <= room else piece


def _cut(text: str, size: int, room: int, *, ending: str = "…") -> str:
    if _width(text, size) <= room:
        return text
    text = text.removesuffix(ending)
    while text and _width(text + ending, size) > room:
        text = text[:-1]
    return text + ending


def _width(text: str, size: int) -> float:
    return _face(size).getlength(text)


@lru_cache(maxsize=16)
def _face(size: int) -> ImageFont.FreeTypeFont:
    # The plain layout: the same letters wherever Pillow was built, and nothing here needs to be shaped.
    return ImageFont.truetype(_FONT, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    return character.isspace() or bytes(_face(32).getmask(character)) != bytes(_face(32).getmask("\U0010fffd"))
