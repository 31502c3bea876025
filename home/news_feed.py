"""The news as a feed, in the language of the address."""

from dataclasses import replace
from datetime import UTC, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home import family, feeds, list_feed
from home.models import NewsIndexPage, NewsPage, Topic
from home.page_data import absolute, said
from home.pictures import share_address
from home.remembered import remembered


@require_safe
def news(request: HttpRequest, kind: str, topic: str = "") -> HttpResponse:
    """GET /<lang>/news/feed.atom and feed.json, /<lang>/news/<topic>/feed.…: the latest news.

    404 for a topic that there is not, and while the list of news is not public.
    """
    if topic and topic not in Topic.values:
        raise Http404
    return list_feed.serve(request, kind, lambda site_id, language: _feed(site_id, language, topic))


@remembered
def _feed(site_id: int | None, language: str, topic: str = "") -> feeds.Feed | None:
    index = list_feed.list_page(NewsIndexPage, language)
    if index is None:
        return None
    rows = NewsPage.objects.newest(index.locale_id).only(*_SHOWN)
    pages = (rows.filter(topic=topic) if topic else rows)[: feeds.MOST_ENTRIES]
    entries = [_entry(page, index, language, site_id) for page in pages]
    feed = list_feed.of_list("news", index, entries, language=language, site_id=site_id, routes=_ROUTES)
    return _about(topic, feed, language) if topic else feed


def _about(topic: str, feed: feeds.Feed, language: str) -> feeds.Feed:
    """The feed of one topic: a name, a home and addresses of its own."""
    return replace(
        feed,
        identity=feeds.identity("news", f"{topic}:{language}"),
        title=f"{said(str(Topic(topic).label), language)} – {feed.title}",
        home=f"{feed.home}?topic={topic}",
        addresses={kind: absolute(reverse(route.replace("news_feed", "topic_feed"), args=[topic])) for kind, route in _ROUTES.items()},
    )


_ROUTES = {feeds.ATOM: "home:news_feed_atom", feeds.JSON: "home:news_feed_json"}
_SHOWN = (
    *("path", "depth", "title", "url_path", "locale_id", "live", "summary", "picture_id", "translation_key"),
    *("published_on", "headline_only", "source_is_cut", "source_name", "first_published_at", "last_published_at", "search_description"),
)


def _entry(page: NewsPage, index: NewsIndexPage, language: str, site_id: int | None) -> feeds.Entry:
    of_the_day = datetime.combine(page.published_on, time(), tzinfo=timezone.get_default_timezone()).astimezone(UTC)
    source = _("Source: %(source)s") % {"source": page.source_name} if page.source_name else ""
    return feeds.Entry(
        # The translations of a page are one piece of news each: a reader that follows two languages sees both.
        identity=feeds.identity("news", f"{page.translation_key}:{language}"),
        title=page.title + ("……" if page.source_is_cut else ""),
        address=absolute(family.address(page, language, site_id)),
        summary=page.description,
        published_at=of_the_day,
        updated_at=max(of_the_day, page.last_published_at) if page.last_published_at else of_the_day,
        language=list_feed.entry_language(page, index),
        picture=absolute(share_address(page.picture)) if page.picture else "",
        lines=(source,) if source else (),
    )
