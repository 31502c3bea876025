"""The public page of the register, and its files. The same for everybody; only what is sealed is published."""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openday.oversight.register import checking, keys, proofs
from openday.oversight.register.ledger import PAGE, line_of
from openday.oversight.register.models import RegisterCheck, RegisterEntry, RegisterSeal, SealingKey
from openday.oversight.register.subtrees import NotWhole
from openday.oversight.views import frames
from openday.oversight.views.receipts import opened_case

SEALS_SHOWN = 7
# A full page never changes again; what grows is asked for anew after some minutes.
FOR_EVER, MINUTES = 365 * 24 * 3600, 300


@frames.public
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "seals": RegisterSeal.objects.order_by("-day")[:SEALS_SHOWN],
        "earliest": RegisterSeal.objects.order_by("day").first(),
        "keys": SealingKey.objects.all(),
        "check": RegisterCheck.objects.first(),
        "address": request.build_absolute_uri(reverse("register_files:index")),
    }
    return render(request, "oversight/register/page.html", context)


@never_cache
@require_safe
def own_proof(request: HttpRequest) -> HttpResponse:
    """The proof that this case stands in the register, to keep; only for whoever opened it with the receipt."""
    case = opened_case(request, now=timezone.now())
    proof = proofs.of_case(case) if case is not None else None
    if case is None or proof is None:
        return frames.see_other(reverse("oversight:case"))
    response = JsonResponse(proof, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{case.number}-register.json"'
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is, for machines."""
    seal = proofs.newest_seal()
    size = seal.size if seal else 0
    return _json(
        {
            "format": "openday-register-1",
            "about": {"zh-hans": "案件办理过程公开登记簿", "en": "Public register of what happens to cases"},
            "origin": keys.origin(),
            "entries": size,
            "entries_per_file": PAGE,
            "seal": seal.note if seal else "",
            "files": {
                "entries": [reverse("register_files:entries", args=[number]) for number in range(1, -(-size // PAGE) + 1)],
                "seals": reverse("register_files:seals"),
                "keys": reverse("register_files:keys"),
                "program": reverse("register_files:program"),
                "proof": "/open-data/register/proofs/{number}.json",
                "consistency": "/open-data/register/consistency/{earlier-day}/{later-day}.json",
            },
        }
    )


@require_safe
def entries(request: HttpRequest, number: int) -> HttpResponse:
    """Ten thousand entries, one in a line."""
    seal = proofs.newest_seal()
    first, size = (number - 1) * PAGE, seal.size if seal else 0
    if not 0 <= first < size:
        raise Http404(_("The register has no such page yet."))
    rows = RegisterEntry.objects.filter(seq__gt=first, seq__lte=min(first + PAGE, size)).order_by("seq")
    lines = b"".join(line_of(line.encode(), stated) + b"\n" for line, stated in rows.values_list("line", "hash"))
    return _file(lines, "application/jsonl", seconds=FOR_EVER if first + PAGE <= size else MINUTES)


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """Every seal, the oldest first, one in a line."""
    rows = RegisterSeal.objects.order_by("day").values_list("day", "note")
    lines = "".join(json.dumps({"day": day.isoformat(), "note": note}, ensure_ascii=False) + "\n" for day, note in rows)
    return _file(lines.encode(), "application/jsonl")


@require_safe
def public_keys(request: HttpRequest) -> HttpResponse:
    return _file("".join(f"{line}\n" for line in proofs.public_keys()).encode(), "text/plain; charset=utf-8")


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The program that checks all this, to run on any computer."""
    response = _file(_program(), "application/zip", seconds=3600)
    response["Content-Disposition"] = 'attachment; filename="register.pyz"'
    return response


@cache
def _program() -> bytes:
    return checking.program()


@require_safe
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """Proof that an entry is in what was sealed last. Names no case."""
    seal = proofs.newest_seal()
    if seal is None or not 1 <= number <= seal.size:
        raise Http404(_("This number is not sealed yet."))
    return _proof(lambda: proofs.inclusion([number], seal))


@require_safe
def consistency(request: HttpRequest, earlier: date, later: date) -> HttpResponse:
    """Proof that nothing changed between two days on which the register was sealed."""
    found = {seal.day: seal for seal in RegisterSeal.objects.filter(day__in=[earlier, later])}
    if earlier > later or earlier not in found or later not in found:
        raise Http404(_("The register was not sealed on these days, or they stand the wrong way round."))
    return _proof(lambda: proofs.consistency(found[earlier], found[later]))


def _proof(make: Callable[[], dict[str, Any]]) -> HttpResponse:
    try:
        return _json(make())
    except NotWhole:
        raise Http404(_("This cannot be proved: entries of the register are missing.")) from None


def _json(content: dict[str, Any]) -> HttpResponse:
    return _file((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), "application/json")


def _file(content: bytes, kind: str, *, seconds: int = MINUTES) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    # Anybody's page may read it: a register that only our own pages can check would be worth less.
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=seconds)
    return response
