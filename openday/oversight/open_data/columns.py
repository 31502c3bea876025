"""The data dictionary: what a dataset is, and every column with its kind, meaning, unit and values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Row = Mapping[str, Any]


class Kind(StrEnum):
    """How a value is written; `words` says it to people, `XSD` to machines."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    DECIMAL = "decimal"
    TRUTH = "truth"
    DAY = "day"
    MONTH = "month"
    DAY_OR_MONTH = "day_or_month"
    MOMENT = "moment"

    @property
    def words(self) -> str:
        return str(_WORDS[self])


_WORDS: dict[Kind, Promise] = {
    Kind.TEXT: pgettext_lazy("kind of column", "text"),
    Kind.CODE: pgettext_lazy("kind of column", "one of the codes below"),
    Kind.WHOLE: pgettext_lazy("kind of column", "whole number"),
    Kind.DECIMAL: pgettext_lazy("kind of column", "number"),
    Kind.TRUTH: pgettext_lazy("kind of column", "true or false"),
    Kind.DAY: pgettext_lazy("kind of column", "day, as 2026-06-01"),
    Kind.MONTH: pgettext_lazy("kind of column", "month, as 2026-06"),
    Kind.DAY_OR_MONTH: pgettext_lazy("kind of column", "day or month"),
    Kind.MOMENT: pgettext_lazy("kind of column", "day and time with the zone"),
}
# As CSV on the Web (W3C) names them.
XSD = {
    Kind.TEXT: "string",
    Kind.CODE: "string",
    Kind.WHOLE: "integer",
    Kind.DECIMAL: "decimal",
    Kind.TRUTH: "boolean",
    Kind.DAY: "date",
    Kind.MONTH: "gYearMonth",
    Kind.DAY_OR_MONTH: "string",
    Kind.MOMENT: "dateTime",
}


@dataclass(frozen=True)
class Column:
    """`name` stands in the files and never changes; `values` are codes with their words."""

    name: str
    kind: Kind
    meaning: Promise
    unit: Promise | str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    may_be_empty: bool = False


def column(name: str, kind: Kind, meaning: Promise, *, unit: Promise | str = "", values: Any = None, empty: bool = False) -> Column:
    """`values` is a mapping, or Django's choices."""
    return Column(name, kind, meaning, unit, dict(values or {}), empty)


@dataclass(frozen=True)
class Dataset:
    """`since` gives the first day that the rows speak of; None while there is nothing."""

    code: str
    title: Promise
    about: Promise
    columns: tuple[Column, ...]
    rows: Callable[[datetime], Iterator[Row]]
    since: Callable[[], date | None]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


UNIT = column("unit", Kind.TEXT, _("Code of the unit; its name is in the dataset “units”."))
