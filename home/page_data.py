"""Which facts of a page search engines are told, in the language of the reader."""

from collections.abc import Iterator
from itertools import pairwise

from django.conf import settings
from django.urls import reverse
from django.utils.translation import pgettext
from wagtail.models import Page

from home import json_ld
from home.face import Face, Names
from home.models import HomePage, LabPage, NewsPage
from openday.language.formats import machine_time
from openday.language.names import TRADITIONAL, in_our_words
from openday.language.traditional import to_traditional


def absolute(path: str) -> str:
    """The full address of a path, from BASE_URL and never from the Host header."""
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL}{path}"


def said(text: str, language: str) -> str:
    """What an editor wrote, in the characters of `language`."""
    return to_traditional(text) if language == TRADITIONAL else text


def office(names: Names, language: str) -> json_ld.Office:
    """Who is behind the site: the authority of the settings, or the service itself while nobody named one."""
    return json_ld.Office(
        name=names.authority or names.service,
        url=absolute(f"/{language}/"),
        telephone=names.telephone,
        email=names.email,
        address=names.address,
    )


def of_page(page: Page, face: Face, *, address: str, picture: str) -> Iterator[str]:
    """The JSON texts for one page of our own; `address` and `picture` are whole addresses."""
    language, by = face.language, office(face.names, face.language)
    if isinstance(page, HomePage):
        yield json_ld.website(face.names.service, address, face.html_lang, absolute(reverse("home:search")), by)
    elif isinstance(page, NewsPage):
        yield json_ld.article(_article(page, face, address=address, picture=picture), by)
    elif isinstance(page, LabPage):
        title, description = said(page.title, language), said(page.description, language)
        yield json_ld.laboratory(json_ld.Laboratory(title, address, description, picture), by)
    if face.breadcrumbs:
        steps = [(said(name, language), absolute(path)) for name, path in face.breadcrumbs[1:]]
        yield json_ld.breadcrumbs(((_home(), absolute(face.breadcrumbs[0][1])), *steps, (said(page.title, language), "")))


def of_way(language: str, steps: tuple[str, ...]) -> str:
    """Breadcrumbs of a page that is a view: names and paths by turns, an empty name is left out."""
    pairs = [(said(str(name), language), path) for name, path in list(pairwise(steps))[::2] if name]
    whole = [(name, absolute(path) if path else "") for name, path in pairs]
    return json_ld.breadcrumbs(((_home(), absolute(f"/{language}/")), *whole))


def _home() -> str:
    return in_our_words(pgettext("breadcrumb", "Home"))


def _article(page: NewsPage, face: Face, *, address: str, picture: str) -> json_ld.Article:
    changed = page.last_published_at
    return json_ld.Article(
        title=said(page.title, face.language),
        address=address,
        description=said(page.description, face.language),
        language=face.html_lang,
        published=machine_time(page.published_on),
        modified=machine_time(changed) if changed and changed.date() >= page.published_on else "",
        picture=picture,
        source=said(page.source_name, face.language),
    )
