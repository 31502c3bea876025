"""The news as a feed, in the language of the address."""

from datetime import UTC, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home import face, family, feeds
from home.models import NewsIndexPage, NewsPage
from home.page_data import absolute, said
from home.pictures import share_address
from home.remembered import remembered
from openday.language.names import SIMPLIFIED, TRADITIONAL


@require_safe
def news(request: HttpRequest, kind: str) -> HttpResponse:
    """GET /<lang>/news/feed.atom and feed.json: the latest news; 404 while the list of news is not public."""
    site = Site.find_for_request(request)
    feed = _feed(site.pk if site else None, translation.get_language() or SIMPLIFIED)
    if feed is None:
        raise Http404
    return feeds.answer(feed, kind)


@remembered
def _feed(site_id: int | None, language: str) -> feeds.Feed | None:
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    index = NewsIndexPage.objects.live().public().filter(locale__language_code=written_in).first()
    if index is None:
        return None
    names = face.names(site_id, language)
    pages = NewsPage.objects.newest(index.locale_id).only(*_SHOWN)[: feeds.MOST_ENTRIES]
    return feeds.Feed(
        identity=feeds.identity("news", language),
        title=_("%(title)s – %(service)s") % {"title": said(index.title, language), "service": names.service},
        subtitle=said(index.description, language),
        author=names.authority or names.service,
        language=face.HTML_LANG[language],
        home=absolute(family.address(index, language, site_id)),
        addresses={kind: absolute(reverse(f"home:news_feed_{name}")) for name, kind in FORMATS},
        entries=tuple(_entry(page, language, site_id, own_locale=index.locale_id) for page in pages),
    )


FORMATS = (("atom", feeds.ATOM), ("json", feeds.JSON))
_SHOWN = (
    *("path", "depth", "title", "url_path", "locale_id", "live", "summary", "picture_id", "translation_key"),
    *("published_on", "headline_only", "source_is_cut", "source_name", "first_published_at", "last_published_at", "search_description"),
)


def _entry(page: NewsPage, language: str, site_id: int | None, *, own_locale: int) -> feeds.Entry:
    of_the_day = datetime.combine(page.published_on, time(), tzinfo=timezone.get_default_timezone()).astimezone(UTC)
    source = _("Source: %(source)s") % {"source": page.source_name} if page.source_name else ""
    return feeds.Entry(
        # The translations of a page are one piece of news each: a reader that follows two languages sees both.
        identity=feeds.identity("news", f"{page.translation_key}:{language}"),
        title=said(page.title + ("……" if page.source_is_cut else ""), language),
        address=absolute(family.address(page, language, site_id)),
        summary=said(page.description, language),
        published_at=of_the_day,
        updated_at=max(of_the_day, page.last_published_at) if page.last_published_at else of_the_day,
        language="" if page.locale_id == own_locale else face.HTML_LANG[SIMPLIFIED],
        picture=absolute(share_address(page.picture)) if page.picture else "",
        lines=(said(source, language),) if source else (),
    )
