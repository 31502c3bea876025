"""The feed of a page that lists others, the same for news and for open days."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from home import face, family, feeds
from home.models import BasePage
from home.page_data import absolute, said
from openday.language.names import SIMPLIFIED, TRADITIONAL

List = TypeVar("List", bound=BasePage)


def serve(request: HttpRequest, kind: str, feed_of: Callable[[int | None, str], feeds.Feed | None]) -> HttpResponse:
    """The feed of this site in the language of the address; 404 while the list is not public."""
    site = Site.find_for_request(request)
    feed = feed_of(site.pk if site else None, translation.get_language() or SIMPLIFIED)
    if feed is None:
        raise Http404
    return feeds.answer(feed, kind)


def list_page(model: type[List], language: str) -> List | None:
    """The public page that lists these things in `language`; Traditional is derived from Simplified."""
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    return model.objects.live().public().filter(locale__language_code=written_in).first()


def of_list(
    name: str, index: BasePage, entries: Iterable[feeds.Entry], *, language: str, site_id: int | None, routes: dict[str, str]
) -> feeds.Feed:
    """The feed `name` of a list page, its entries as they are written; `routes` are the names of its own addresses by media type."""
    names = face.names(site_id, language)
    # Whole texts pass the glossary of staff, what editors wrote and what the catalogues say: it is no page, which
    # would be converted on its way out.
    return feeds.Feed(
        identity=feeds.identity(name, language),
        title=said(_("%(title)s – %(service)s") % {"title": index.title, "service": names.service}, language),
        subtitle=said(index.description, language),
        author=names.authority or names.service,
        language=face.HTML_LANG[language],
        home=absolute(family.address(index, language, site_id)),
        addresses={kind: absolute(reverse(route)) for kind, route in routes.items()},
        entries=tuple(_in_words_of(language, entry) for entry in islice(entries, feeds.MOST_ENTRIES)),
    )


def _in_words_of(language: str, entry: feeds.Entry) -> feeds.Entry:
    lines = tuple(said(line, language) for line in entry.lines)
    return replace(entry, title=said(entry.title, language), summary=said(entry.summary, language), lines=lines)


def entry_language(page: BasePage, index: BasePage) -> str:
    """BCP 47 where a page is shown in another language than its list: not translated yet."""
    return "" if page.locale_id == index.locale_id else face.HTML_LANG[SIMPLIFIED]
