"""Where the search looks: each room says which of its rows anybody may read, and how one of them is shown.

A room above this one adds its own with the hook `register_search_source` (a function that returns a Source). What is
found is asked of the rows themselves in the same query that asks the index, so that what is withdrawn, unpublished
or made private is gone at once, whatever the index still holds.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from wagtail import hooks

from openday.accounts.models import Unit


@dataclass(frozen=True)
class Hit:
    """One thing that was found, in the reader's language. `text` is all that may be quoted from it."""

    kind: str
    key: int
    title: str
    address: str
    text: str = ""
    unit: str = ""
    day: date | None = None
    # What stands behind the title, such as the type and size of a file.
    remark: str = ""


@dataclass(frozen=True)
class Narrow:
    """What a reader narrowed the search to; empty values narrow nothing. `unit_ids` holds the unit and all below it."""

    kind: str = ""
    unit_ids: frozenset[int] = frozenset()
    year: int = 0


class Source(ABC):
    """Rows of one kind. Pages, which have several kinds, are the one source that overrides all of it."""

    model: ClassVar[Any]
    kinds: ClassVar[dict[str, Promise]]
    # Lookups from a row to its unit and its day; empty when it has none, and then narrowing by them leaves it out.
    unit: ClassVar[str] = ""
    day: ClassVar[str] = ""

    def types(self) -> dict[type[Model], str]:
        """The models and the kind of each."""
        return {self.model: next(iter(self.kinds))}

    @abstractmethod
    def readable(self, language: str) -> QuerySet[Any]:
        """Every row that anybody may read now."""

    @abstractmethod
    def hits(self, keys: Collection[int], language: str) -> dict[int, Hit]:
        """The rows with these keys, all of them readable, in as many queries for ten as for one."""

    def title(self, language: str) -> str:
        """The column that is suggested to somebody who is typing."""
        return "title"

    def narrowed(self, language: str, narrow: Narrow) -> QuerySet[Any]:
        rows = self.readable(language)
        if narrow.unit_ids:
            rows = rows.filter(Q(**{f"{self.unit}__in": narrow.unit_ids})) if self.unit else rows.none()
        if narrow.year:
            rows = rows.filter(Q(**{f"{self.day}__year": narrow.year})) if self.day else rows.none()
        return rows

    def unit_ids(self, language: str) -> set[int]:
        """Units that have something to be found."""
        return self._values(language, self.unit) if self.unit else set()

    def years(self, language: str) -> set[int]:
        """Years that have something to be found."""
        return self._values(language, f"{self.day}__year") if self.day else set()

    def _values(self, language: str, lookup: str) -> set[int]:
        return set(self.readable(language).order_by().values_list(lookup, flat=True).distinct()) - {None}


def sources() -> list[Source]:
    """Every room's, those of this room first."""
    from home.search.documents import DocumentSource  # noqa: PLC0415 - both stand on this file
    from home.search.pages import PageSource  # noqa: PLC0415

    return [PageSource(), *(make() for make in hooks.get_hooks("register_search_source")), DocumentSource()]


def kinds() -> dict[str, Promise]:
    """What a reader may narrow a search to, in the order in which it is offered."""
    return {code: label for source in sources() for code, label in source.kinds.items()}


def type_ids(source: Source, kind: str = "") -> dict[int, str]:
    """Content type → kind; only those of `kind` when it is given."""
    return {
        ContentType.objects.get_for_model(model, for_concrete_model=False).pk: of
        for model, of in source.types().items()
        if not kind or of == kind
    }


def unit_names(ids: Collection[int]) -> dict[int, str]:
    return {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=ids)}
