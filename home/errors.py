"""What a visitor sees when something is wrong: in the own language, with the next step."""

from django.core.exceptions import RequestDataTooBig
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from openday.language.names import ALL, SIMPLIFIED


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long, or cookies that are switched off."""
    return _page(request, 403, template="403_csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Stands on its own: no database, no frame, at worst no template."""
    with translation.override(_language_without_database(request)):
        try:
            body = get_template("500.html").render({"language": translation.get_language()})
        except (TemplateDoesNotExist, ValueError):
            # ValueError: the static files were never collected.
            body = f"<!doctype html><meta charset=utf-8><title>500</title><p>{_('Something went wrong on our side.')}</p>"
        return HttpResponse(body, status=500)


def _language_without_database(request: HttpRequest) -> str:
    """The language of the address; in the staff area the person's own, if it was read before all went wrong, or the browser's."""
    first = request.path.split("/", 2)[1] if request.path.count("/") > 1 else ""
    if first in ALL:
        return first
    # Where Django keeps who is signed in, and who reads of a profile from there finds it only if it was fetched.
    user = getattr(request, "_cached_user", None)
    profile = user._state.fields_cache.get("wagtail_userprofile") if isinstance(user, Model) else None
    own = profile.preferred_language if profile else ""
    language = own or get_language_from_request(request)
    return language if language in ALL else SIMPLIFIED


def _page(request: HttpRequest, status: int, *, template: str = "") -> HttpResponse:
    language = translation.get_language() or SIMPLIFIED
    with translation.override(language if language in ALL else SIMPLIFIED):
        return render(request, template or f"{status}.html", {"status": status}, status=status)
