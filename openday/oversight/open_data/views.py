"""Open data: pages for people in three languages, files and catalogues for machines in none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.remembered import remembered
from openday.language.names import SIMPLIFIED
from openday.oversight.open_data import catalog, files
from openday.oversight.open_data.columns import Dataset
from openday.oversight.open_data.datasets import BY_CODE, DATASETS
from openday.oversight.views import frames


@dataclass(frozen=True, slots=True)
class Licence:
    name: str
    address: str


def licence() -> Licence:
    return Licence(settings.OPEN_DATA_LICENCE_NAME, settings.OPEN_DATA_LICENCE)


@remembered
def _since() -> dict[str, date | None]:
    """The first day of each dataset; asked once for those that share the question."""
    asked: dict[Any, date | None] = {}
    for dataset in DATASETS:
        if dataset.since not in asked:
            asked[dataset.since] = dataset.since()
    return {dataset.code: asked[dataset.since] for dataset in DATASETS}


@frames.public
def index(request: HttpRequest) -> HttpResponse:
    since = _since()
    context = {
        "datasets": [(dataset, since[dataset.code]) for dataset in DATASETS],
        "licence": licence(),
        "base_url": settings.BASE_URL,
    }
    return render(request, "oversight/open_data/index.html", context)


@frames.public
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    """What one dataset is, column by column."""
    found = _known(code)
    context = {
        "dataset": found,
        "since": _since()[code],
        "licence": licence(),
        "csv_address": catalog.file_address(found, "csv"),
        "year": timezone.localdate().year,
        "has_units": any(column.unit for column in found.columns),
    }
    return render(request, "oversight/open_data/dataset.html", context)


# ---- For machines: no language in the address, and anybody's page may fetch them --------------------


def for_machines(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As every public page, in one language, and open to scripts of other sites: there is nothing here but what is public."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(SIMPLIFIED):
            response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return frames.public(answer)


@require_safe
def to_the_page(request: HttpRequest) -> HttpResponse:
    return redirect("open_data:index")


@for_machines
def file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """The rows, as they come from the database."""
    found = _known(code)
    now = timezone.now()
    if ending == "csv":
        response = StreamingHttpResponse(files.as_csv(found, found.rows(now)), content_type="text/csv; charset=utf-8; header=present")
        response["Link"] = f'<{catalog.file_address(found, "csv")}-metadata.json>; rel="describedby"; type="application/csvm+json"'
    else:
        about = {
            "dataset": found.code,
            "title": files.in_every_language(found.title),
            "landing_page": catalog.page_address(found),
            "licence": settings.OPEN_DATA_LICENCE,
            "as_of": timezone.localtime(now).isoformat(timespec="seconds"),
        }
        response = StreamingHttpResponse(files.as_json(found, found.rows(now), about=about), content_type="application/json")
    response["Content-Disposition"] = f'inline; filename="{found.code}.{ending}"'
    return response


@for_machines
def metadata(request: HttpRequest, code: str) -> HttpResponseBase:
    found = _known(code)
    content = files.csvw(found, address=catalog.file_address(found, "csv"), licence=settings.OPEN_DATA_LICENCE)
    return _json(content, content_type="application/csvm+json")


@for_machines
def dcat(request: HttpRequest) -> HttpResponseBase:
    return _json(catalog.dcat(_site_id(request)), content_type="application/ld+json")


@for_machines
def data_json(request: HttpRequest) -> HttpResponseBase:
    return _json(catalog.data_json(_site_id(request)), content_type="application/json")


def _json(content: Any, *, content_type: str) -> HttpResponse:
    return JsonResponse(content, safe=False, content_type=content_type, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _site_id(request: HttpRequest) -> int | None:
    site = Site.find_for_request(request)
    return site.pk if site else None


def _known(code: str) -> Dataset:
    if code not in BY_CODE:
        raise Http404(_("There is no dataset of this name."))
    return BY_CODE[code]
