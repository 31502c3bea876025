"""Turn away requests that no honest browser sends, before any code of ours or of a library meets them."""

import codecs
import contextlib
import time
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

# What is read of a body that nobody wants: enough for three pictures too many, and no longer than a slow line may hold a thread.
MOST_THROWN_AWAY = 64 * 1024 * 1024
LONGEST_THROWING_SECONDS = 20
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")


def request_guard(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 to NUL and to broken UTF-8 in addresses, and to forms in other alphabets than UTF-8; 405 to unknown methods.

    `?query=%00` gave 500 in the search of the stock template, and on PostgreSQL in every text column;
    a form declared as UTF-7 brings lone surrogates that no answer can carry.
    A POST that is refused is read to its end first, so that the visitor sees why.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or _is_hostile(query):
            raise BadRequest("NUL or broken UTF-8 in the address.")
        charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        if not _is_utf8(charset):
            raise BadRequest("The form is not in UTF-8.")
        response = get_response(request)
        if request.method == "POST" and response.status_code >= 400:
            _throw_away_the_rest(request)
        return response

    return answer


def _throw_away_the_rest(request: HttpRequest) -> None:
    """Read what is left of the body, within bounds.

    A server that answers and closes while the browser still sends resets the connection, and the visitor sees
    an error of the browser instead of our page.
    """
    ends, left = time.monotonic() + LONGEST_THROWING_SECONDS, MOST_THROWN_AWAY
    # The visitor went away, or the body was cut off: nobody waits for an answer.
    with contextlib.suppress(OSError):
        while left > 0 and time.monotonic() < ends and (piece := request.read(64 * 1024)):
            left -= len(piece)


def _is_hostile(query: str) -> bool:
    if query.isascii() and "%" not in query and "\0" not in query:
        return False
    # WSGI hands the bytes over as Latin-1.
    raw = unquote_to_bytes(query.encode("latin-1", "replace"))
    if b"\0" in raw:
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in {"utf-8", "ascii"}
    except (LookupError, ValueError):
        return False
