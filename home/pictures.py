"""Sizes and formats that pictures are served in, named once so that lists can prefetch them."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from home.models.images import SiteImage
from home.remembered import remembered

# AVIF at 1200 takes a second to draw and saves a tenth of the bytes: it stops at 800.
WIDTHS = {"avif": (400, 800), "webp": (400, 800, 1200)}
# How wide the picture stands on the page, by its place.
SIZES = {
    "card": "(min-width: 60rem) 22rem, (min-width: 40rem) 45vw, 92vw",
    "wide": "(min-width: 50rem) 48rem, 94vw",
    "hero": "(min-width: 97rem) 70rem, (min-width: 56rem) 72vw, 100vw",
    "half": "(min-width: 60rem) 36rem, 94vw",
    "row": "(min-width: 44rem) 11rem, 92vw",
    "beside": "15rem",
    "small": "8rem",
}
# Where a large window shows more pixels than the largest AVIF has, it takes the larger WebP.
AVIF_FOR = {"hero": "(max-width: 56rem)", "wide": "(max-width: 56rem), (max-resolution: 1.2dppx)"}
AVIF_FOR["half"] = AVIF_FOR["wide"]


def spec(kind: str, width: int) -> str:
    return f"width-{width}|format-{kind}"


@cache
def every_spec() -> tuple[str, ...]:
    return tuple(spec(kind, width) for kind, widths in WIDTHS.items() for width in widths)


def warm(images: Iterable[SiteImage]) -> int:
    """Draw every size now, so that no visitor waits for it; returns how many pictures."""
    return sum(1 for image in images if image.get_renditions(*every_spec()))


def _drawn(image: SiteImage) -> dict[str, Any]:
    """Every size by its spec: from the prefetch of a list when it is complete, otherwise drawn or looked up now."""
    # None of our specs crops, so one rendition per spec is right whatever the focal point is.
    known = {drawn.filter_spec: drawn for drawn in getattr(image, "prefetched_renditions", None) or ()}
    if not all(each in known for each in every_spec()):
        known = _looked_up(image, image.file.name)
    return known


@remembered
def _looked_up(image: SiteImage, _file: str) -> dict[str, Any]:
    # A picture that is replaced gets a file of another name, and so an answer of its own.
    return dict(image.get_renditions(*every_spec()))


def share_address(image: SiteImage) -> str:
    """The path of the size that shared links show."""
    return str(_drawn(image)[spec("webp", 1200)].url)


def picture_tag(image: SiteImage, *, place: str, alt: str, eager: bool = False, is_chinese: bool = False) -> SafeString:
    """A <picture> with AVIF and WebP in three widths, its space reserved and in its colour until it is there.

    `is_chinese`: the alternative text is Chinese on a page that is not.
    """
    return _tag(image, image.file.name, place, alt, eager, is_chinese)


@remembered
def _tag(image: SiteImage, _file: str, place: str, alt: str, eager: bool, is_chinese: bool) -> SafeString:
    drawn = _drawn(image)
    sizes = SIZES[place]

    def sources(kind: str) -> str:
        # A picture smaller than a width is not enlarged: equal widths would repeat themselves.
        by_width = {drawn[spec(kind, width)].width: drawn[spec(kind, width)].url for width in WIDTHS[kind]}
        return ", ".join(f"{url} {width}w" for width, url in by_width.items())

    middle = drawn[spec("webp", 800)]
    media = format_html(' media="{}"', AVIF_FOR[place]) if place in AVIF_FOR else ""
    loading = 'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'
    return format_html(
        '<picture><source type="image/avif"{} srcset="{}" sizes="{}">'
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{} {}></picture>',
        media,
        sources("avif"),
        sizes,
        middle.url,
        sources("webp"),
        sizes,
        middle.width,
        middle.height,
        alt,
        SafeString(' lang="zh-Hans"' if is_chinese else ""),
        _ground(image.ground),
        SafeString(loading),
    )


def _ground(digits: str) -> SafeString | str:
    # Three words and not a style: the content policy refuses inline ones, and a sheet cannot know every colour.
    return format_html(' data-ground="r{} g{} b{}"', *digits) if digits else ""


def warm_page(page: Page) -> None:
    """Draw the pictures of a page once it is saved, so that its first visitor does not wait for them."""
    wanted = set(_pictures_of(page))
    transaction.on_commit(lambda: warm(SiteImage.objects.filter(pk__in=wanted)), robust=True)


def _pictures_of(page: Page) -> Iterator[Any]:
    """Keys of the pictures that the page shows: its own, and those in its text."""
    for field in page._meta.concrete_fields:
        if isinstance(field, ForeignKey) and issubclass(field.related_model, SiteImage):
            yield getattr(page, field.attname)
        elif hasattr(field, "extract_references"):
            yield from (key for model, key, *_ in field.extract_references(field.value_from_object(page)) if issubclass(model, SiteImage))
