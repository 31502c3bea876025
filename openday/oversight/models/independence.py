"""Conditions on a list of keys (",3,17,") in the same row, for constraints.

A CHECK sees one row. A trigger could look into other tables, but on SQLite it would stand in the way of every later
change of those tables: a renamed table must not be named by a trigger.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import CharField, CheckConstraint, F, Q, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from openday.oversight import rules

# The units that have a part in a case: neither they nor any above or below them may review it.
UNITS = ("concerned_unit", "handling_unit", "handler_unit", "first_unit")
# Lists of who ever had a case in hand, and the columns that they remember.
IN_HAND = {"units_in_hand": ("handling_unit", "handler_unit"), "staff_in_hand": ("handler", "reviewer")}
# What an appeal keeps of them holds at least those of the last answer: empty lists would bar nobody.
_KEPT = {"earlier_units": ("first_unit",), "barred_units": ("first_unit",), "earlier_staff": ("first_handler", "first_reviewer")}


def _place(column: str, key: str) -> StrIndex:
    return StrIndex(F(column), Concat(Value(","), Cast(f"{key}_id", CharField(max_length=20)), Value(",")))


def holds(column: str, key: str) -> Q:
    """The list in `column` holds the foreign key, or the key is empty."""
    return Q(**{key: None}) | Q(GreaterThan(_place(column, key), 0))


def holds_not(column: str, key: str) -> Q:
    """The list in `column` doesn't hold the foreign key."""
    return Q(**{key: None}) | Q(Exact(_place(column, key), 0))


def memory_is_kept() -> list[CheckConstraint]:
    """Whoever stands in a column stands in the list of its past, however the row is written."""
    return [
        CheckConstraint(condition=holds(column, key), name=f"{column}_hold_the_{key}")
        for column, keys in {**IN_HAND, **_KEPT}.items()
        for key in keys
    ]


def in_hand(case: Any, changes: Mapping[str, Any]) -> dict[str, str]:
    """The lists of who ever had the case in hand, once `changes` are made: what was in them stays."""
    lists = {}
    for column, keys in IN_HAND.items():
        now = [(changes[key] and changes[key].pk) if key in changes else getattr(case, f"{key}_id") for key in keys]
        lists[column] = rules.listed({*rules.unlisted(getattr(case, column)), *filter(None, now)})
    return lists
