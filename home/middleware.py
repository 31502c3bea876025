"""Middlewares of the public face: find the page in few queries, let shared caches keep it, send it small."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_cache_control
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname
from wagtail.url_routing import RouteResult

from home.errors import bad_request
from home.family import language_codes
from home.freshness import seconds_to_keep
from home.remembered import remembered
from openday.language.names import ENGLISH, SIMPLIFIED, TRADITIONAL

Answer = Callable[[HttpRequest], HttpResponse]
SECONDS_IN_BROWSERS = 60
SECONDS_IN_SHARED_CACHES = 300


def public_cache(get_response: Answer) -> Answer:
    """Mark what everybody may see as public; whatever depended on a person stays private.

    A page is public when nothing looked at the session, no cookie was set and no form token was
    drawn: each of them leaves `Vary: Cookie` or a cookie. A view's own Cache-Control wins. A preview
    is a draft, although it runs through here at the address of its page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.has_header("Cache-Control"):
            return response
        draft = getattr(request, "is_preview", False) or getattr(request, "is_dummy", False)
        personal = draft or bool(response.cookies) or "cookie" in response.get("Vary", "").lower()
        if request.method not in {"GET", "HEAD"} or personal or response.status_code >= 400:
            response["Cache-Control"] = "private, no-store"
        elif response.status_code in {200, 301, 308}:
            in_browsers, in_caches = (seconds_to_keep(request, longest) for longest in (SECONDS_IN_BROWSERS, SECONDS_IN_SHARED_CACHES))
            patch_cache_control(response, public=True, max_age=in_browsers, s_maxage=in_caches)
        return response

    return answer


class PublicGZipMiddleware(GZipMiddleware):
    """Compress public pages only: beside a secret, the length of a compressed page tells about it (BREACH)."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        return super().process_response(request, response) if "public" in response.get("Cache-Control", "") else response


class PageFinder:
    """Answer Wagtail's question "which page is this?" with one query by primary key instead of one per step of the path."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL refuses NUL in any text, and Wagtail looks every unknown address up among the redirects.
        if "\x00" in request.path:
            return bad_request(request)
        # Wagtail asks the database for its site at every request; it changes once in years.
        if (site := _site(request.get_host().partition(":")[0], request.get_port())) is not None:
            request._wagtail_site = site  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or match.url_name != "wagtail_serve" or not hasattr(request, "_wagtail_site"):
            return
        steps = [step for step in (arguments[0] if arguments else named.get("path", "")).split("/") if step]
        if (page := _find(request._wagtail_site, steps)) is not None:
            request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]


@remembered
def _site(host: str, port: str) -> Site | None:
    try:
        return get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None


@remembered
def _root(site_id: int, language: str) -> tuple[str, int, str] | None:
    """Tree path, depth and URL path of the site's home page in `language`."""
    site = Site.objects.select_related("root_page").get(pk=site_id)
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    codes = language_codes()
    twins = Page.objects.filter(translation_key=site.root_page.translation_key, live=True)
    home = next((page for page in twins if codes.get(page.locale_id) == written_in), None)
    return (home.path, home.depth, home.url_path) if home is not None else None


@remembered
def _written_at(site_id: int, language: str, steps: tuple[str, ...]) -> tuple[type[Page], int, str] | None:
    """Model, key and URL path of the page at `steps`: a hint, for the page may have moved since."""
    root = _root(site_id, language)
    if root is None:
        return None
    path, depth, url_path = root
    whole = url_path + "".join(f"{step}/" for step in steps)
    rows = Page.objects.filter(slug=steps[-1], depth=depth + len(steps), path__startswith=path) if steps else Page.objects.filter(path=path)
    # A draft of the translation must not hide the page that is shown until it is published.
    page = next((row for row in rows.filter(live=True).only("url_path", "content_type") if row.url_path == whole), None)
    model = page.specific_class if page is not None else None
    return (model, page.pk, whole) if page is not None and model is not None else None


@remembered
def _only_in_another_language(site_id: int, language: str, steps: tuple[str, ...]) -> tuple[type[Page], int, str] | None:
    """The page at `steps` of the other tree, unless it has a live translation: that one has an address of its own."""
    other = SIMPLIFIED if language == ENGLISH else ENGLISH
    found = _written_at(site_id, other, steps)
    if found is None:
        return None
    written_in = SIMPLIFIED if language == TRADITIONAL else language
    twins = Page.objects.filter(translation_key__in=Page.objects.filter(pk=found[1]).values("translation_key"), live=True)
    codes = language_codes()
    return None if any(codes.get(locale_id) == written_in for locale_id in twins.values_list("locale_id", flat=True)) else found


def _find(site: Site, steps: list[str]) -> Page | None:
    """The live page at `steps`, or None: then Wagtail's own routing has the last word (and says 404).

    A page that is not there in the language of the address is found as it was written; base.html says so.
    """
    language = translation.get_language() or SIMPLIFIED
    found = _written_at(site.pk, language, tuple(steps)) or _only_in_another_language(site.pk, language, tuple(steps))
    if found is None:
        return None
    model, pk, whole = found
    # A page with a routing of its own decides itself.
    if model.route is not Page.route:
        return None
    return _read(model, pk, whole, *_version(pk))


def _version(pk: int) -> tuple[object, ...]:
    """What changes whenever an editor publishes, unpublishes or moves the page.

    Asked at each visit, and so in plain SQL: to put a question of forty columns together takes 30 times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT url_path, live, live_revision_id, last_published_at FROM wagtailcore_page WHERE id = %s", [pk])
        return cursor.fetchone() or ()


def _read_now(model: type[Page], pk: int, whole: str, *_version: object) -> Page | None:
    pages = model._default_manager.filter(pk=pk, url_path=whole, live=True)
    return pages.select_related(*getattr(model, "read_with", ())).first()


# A page with its texts may be large: not too many of them.
_read = remembered(_read_now, at_most=100)
