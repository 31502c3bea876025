"""The header that is put together once is django-csp's own; whatever differs is still put together for its answer."""

import pytest
from csp.constants import NONCE, SELF
from csp.decorators import csp_exempt, csp_replace, csp_update
from csp.exceptions import CSPNonceError
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from home.content_policy import ContentPolicy

HEADER = "Content-Security-Policy"


def plain(request):
    return HttpResponse("words")


def with_nonce(request):
    return HttpResponse(f'<script nonce="{request.csp_nonce}"></script>')


def missing(request):
    return HttpResponse("nothing here", status=404)


def with_own_header(request):
    return HttpResponse("words", headers={HEADER: "sandbox"})


def policy(middleware, view, request) -> dict[str, str] | None:
    """Directives by name: django-csp leaves their order to chance."""
    header = middleware(view)(request).get(HEADER)
    return None if header is None else dict(part.partition(" ")[::2] for part in header.split("; "))


@pytest.mark.parametrize(
    "view",
    [
        plain,
        missing,
        with_own_header,
        csp_exempt()(plain),
        csp_replace({"img-src": ["'self'", "blob:"]})(plain),
        csp_update({"img-src": ["blob:"]})(plain),
    ],
)
def test_an_answer_has_the_header_that_django_csp_would_give_it(rf, view):
    assert policy(ContentPolicy, view, rf.get("/")) == policy(CSPMiddleware, view, rf.get("/"))


def test_a_policy_of_one_answer_is_not_the_next_ones(rf):
    middleware = ContentPolicy(
        lambda request: csp_update({"img-src": ["blob:"]})(plain)(request) if request.path == "/own/" else plain(request)
    )

    assert "blob:" in middleware(rf.get("/own/"))[HEADER]
    assert "blob:" not in middleware(rf.get("/"))[HEADER]


def test_each_nonce_is_in_the_header_of_its_own_answer_only(rf, settings):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [SELF, NONCE]}}
    middleware = ContentPolicy(lambda request: (with_nonce if request.path == "/script/" else plain)(request))
    requests = [rf.get("/script/"), rf.get("/script/"), rf.get("/")]

    first, second, without = (middleware(request)[HEADER] for request in requests)

    assert f"'nonce-{requests[0].csp_nonce}'" in first
    assert f"'nonce-{requests[1].csp_nonce}'" in second
    assert first != second
    assert "nonce-" not in without
    with pytest.raises(CSPNonceError):
        str(requests[2].csp_nonce)


def test_other_settings_of_django_csp_are_heeded_too(rf, settings):
    settings.CONTENT_SECURITY_POLICY = {**settings.CONTENT_SECURITY_POLICY, "EXCLUDE_URL_PREFIXES": ["/free/"]}
    settings.CONTENT_SECURITY_POLICY_REPORT_ONLY = {"DIRECTIVES": {"default-src": ["'none'"]}}
    answer = ContentPolicy(plain)(rf.get("/free/"))

    assert HEADER not in answer
    assert answer["Content-Security-Policy-Report-Only"].startswith("default-src 'none'")
