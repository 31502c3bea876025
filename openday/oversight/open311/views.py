"""The addresses of the standard, each as JSON and as XML."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from openday.oversight import rules
from openday.oversight.open311 import requests as open311
from openday.oversight.open_data.views import for_machines
from openday.oversight.vocabulary import Category

_MOST_NUMBERS = 50
# In the root of an XML answer each row has this name.
_ROWS = {"services": "service", "service_requests": "request", "errors": "error"}
_DIGITS = re.compile(r"[0-9]{1,6}", re.ASCII)


class Unusable(Exception):
    """The question can't be answered; the words go to whoever wrote the program."""


def _answers(view: Callable[..., tuple[str, Any, int]]) -> Callable[..., HttpResponseBase]:
    """A view that returns (name of the root, content, status) answers in the format of its address."""

    def answer(request: HttpRequest, *args: Any, ending: str, **kwargs: Any) -> HttpResponseBase:
        try:
            root, content, status = view(request, *args, **kwargs)
        except Unusable as fault:
            root, content, status = "errors", [{"code": 400, "description": str(fault)}], 400
        if ending == "json":
            return JsonResponse(content, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
        text = '<?xml version="1.0" encoding="utf-8"?>\n' + _xml(root, content)
        return HttpResponse(text, status=status, content_type="text/xml; charset=utf-8")

    return for_machines(answer)


@_answers
def discovery(request: HttpRequest) -> tuple[str, Any, int]:
    """Where the service is and what it speaks."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{settings.BASE_URL}/open-data/open311/v2",
        "changeset": "2026-11-23T00:00:00+08:00",
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    content = {
        "changeset": endpoint["changeset"],
        "contact": f"{settings.BASE_URL}/zh-hans/open-data/",
        "key_service": "",
        "endpoints": [endpoint],
    }
    return "discovery", content, 200


@_answers
def services(request: HttpRequest) -> tuple[str, Any, int]:
    return "services", open311.services(), 200


@_answers
def service(request: HttpRequest, code: str) -> tuple[str, Any, int]:
    """The attributes of a service: ours have none."""
    if code not in Category.values:
        return "errors", [{"code": 404, "description": "service_code not found"}], 404
    return "service_definition", {"service_code": code, "attributes": []}, 200


@_answers
def requests(request: HttpRequest) -> tuple[str, Any, int]:
    """`service_request_id`, `service_code`, `status` (each several with commas), `start_date`, `end_date`, `page`, `page_size`."""
    asked = request.GET
    size = _number(asked.get("page_size", ""), otherwise=open311.MOST, least=1, most=open311.MOST)
    page = _number(asked.get("page", ""), otherwise=1, least=1, most=1_000_000)
    numbers = [rules.normalise_number(one) for one in _several(asked.get("service_request_id", ""))]
    try:
        rows = open311.requests(
            # A number that is none finds nothing, and not everything.
            numbers=[one or "-" for one in numbers],
            services_wanted=_several(asked.get("service_code", "")),
            statuses=_several(asked.get("status", "")),
            since=_moment(asked.get("start_date", "")),
            until=_moment(asked.get("end_date", "")),
            now=timezone.now(),
            first=(page - 1) * size,
            most=size,
        )
    except OverflowError as fault:
        # Ninety days before the beginning of the calendar.
        raise Unusable("this date is too far away") from fault
    return "service_requests", rows, 200


@_answers
def request_by_number(request: HttpRequest, number: str) -> tuple[str, Any, int]:
    found = open311.request(number)
    if found is None:
        return "errors", [{"code": 404, "description": "service_request_id not found"}], 404
    return "service_requests", [found], 200


def _several(text: str) -> list[str]:
    return [one.strip() for one in text.split(",")[:_MOST_NUMBERS] if one.strip()]


def _number(text: str, *, otherwise: int, least: int, most: int) -> int:
    if not text:
        return otherwise
    if not _DIGITS.fullmatch(text):
        raise Unusable("page and page_size are whole numbers")
    return max(least, min(most, int(text)))


def _moment(text: str) -> datetime | None:
    """A moment as W3C writes it: 2026-06-01T00:00:00Z. A plus sign that was not escaped arrives as a space."""
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None:
        raise Unusable("dates are written as 2026-06-01T00:00:00Z")
    try:
        return found if found.tzinfo else timezone.make_aware(found)
    except (OverflowError, ValueError) as fault:
        raise Unusable("this date is too far away") from fault


def _xml(name: str, value: Any) -> str:
    """Our own few shapes: objects, lists, text, numbers, truth. Nothing else is ever in them."""
    if isinstance(value, dict):
        return f"<{name}>{''.join(_xml(key, one) for key, one in value.items())}</{name}>"
    if isinstance(value, list):
        return f"<{name}>{''.join(_xml(_ROWS.get(name, name.removesuffix('s')), one) for one in value)}</{name}>"
    if value is None:
        return f"<{name}/>"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{name}>{escape(text)}</{name}>"
