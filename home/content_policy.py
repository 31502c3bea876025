"""The Content-Security-Policy of every answer: put together once for visitors, loosened for Wagtail's admin."""

from collections.abc import Callable

from csp.constants import HEADER, SELF, UNSAFE_INLINE
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

# What django-csp's decorators leave on an answer: such a one gets a policy of its own.
_MARKS = frozenset(f"_csp_{mark}{kind}" for mark in ("config", "update", "replace", "exempt") for kind in ("", "_ro"))

# Wagtail's explorer and editor carry inline scripts and styles (wagtail#1288) and show previews in a frame.
STAFF_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}


class ContentPolicy(CSPMiddleware):
    """django-csp's, which puts the same header together anew for each answer: 350 calls.

    Ours does it once, and leaves to django-csp whatever isn't ordinary: a nonce, a decorator's policy, the debug pages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        policy = settings.CONTENT_SECURITY_POLICY
        plain = not policy.get("EXCLUDE_URL_PREFIXES") and not getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
        self.ordinary = build_policy() if plain else None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # A nonce that was asked for lies in _csp_nonce, and belongs into the header.
        special = hasattr(request, "_csp_nonce") or response.status_code in {404, 500} or not _MARKS.isdisjoint(vars(response))
        if special or self.ordinary is None:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.ordinary)
        # As django-csp does: whoever asks now would get a nonce that no header names.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response


def staff_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Loosen the content policy below /admin/ as far as Wagtail needs it, and not for the sign-in page."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/") and not request.path.startswith("/admin/login/") and not hasattr(response, "_csp_replace"):
            response._csp_replace = STAFF_POLICY  # type: ignore[attr-defined]
        return response

    return answer
