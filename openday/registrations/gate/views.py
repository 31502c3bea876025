"""The app for the door and the three questions it asks. Everything lies below /admin/gate/, the reach of its service worker."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from home.remembered import remembered
from openday.accounts.models import User
from openday.accounts.roles import ADMINISTRATOR, ORGANISER, RECEPTION, has_role
from openday.events.models import Session
from openday.registrations.gate import actions, forms, keys, lists, queries, rules, shell, wording

View = Callable[..., HttpResponse]
LANGUAGES = dict(settings.LANGUAGES)


def is_open_to(user: Any) -> bool:
    return has_role(user, RECEPTION, ORGANISER, ADMINISTRATOR)


def for_the_gate(view: View) -> View:
    """Reception, organisers and administrators; for everybody else there is nothing here. Never kept by a cache."""

    @permissions_policy_override(dict(settings.PERMISSIONS_POLICY, camera=["self"]))
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_open_to(request.user):
            raise Http404
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        # The policy of public pages, not the loose one that Wagtail's own admin needs.
        response._csp_replace = {}  # type: ignore[attr-defined]
        return response

    return guarded


def _one_of(sessions: QuerySet[Session], pk: int) -> Session:
    return get_object_or_404(sessions, pk=min(pk, 2**63 - 1))


@for_the_gate
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    language = translation.get_language()
    return redirect("gate:app", language=language if language in LANGUAGES else settings.LANGUAGE_CODE)


@for_the_gate
@require_safe
def app(request: HttpRequest, language: str) -> HttpResponse:
    """The same for everybody: the page says nothing about who is signed in, and a phone keeps it."""
    if language not in LANGUAGES:
        raise Http404
    return HttpResponse(_page(language, version=_version()))


def _page(language: str, *, version: str) -> str:
    with translation.override(language):
        context = {
            "language": language,
            "languages": settings.LANGUAGES,
            "version": version,
            "words": wording.words(),
            "most_people": rules.MOST_PEOPLE,
            "zone": settings.TIME_ZONE,
        }
        return render_to_string("registrations/gate/app.html", context)


@remembered
def _version() -> str:
    return shell.version("".join(_page(code, version="") for code in LANGUAGES).encode())


@for_the_gate
@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    start = reverse("gate:app", args=[language])
    with translation.override(language):
        words = {"name": str(translation.gettext("Gate of the open days")), "short_name": str(translation.gettext("Gate"))}
    icon = {"src": _file("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    facts = words | {
        "id": reverse("gate:index"),
        "lang": language,
        "start_url": start,
        "scope": reverse("gate:index"),
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#ffffff",
        "theme_color": "#0b2a4a",
        "icons": [icon],
    }
    return HttpResponse(json.dumps(facts, ensure_ascii=False), content_type="application/manifest+json")


def _file(name: str) -> str:
    return reverse("gate:file", args=[_version(), name])


@for_the_gate
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root of the app, as a worker reaches no higher than its own address."""
    pages = [reverse(f"gate:{name}", args=[language]) for name in ("app", "manifest") for language in LANGUAGES]
    context = {"version": _version(), "pages": json.dumps(pages), "files": json.dumps([_file(name) for name in shell.FILES])}
    return HttpResponse(render_to_string("registrations/gate/service_worker.js", context), content_type="text/javascript; charset=utf-8")


@for_the_gate
@require_safe
def file(request: HttpRequest, version: str, name: str) -> HttpResponse:
    if name not in shell.FILES:
        raise Http404
    # `version` only makes a new address: the worker of a new release then fetches all of it, and never half.
    return HttpResponse(shell.content(name), content_type=shell.TYPES[name[name.rindex(".") :]])


def _language_of(request: HttpRequest) -> str | None:
    """The language of the app, which may be another than the one of the staff area; None for the latter."""
    return request.GET["language"] if request.GET.get("language") in LANGUAGES else None


@for_the_gate
@require_safe
def hello(request: HttpRequest) -> HttpResponse:
    """Who is signed in, what time it is, and at which gates this person can stand."""
    now = timezone.now()
    sessions = [
        {
            "id": session.pk,
            "name": session.open_day.name_in(_language_of(request)),
            "starts_at": lists.moment(session.starts_at),
            "ends_at": lists.moment(session.ends_at),
            "is_open": session.state == Session.State.OPEN,
        }
        for session in queries.sessions_at_the_gate(request.user, now=now)[:200]
    ]
    facts = {"user": request.user.pk, "csrf": get_token(request), "now": lists.moment(now), "keys": keys.believed(), "sessions": sessions}
    return JsonResponse(facts)


@for_the_gate
@require_safe
def parties(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed list of one session."""
    now = timezone.now()
    session = _one_of(queries.sessions_at_the_gate(request.user, now=now), pk)
    return JsonResponse({"now": lists.moment(now)} | lists.signed_list(session, user=request.user, now=now, language=_language_of(request)))


@for_the_gate
@require_POST
def scans(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a device did; its pass says who did it, whoever is signed in by now, and ends after a week."""
    session = _one_of(queries.own_sessions(request.user), pk)
    try:
        text, device, found = forms.read(request.body)
    except forms.BadScans:
        return JsonResponse({"refused": "shape"}, status=400)
    held = lists.open_pass(text)
    if held is None or held.session_id != session.pk:
        return JsonResponse({"refused": "pass"}, status=409)
    by = User.objects.filter(pk=held.user_id).first()
    now = timezone.now()
    answers = actions.receive(session=session, scans=found, by=by, listed_at=held.listed_at, now=now, device=device)
    told = [{"scan_id": str(one.scan_id), "trouble": one.trouble, "is_known": one.is_known} for one in answers]
    return JsonResponse({"now": lists.moment(now), "answers": told})
