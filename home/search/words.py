"""What Wagtail's search puts into its index and looks for there, cut into words that both databases know.

Stands on modelsearch, Wagtail's search library. Only letters, figures and spaces reach the databases, so no
quotation mark in a query can break their syntax (the stock backend answers `"` with an error on SQLite).
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.encoding import force_str
from modelsearch.backends.base import BaseIndex, BaseSearchQueryCompiler
from modelsearch.index import AutocompleteField, BaseField, RelatedFields, SearchField
from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText, SearchQuery

from home.models import SearchWord
from home.search.text import for_index, for_query
from home.search.vocabulary import remember_words


def flat(value: Any) -> str:
    """The words of a field, which may be a text, a list of texts or a number."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return force_str(value)
    # Words of two items must not become neighbours in one run of characters.
    return "\n".join(flat(item) for item in value)


class _Row:
    """An object as the indexer sees it: the same key, its fields cut into words."""

    def __init__(self, row: Model) -> None:
        self.pk, self.row = row.pk, row

    def get_search_fields(self) -> list[BaseField]:
        return [_cut(field) for field in self.row.get_search_fields()]  # type: ignore[attr-defined]

    def words(self) -> str:
        """Everything that is searched in it, cut."""
        return " ".join(field.get_value(self) for field in self.get_search_fields() if isinstance(field, _Searched))


def _row(one: Any) -> Any:
    return one.row if isinstance(one, _Row) else one


class _Searched(SearchField):
    def __init__(self, field: SearchField) -> None:
        super().__init__(field.field_name, boost=field.boost, **field.kwargs)
        self._field = field

    def get_value(self, obj: Any) -> str:
        return for_index(flat(self._field.get_value(_row(obj))))


class _Completed(AutocompleteField):
    def __init__(self, field: AutocompleteField) -> None:
        super().__init__(field.field_name, **field.kwargs)
        self._field = field

    def get_value(self, obj: Any) -> str:
        return for_index(flat(self._field.get_value(_row(obj))))


class _Related(RelatedFields):
    def __init__(self, field: RelatedFields) -> None:
        super().__init__(field.field_name, [_cut(one) for one in field.fields])
        self._field = field

    def get_value(self, obj: Any) -> Any:
        return self._field.get_value(_row(obj))


def _cut(field: BaseField) -> BaseField:
    for kind, ours in ((SearchField, _Searched), (AutocompleteField, _Completed), (RelatedFields, _Related)):
        if isinstance(field, kind):
            return ours(field)
    return field


class CutIndex(BaseIndex):
    """Mixed into an index: everything is cut into words on its way in."""

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        rows = [_Row(row) for row in objs]
        super().add_items(model, rows)
        remember_words(row.words() for row in rows)

    def delete_stale_entries(self) -> None:
        # The start of `update_index`: words that stand nowhere any more go.
        super().delete_stale_entries()
        SearchWord.objects.all().delete()


def cut_query(query: SearchQuery) -> SearchQuery:
    """`query` in the words of the index: every phrase of it must be found, or with the operator "or" one of them."""
    if isinstance(query, (PlainText, Phrase)):
        phrases = [Phrase(phrase) for phrase in for_query(query.query_string)]
        if len(phrases) < 2:
            return phrases[0] if phrases else MATCH_NONE
        return Or(phrases) if isinstance(query, PlainText) and query.operator == "or" else And(phrases)
    if isinstance(query, Not):
        return Not(cut_query(query.subquery))
    if isinstance(query, (And, Or)):
        return type(query)([cut_query(part) for part in query.subqueries])
    return query


def cut_beginning(query: SearchQuery) -> SearchQuery:
    """The same for what somebody is still typing: the last word is only begun."""
    if not isinstance(query, (PlainText, Phrase)):
        return query
    words = " ".join(for_query(query.query_string))
    return PlainText(words, operator="and") if words else MATCH_NONE


class CutSearch(BaseSearchQueryCompiler):
    """Mixed into the search of a database."""

    query: SearchQuery

    def __init__(self, queryset: Any, query: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(queryset, query, *arguments, **options)
        self.query = cut_query(self.query)


class CutAutocomplete(BaseSearchQueryCompiler):
    """Mixed into the completion of a database."""

    query: SearchQuery

    def __init__(self, queryset: Any, query: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(queryset, query, *arguments, **options)
        self.query = cut_beginning(self.query)
