"""The language of a request: chosen by the address; Traditional pages are the Simplified ones converted."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from openday.language.html import html_to_traditional
from openday.language.names import TRADITIONAL
from openday.language.traditional import edition, keep_up

# A page has 15,000 to 30,000 letters.
_LONGEST_REMEMBERED = 60_000


class LanguageMiddleware(LocaleMiddleware):
    """Django's, save that a view's own 404 stays a 404.

    Django takes every 404 without a language in the address for a forgotten language and redirects
    to one: staff who may not see a case were sent to /zh-hans/admin/… and a missing picture to a page.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.resolver_match is not None:
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        return super().process_response(request, response)


def fresh_glossary(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Learn of words that staff changed in another process, wherever Traditional may be written.

    That is on Traditional pages, in pictures of their shared links, and in deeds of all languages: they write calendar
    entries of Traditional letters.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith((f"/{TRADITIONAL}/", f"/share/{TRADITIONAL}/")) or request.method not in {"GET", "HEAD", "OPTIONS"}:
            keep_up()
        return get_response(request)

    return answer


class TraditionalMiddleware:
    """Convert whole HTML answers to addresses under /zh-hant/.

    Streams, files, compressed bodies and every other address pass untouched. What visitors typed is
    kept in form values; where a page shows it as text, the element carries translate="no".
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(f"/{TRADITIONAL}/") and isinstance(response, HttpResponse) and _is_page(response):
            charset = response.charset or "utf-8"
            convert = _remembered if _is_everybodys(request, response) else html_to_traditional
            try:
                response.content = convert(response.content.decode(charset)).encode(charset)
            except (UnicodeError, LookupError):
                # A page in unknown bytes is better shown as it is than not at all.
                return response
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response


def _is_everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the same page goes to everybody; one with a form token or somebody's ticket never comes again."""
    personal = bool(response.cookies) or "cookie" in response.get("Vary", "").lower() or "no-store" in response.get("Cache-Control", "")
    return request.method == "GET" and not personal


def _remembered(html: str) -> str:
    return _same_again(html, edition()) if len(html) <= _LONGEST_REMEMBERED else html_to_traditional(html)


# Before and after, two bytes a letter: at most 8 MB.
@lru_cache(maxsize=32)
def _same_again(html: str, _edition: int) -> str:
    return html_to_traditional(html)


def _is_page(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and not response.has_header("Content-Encoding")
        and response.headers.get("Content-Type", "").partition(";")[0].strip() in {"text/html", "application/xhtml+xml"}
    )
