"""A new picture in which rectangles are black: painted over pixel by pixel before anything is written."""

from collections.abc import Iterable
from typing import IO

from PIL import Image, ImageDraw

from openday.intake.pictures import SafePicture, repainted
from openday.oversight.redaction.rules import Rectangle


def burn(picture: IO[bytes], rectangles: Iterable[Rectangle]) -> SafePicture:
    """Rebuild the picture with the rectangles filled; nothing of what they cover is in the file.

    The picture is decoded to plain pixels, painted, and encoded anew, so no thumbnail, layer, metadata or block of
    the old file can come along. Raises BrokenPicture when the stored file can't be read.
    """
    return repainted(picture, paint=lambda image: _fill(image, list(rectangles)))


def _fill(image: Image.Image, rectangles: list[Rectangle]) -> None:
    draw = ImageDraw.Draw(image)
    # Opaque black in each mode, so that nothing shines through a transparent picture either.
    black: float | tuple[int, ...] = 0 if image.mode == "L" else (0, 0, 0, 255)[: len(image.mode)]
    for one in rectangles:
        draw.rectangle(one.in_pixels(image.size), fill=black)
