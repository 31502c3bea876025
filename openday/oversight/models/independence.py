"""Conditions on a list of keys (",3,17,") in the same row, for constraints.

A CHECK sees one row. A trigger could look into other tables, but on SQLite it would stand in the way of every later
change of those tables: a renamed table must not be named by a trigger.
"""

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import Exact, GreaterThan


def _place(column: str, key: str) -> StrIndex:
    return StrIndex(F(column), Concat(Value(","), Cast(f"{key}_id", CharField(max_length=20)), Value(",")))


def holds(column: str, key: str) -> Q:
    """The list in `column` holds the foreign key, or the key is empty."""
    return Q(**{key: None}) | Q(GreaterThan(_place(column, key), 0))


def holds_not(column: str, key: str) -> Q:
    """The list in `column` doesn't hold the foreign key."""
    return Q(**{key: None}) | Q(Exact(_place(column, key), 0))
