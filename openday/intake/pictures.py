"""Pictures from anybody: judged by their header, decoded under a cap, rebuilt without a word about their maker."""

import io
import warnings
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, Any

import pillow_heif
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

pillow_heif.register_heif_opener()

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 25_000_000
# Larger originals help no screen; 25 million pixels as AVIF would take half a minute to write.
LONGEST_SIDE = 4096
# What we open at all; Pillow knows forty formats, each a parser that a stranger could feed.
READABLE = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "HEIF")
_WRITTEN_AS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF", "GIF": "PNG", "HEIF": "JPEG"}
_ENDING = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
_SETTINGS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88, "progressive": True, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 86, "method": 3},
    "AVIF": {"quality": 72, "speed": 8},
}
_SRGB = ImageCms.createProfile("sRGB")
_LARGEST_PROFILE = 1024 * 1024


class BrokenPicture(Exception):
    """The file is no picture of a kind we take, or it is damaged."""

    message = _("This file is not a picture we can read. Please send a JPEG, PNG, WebP, AVIF or HEIC picture.")


class PictureTooLarge(Exception):
    """The picture has too many bytes or too many pixels."""

    message = _("This picture is too large. Please send one of at most 10 MB and 25 million pixels.")


class SafePicture(ContentFile):
    """A picture that came out of `sanitise`; nothing needs to look at it again."""

    content_type: str
    image_size: tuple[int, int]
    # What it looks like from far away, as three hexadecimal digits; empty when one can look through it.
    ground: str
    # The untouched upload, for a form that asks whether it may be kept; gone with the request.
    sent: Any = None


def is_picture(upload: IO[bytes]) -> bool:
    """Whether the content, whatever its name, is a picture of a format we can read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            upload.seek(0)
            Image.open(upload, formats=READABLE)
    except Image.DecompressionBombError:
        return True  # It is one, and `sanitise` will say what is wrong with it.
    except Exception:
        return False
    finally:
        upload.seek(0)
    return True


def sanitise(upload: Any) -> SafePicture:
    """Rebuild an uploaded picture: upright, sRGB, one frame, at most 4096 pixels a side, no metadata at all.

    GIF comes out as PNG and HEIF as JPEG; the name keeps its stem and gets the right ending.
    Raises BrokenPicture or PictureTooLarge; both carry a `message` for the visitor.
    """
    if isinstance(upload, SafePicture):
        return upload
    if getattr(upload, "size", 0) > MAX_BYTES:
        raise PictureTooLarge
    picture, written_as = _decoded(upload)
    return _written(_bare(picture), written_as, name=getattr(upload, "name", None))


def repainted(stored: IO[bytes], *, paint: Callable[[Image.Image], None]) -> SafePicture:
    """Rebuild a stored picture after `paint` has drawn on its plain pixels (mode L, RGB or RGBA).

    Raises BrokenPicture or PictureTooLarge.
    """
    picture, written_as = _decoded(stored)
    clean = _bare(picture)
    paint(clean)
    return _written(clean, written_as, name=None)


def _written(clean: Image.Image, written_as: str, *, name: Any) -> SafePicture:
    target = io.BytesIO()
    clean.save(target, written_as, **_SETTINGS[written_as])
    stem = PurePath(str(name or "picture")).stem or "picture"
    safe = SafePicture(target.getvalue(), name=stem + _ENDING[written_as])
    safe.content_type = Image.MIME[written_as]
    safe.image_size = clean.size
    safe.ground = _ground(clean)
    return safe


def _ground(picture: Image.Image) -> str:
    """The mean colour of an opaque picture: `8ac` is #88aacc."""
    one = picture.resize((1, 1), Image.Resampling.BOX).convert("RGBA").getpixel((0, 0))
    red, green, blue, opacity = one  # type: ignore[misc]
    return "".join(f"{part // 16:x}" for part in (red, green, blue)) if opacity == 255 else ""


def _decoded(upload: Any) -> tuple[Image.Image, str]:
    """Decode the first frame, if its header keeps to the caps."""
    # Decoders fed with hostile bytes raise nearly anything: OSError, SyntaxError, struct.error, IndexError …
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            upload.seek(0)
            picture = Image.open(upload, formats=READABLE)
            if picture.width * picture.height > MAX_PIXELS:
                raise PictureTooLarge
            written_as = _WRITTEN_AS[picture.format or ""]
            picture.load()
            ImageOps.exif_transpose(picture, in_place=True)
    except (PictureTooLarge, Image.DecompressionBombError):
        raise PictureTooLarge from None
    except Exception as fact:
        raise BrokenPicture from fact
    return picture, written_as


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels in sRGB and nothing else."""
    profile = picture.info.get("icc_profile")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if picture.mode in {"I;16", "I;16L", "I;16B", "I"}:
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_alpha = picture.has_transparency_data
    if picture.mode not in {"L", "RGB", "CMYK"} or has_alpha:
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    picture = _in_srgb(picture, profile)
    # A plain Image knows no format, no EXIF and no comment; `info` is the last thing the writers read from.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGB" if picture.mode == "CMYK" else picture.mode
    if profile and len(profile) <= _LARGEST_PROFILE and picture.mode != "L":
        try:
            converted = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB, outputMode=mode)
            return converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # A damaged profile costs a shade of colour, not the picture.
    return picture if picture.mode == mode else picture.convert(mode)
