"""Pages of a list, forgiving about what stands in the address."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(rows: Any, request: HttpRequest, *, per_page: int) -> Page[Any]:
    """The page that `?page=` asks for; the first for nonsense, the last for too much."""
    wanted = request.GET.get("page", "1")
    # int() takes any digits of Unicode and thousands of them; an address holds few and plain ones.
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
    page = Paginator(rows, per_page).get_page(number)
    page.shown_numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))  # type: ignore[attr-defined]
    return page
