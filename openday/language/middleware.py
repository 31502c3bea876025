"""Pages under /zh-hant/ are the Simplified pages in Traditional characters."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from openday.language.html import html_to_traditional
from openday.language.names import TRADITIONAL


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
            try:
                response.content = html_to_traditional(response.content.decode(charset)).encode(charset)
            except (UnicodeError, LookupError):
                # A page in unknown bytes is better shown as it is than not at all.
                return response
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response


def _is_page(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and not response.has_header("Content-Encoding")
        and response.headers.get("Content-Type", "").partition(";")[0].strip() in {"text/html", "application/xhtml+xml"}
    )
