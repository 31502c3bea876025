"""Chinese search on PostgreSQL's own full-text index."""

from typing import Any

from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres import postgres
from wagtail.models import Page

from home.search.words import CutAutocomplete, CutIndex, CutSearch

# The words are cut already: no language's endings may be taken off.
CONFIG = "simple"


class Index(CutIndex, postgres.PostgresIndex):
    pass


class Search(CutSearch, postgres.PostgresSearchQueryCompiler):
    pass


class Autocomplete(CutAutocomplete, postgres.PostgresAutocompleteQueryCompiler):
    pass


def entries() -> Any:
    return postgres.IndexEntry.objects.annotate(type_id=F("content_type_id"), key=Cast("object_id", BigIntegerField())).order_by()


def matching(query: Any, *, begun: bool = False) -> Any:
    """Entries that fit a query in the words of the index: (type_id, key, score), the higher the better.

    `begun`: the last word is only begun, and looked for among titles.
    """
    compiler = (postgres.PostgresAutocompleteQueryCompiler if begun else postgres.PostgresSearchQueryCompiler)(Page.objects.all(), query)
    asked = compiler.build_tsquery(compiler.query, config=CONFIG)
    columns = [(F("autocomplete"), 1.0)] if begun else [(F("title"), F("title_norm")), (F("body"), 1.0)]
    everything = columns[0][0] if begun else F("title")._combine(F("body"), "||", False)  # type: ignore[attr-defined]
    score = compiler._build_rank_expression(columns, CONFIG)
    return entries().annotate(_vector_=everything).filter(_vector_=asked).annotate(score=score)


class Backend(postgres.PostgresSearchBackend):
    index_class = Index
    query_compiler_class = Search
    autocomplete_query_compiler_class = Autocomplete

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": CONFIG, **params})
