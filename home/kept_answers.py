"""Public answers kept in the process for a second: what a rush of visitors asks for at once is drawn once.

Every cache between us and the visitor may keep these answers for a minute or more (home.middleware.public_cache); a small
server with no such cache in front gets the same help here. Kept is the finished answer, compressed and with its ETag: a hit costs
no query, no drawing and no compressing, and a conditional request none of them either.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, get_max_age

Answer = Callable[[HttpRequest], HttpResponse]
# What the key below tells apart. An answer that varies by anything else is not kept.
_TOLD_APART = {"accept-encoding"}
# A page is 20 KB compressed; whoever asks for thousands of addresses gets no further than this.
_LARGEST = 200_000


def keep_answers(get_response: Answer) -> Answer:
    """Answer what is public from memory for `settings.PAGE_SECONDS`; 0 turns it off.

    Whoever has signed in is never answered from memory: an editor sees at once what was published. Stands above the compression.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not settings.PAGE_SECONDS or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        memory = caches["pages"]
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        # The host as it was sent: one that is not ours is refused further in, and a refusal is not kept.
        key = f"{request.scheme}:{request.META.get('HTTP_HOST', '')}{request.get_full_path()}:{packed}"
        response = memory.get(key)
        if response is not None:
            return get_conditional_response(request, etag=response.get("ETag"), response=response) or response
        response = get_response(request)
        # An answer that says it is true for less, such as before a release moment, is kept no longer.
        seconds = min(settings.PAGE_SECONDS, get_max_age(response) or 0)
        if seconds and _may_be_kept(response):
            memory.set(key, response, seconds)
        return response

    return answer


def _may_be_kept(response: HttpResponse) -> bool:
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "public" in response.get("Cache-Control", "")
        and varies <= _TOLD_APART
        and len(response.content) <= _LARGEST
    )
