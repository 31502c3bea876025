"""The pictures of shared links: where they lie, and how they get there."""

import hashlib
from functools import lru_cache

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_safe
from PIL import Image
from wagtail.models import Page, Site

from home import face, share_card
from home.family import language_codes
from home.models import HomePage, SiteImage
from home.page_data import said
from home.pictures import spec
from home.search.pages import PageSource
from home.share_card import Card
from openday.language.names import ALL, SIMPLIFIED, TRADITIONAL


def address(page: Page, names: face.Names, language: str) -> str:
    """The path of the page's picture in `language`; empty for a page that is not saved, or whose title the font cannot write.

    It changes with everything that the picture shows, so that whoever has it may keep it for ever.
    """
    if page.pk is None:
        return ""
    picture = getattr(page, "picture", None)
    return _address(page.pk, language, _card(page, names, language), picture.file.name if picture else "", _centre(picture))


def _card(page: Page, names: face.Names, language: str) -> Card:
    kind = getattr(page, "search_kind", "pages")
    title = page.headline or names.service if isinstance(page, HomePage) else page.title
    return Card(
        title=said(title, language),
        kind="" if kind == "pages" else said(str(PageSource.kinds[kind]), language),
        service=names.service,
        authority=names.authority,
    )


def _centre(picture: SiteImage | None) -> tuple[float, float]:
    if picture is None or (point := picture.get_focal_point()) is None:
        return (0.5, 0.5)
    return (point.centroid_x / picture.width, point.centroid_y / picture.height)


@lru_cache(maxsize=2000)
def _address(pk: int, language: str, card: Card, picture: str, centre: tuple[float, float]) -> str:
    if not share_card.can_be_written(card):
        return ""
    digest = hashlib.blake2s(repr((share_card.EDITION, card, picture, centre)).encode(), digest_size=8).hexdigest()
    return f"/share/{language}/{pk}/{digest}.jpg"


@require_safe
def picture(request: HttpRequest, language: str, page_id: int, digest: str) -> HttpResponseBase:
    """GET /share/<lang>/<page>/<digest>.jpg: drawn when it is asked for the first time, and kept beside the other pictures.

    404 for pages that are not public; an address from before the last change leads to the picture of today.
    """
    row = Page.objects.live().public().filter(pk=page_id, depth__gt=1).first()
    if row is None or language not in ALL or language_codes().get(row.locale_id) != (SIMPLIFIED if language == TRADITIONAL else language):
        raise Http404
    page, site = row.specific, Site.find_for_request(request)
    with translation.override(language):
        names = face.names(site.pk if site else None, language)
        own = address(page, names, language)
        if not own:
            raise Http404
        if own != request.path:
            return redirect(own)
        name = f"share/{digest}.jpg"
        if not default_storage.exists(name):
            _keep(name, _drawn(page, _card(page, names, language)))
    response = FileResponse(default_storage.open(name), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _drawn(page: Page, card: Card) -> bytes:
    picture: SiteImage | None = getattr(page, "picture", None)
    if picture is None:
        return share_card.draw(card)
    with picture.get_rendition(spec("webp", 1200)).file.open() as file, Image.open(file) as photo:
        return share_card.draw(card, photo, centre=_centre(picture))


def _keep(name: str, content: bytes) -> None:
    kept = default_storage.save(name, ContentFile(content))
    if kept != name:
        # Somebody drew the same at the same moment.
        default_storage.delete(kept)
