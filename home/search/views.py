"""The page of the search, and titles for what somebody is typing."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from home.doors import matching
from home.paging import page_of
from home.search.excerpts import excerpt, marked
from home.search.found import find, read_query, suggest
from home.search.meant import LITTLE, meant
from home.search.narrowing import offered, read_narrow
from home.search.sources import kinds
from home.search.text import for_query
from openday.language.names import ENGLISH, SIMPLIFIED, TRADITIONAL
from openday.language.traditional import to_traditional

PER_PAGE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """GET /<lang>/search/?query=&kind=&unit=&year=&page=; whatever stands there is answered."""
    language = translation.get_language() or SIMPLIFIED
    query = read_query(request.GET.get("query", ""))
    choice = offered(language)
    narrow = read_narrow(request.GET, choice)
    context: dict[str, Any] = {
        "query": query,
        "kind": narrow.kind,
        "unit": request.GET.get("unit", "") if narrow.unit_ids else "",
        "year": narrow.year,
        "units": [(code, name) for code, (name, _ids) in choice.units.items()],
        "years": choice.years,
        "offers": bool(choice.units or choice.years),
    }
    if query:
        found = find(query, language=language, narrow=narrow)
        results = page_of(found.rows, request, per_page=PER_PAGE)
        total = sum(found.counts.values())
        labels = kinds()
        hits = [(hit, marked(hit.title, found.terms), excerpt(hit.text, found.terms)) for hit in results]
        context |= {
            "results": results,
            "loosely": found.loosely,
            # A reader of Chinese need not be told the English words, nor the reverse.
            "also": [word for word in found.also if word.isascii() == (language == ENGLISH)],
            "hits": [{"found": hit, "kind": labels[hit.kind], "title": title, "excerpt": text} for hit, title, text in hits],
            "kinds": [(code, labels[code], number) for code, number in found.counts.items()],
            "total": total,
            "is_narrow": bool(narrow.kind or narrow.unit_ids or narrow.year),
            "doors": matching(query) if results.number == 1 and not narrow.kind and for_query(query) else [],
        }
        if (found.loosely or total <= LITTLE) and not context["is_narrow"]:
            context["meant"] = meant(query, language=language, found=0 if found.loosely else total)
    return render(request, "home/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles for what somebody is typing: `{"titles": ["…"]}`, best first, at most eight."""
    language = translation.get_language() or SIMPLIFIED
    titles = suggest(read_query(request.GET.get("query", "")), language=language)
    if language == TRADITIONAL:
        titles = [to_traditional(title) for title in titles]
    return JsonResponse({"titles": titles}, json_dumps_params={"ensure_ascii": False})
