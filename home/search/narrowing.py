"""What a search can be narrowed to: units and years that have something to be found."""

from dataclasses import dataclass

from django.http import QueryDict

from home.remembered import remembered
from home.search.sources import Narrow, kinds, sources
from openday.accounts.models import Unit


@dataclass(frozen=True)
class Offered:
    # Code → name, and the keys of the unit and of all below it.
    units: dict[str, tuple[str, frozenset[int]]]
    years: tuple[int, ...]


@remembered
def offered(language: str) -> Offered:
    used = {pk for source in sources() for pk in source.unit_ids(language)}
    units: dict[str, tuple[str, frozenset[int]]] = {}
    below: dict[int, set[int]] = {}
    rows = list(Unit.objects.in_tree_order())
    for unit in reversed(rows):  # children come after their parents, so that backwards they are known first
        below.setdefault(unit.pk, set()).add(unit.pk)
        if unit.parent_id:
            below.setdefault(unit.parent_id, set()).update(below[unit.pk])
    for unit in rows:
        # All of the authority is no narrowing.
        if unit.kind != Unit.Kind.BUREAU and below[unit.pk] & used:
            units[unit.code] = (unit.name_in(language), frozenset(below[unit.pk]))
    return Offered(units, tuple(sorted({year for source in sources() for year in source.years(language)}, reverse=True)))


def read_narrow(asked: QueryDict, choice: Offered) -> Narrow:
    """What an address asks for; what nobody offers narrows nothing."""
    kind, unit, year = (asked.get(name, "") for name in ("kind", "unit", "year"))
    return Narrow(
        kind=kind if kind in kinds() else "",
        unit_ids=choice.units[unit][1] if unit in choice.units else frozenset(),
        year=next((one for one in choice.years if str(one) == year), 0),
    )
