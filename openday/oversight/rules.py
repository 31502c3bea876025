"""Who may decide about whom, and what a case must carry at each step. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from openday.oversight.vocabulary import Category, Identity

# A bad guess costs the office nothing at this rate: 60 bits and 10 tries an hour give one
# hit in about 10^13 years per case.
RECEIPT_TRIES_PER_HOUR = 10
MAX_PICTURES = 4
SECRET_LETTERS = 12


_NUMBER = re.compile(r"(?:FK)?(20[0-9]{2})([0-9]{6})")
_SEPARATORS = str.maketrans("", "", " -_–—·.\t\r\n")


def normalise_number(typed: str) -> str:
    """Give the case number that somebody typed, as FK-2026-000123; empty when it is none.

    Full-width letters, lower case, spaces and other dashes are read as meant.
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", typed[:40]).upper().translate(_SEPARATORS))
    return f"FK-{found[1]}-{found[2]}" if found and typed.isprintable() else ""


def lineage(unit_id: int, parents: Mapping[int, int | None]) -> set[int]:
    """The unit and everything above it. `parents` maps each unit to the one it belongs to."""
    above: set[int] = set()
    current: int | None = unit_id
    while current is not None and current not in above:
        above.add(current)
        current = parents.get(current)
    return above


def are_related(one: int, other: int, parents: Mapping[int, int | None]) -> bool:
    """Say whether two units are the same, or one stands somewhere above the other."""
    return one in lineage(other, parents) or other in lineage(one, parents)


def is_independent(reviewer_unit: int | None, involved_units: Iterable[int | None], parents: Mapping[int, int | None]) -> bool:
    """Say whether a reviewer of this unit is uninvolved (ISO/IEC 17025:2017, 7.9.6).

    A reviewer without a unit can't show independence. Units side by side are independent; a unit
    above or below an involved one is not: it leads, or is led by, the people under review.
    """
    if reviewer_unit is None:
        return False
    return not any(are_related(reviewer_unit, unit, parents) for unit in involved_units if unit is not None)


def related_to(units: Iterable[int | None], parents: Mapping[int, int | None]) -> set[int]:
    """These units, and every unit above or below one of them."""
    return {other for unit in units if unit is not None for other in {unit, *parents} if are_related(unit, other, parents)}


def listed(keys: Iterable[int]) -> str:
    """Keys as constraints can search them: {17, 3} is ",3,17,"; nothing is empty."""
    return "".join(f",{key}" for key in sorted(keys)) + "," if (keys := set(keys)) else ""


def unlisted(keys: str) -> set[int]:
    return {int(key) for key in keys.split(",") if key}


def needs_check_item(category: str) -> bool:
    """Only a complaint about testing quality names one of the six checks."""
    return category == Category.QUALITY


def may_carry_contact(identity: str) -> bool:
    return identity != Identity.UNNAMED


def unit_may_see_contact(identity: str) -> bool:
    """The unit at work sees the contact of a named case only."""
    return identity == Identity.NAMED
