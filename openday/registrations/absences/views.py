"""The published rule, and the appeal behind the link of a letter. GET changes nothing."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from openday.registrations.absences import actions, queries, rules, wording
from openday.registrations.absences.forms import AppealForm
from openday.registrations.models import Absence
from openday.registrations.passes import TICKET_SECONDS
from openday.registrations.views.answers import SeeOther, page, private

_SALT = "registrations.absence"


@require_safe
def missed_visits(request: HttpRequest) -> HttpResponse:
    """The rule in plain words, made from its settings; or that there is none."""
    in_force = queries.rules_in_force()
    own = [rule for key, rule in in_force.items() if key is not None]
    site = in_force.get(None)
    context = {
        "site_rule": wording.whole(site) if site and site.is_on else "",
        "site_months": site.months if site else 0,
        "own_rules": [(rule.open_day, wording.whole(rule), rule.months) for rule in own if rule.is_on],
        "exempt": [rule.open_day for rule in own if not rule.is_on] if site and site.is_on else [],
        "working_days": rules.ANSWER_WORKING_DAYS,
    }
    response = page(request, "absences/rule", context)
    patch_cache_control(response, public=True, max_age=60)
    return response


@private
@require_safe
def swap(request: HttpRequest, token: str) -> HttpResponse:
    """Swap the secret of the link for a short-lived cookie and a clean address."""
    found = queries.by_token(token)
    if found is None:
        return page(request, "unknown_link", {}, status=404)
    response = redirect("registrations:appeal")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            path = reverse("registrations:appeal")
        response.set_cookie(
            f"appeal-{language}",
            signing.dumps(found.pk, salt=_SALT),
            max_age=TICKET_SECONDS,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _mine(request: HttpRequest) -> Absence | None:
    try:
        pk = signing.loads(request.COOKIES.get(f"appeal-{translation.get_language()}", ""), salt=_SALT, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, UnicodeError):
        return None
    return queries.with_visit().filter(pk=pk).first() if isinstance(pk, int) else None


@private
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest) -> HttpResponse:
    """What is noted, and the form to appeal (POST, 303); afterwards how the appeal stands."""
    found = _mine(request)
    if found is None:
        return page(request, "link_needed", {}, status=403)
    form = AppealForm(request.POST if request.method == "POST" else None, request=request)
    if request.method != "POST" or found.state != Absence.State.STANDS:
        return _page(request, found, form=form if request.method != "POST" else AppealForm(request=request))
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    actions.appeal(absence=found, text=form.cleaned_data["reason"], now=timezone.now())
    return SeeOther(reverse("registrations:appeal"))


def _page(request: HttpRequest, found: Absence, *, form: AppealForm, status: int = 200) -> HttpResponse:
    session = found.registration.session
    rule = queries.rule_of(found.open_day_id)
    context: dict[str, Any] = {
        "mark": found,
        "state": found.state,
        "session": session,
        "open_day": session.open_day,
        "form": form,
        "rule": wording.with_expiry(rule) if rule else "",
        "working_days": rules.ANSWER_WORKING_DAYS,
    }
    return page(request, "absences/appeal", context, status=status)
