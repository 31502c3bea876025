"""The public page of a draw, and its files. The same for everybody; names nobody."""

from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openday.events.models import Session
from openday.registrations.draw import lots
from openday.registrations.draw.queries import outcome
from openday.registrations.models import Draw
from openday.registrations.views.answers import page


def _draw(pk: int) -> Draw:
    found = Draw.objects.select_related("session__open_day").exclude(session__state=Session.State.DRAFT)
    draw = found.filter(pk=pk).first()
    if draw is None:
        raise Http404(_("There is no such draw."))
    return draw


@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    row = _draw(pk)
    now = timezone.now()
    context = {
        "draw": row,
        "session": row.session,
        "open_day": row.session.open_day,
        "takes_applications": row.takes_applications(now=now),
        "seed": row.seed if row.is_drawn else "",
        "outcome": outcome(row, wanted=request.GET.get("ticket", "")),
    }
    response = page(request, "draw/draw", context)
    patch_cache_control(response, public=True, max_age=30)
    return response


@require_safe
def list_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The list byte for byte as its digest was computed; 404 before the deadline."""
    return _file(_draw(pk).list_text, f"draw-{pk}-list.json")


@require_safe
def result_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(_draw(pk).result_text, f"draw-{pk}-result.json")


def _file(text: str, name: str) -> HttpResponse:
    if not text:
        raise Http404(_("This file is published later."))
    response = HttpResponse(text.encode(), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The file that draws, to run on any computer."""
    response = HttpResponse(_script(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lots.py"'
    patch_cache_control(response, public=True, max_age=3600)
    return response


@cache
def _script() -> bytes:
    return Path(lots.__file__).read_bytes()
