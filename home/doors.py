"""Pages that are no Wagtail pages but that people look for: in the site map, in the sitemap file, and first in search."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openday.language.folding import fold


@dataclass(frozen=True)
class Door:
    """A view of any room, named by its address so that nothing is imported from above."""

    view: str
    title: Promise
    # What people type who mean this page.
    words: Promise
    # Not those that robots.txt keeps engines away from, nor those that its own room lists while there is something behind.
    for_search_engines: bool = True

    @property
    def address(self) -> str:
        """Its path in the active language; empty when that room is not there."""
        try:
            return reverse(self.view)
        except NoReverseMatch:
            return ""


DOORS = (
    Door(
        "registrations:find", _("Find my registration"), _("ticket code booking cancel change party waiting list"), for_search_engines=False
    ),
    # robots.txt keeps engines away from everything below it; it is linked from each open day.
    Door(
        "registrations:groups",
        _("Come with a group"),
        _("group class school kindergarten teacher company team media association visit"),
        for_search_engines=False,
    ),
    Door("oversight:index", _("Oversight"), _("supervision figures statistics quality office")),
    Door("oversight:feedback", _("Tell us something"), _("complaint complain feedback suggestion praise question report problem")),
    Door("oversight:case", _("Follow my case"), _("progress case number receipt secret code answer")),
    Door("oversight:published", _("Published cases"), _("answers complaints examples")),
    Door("oversight:commitments", _("Commitments"), _("promises targets indicators error rate calibration")),
    Door("oversight:satisfaction", _("Satisfaction"), _("satisfied rating stars happy dissatisfied call back")),
    Door("oversight:campaign", _("The campaign"), _("rectification six checks five ones training stages tasks"), for_search_engines=False),
    Door("oversight:statistics", _("Statistics"), _("figures numbers month category chart received answered on time median")),
    Door("oversight:monthly_reports", _("Monthly reports"), _("report month quality office numbers revision PDF")),
    Door("open_data:index", _("Open data"), _("download CSV JSON dataset licence API dictionary columns")),
    Door("oversight:register", _("Public register"), _("tamper proof hash chain seal signature verify Merkle tree transparency")),
    Door("oversight:procedure", _("Complaints procedure"), _("time limit working days ISO 17025 review appeal")),
)


# Views, their arguments, and when what they show last changed.
Addresses = Iterable[tuple[str, dict[str, str], datetime | None]]
_sources: list[Callable[[], Addresses]] = []


def add_addresses(source: Callable[[], Addresses]) -> None:
    """Let a room above list pages of its own in sitemap.xml."""
    if source not in _sources:
        _sources.append(source)


def for_search_engines() -> Iterator[tuple[str, dict[str, str], datetime | None]]:
    """Every view that sitemap.xml lists besides the pages of the tree."""
    for door in open_doors():
        if door.for_search_engines:
            yield door.view, {}, None
    for source in _sources:
        yield from source()


def open_doors() -> Iterator[Door]:
    return (door for door in DOORS if door.address)


def matching(query: str) -> list[Door]:
    """Doors whose title or words contain every word of the query; Traditional finds Simplified."""
    asked = fold(query).split()
    return [door for door in open_doors() if asked and all(word in fold(f"{door.title} {door.words}") for word in asked)]
