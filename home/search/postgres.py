"""Chinese search on PostgreSQL's own full-text index."""

from typing import Any

from modelsearch.backends.database.postgres import postgres

from home.search.words import CutAutocomplete, CutIndex, CutSearch


class Index(CutIndex, postgres.PostgresIndex):
    pass


class Search(CutSearch, postgres.PostgresSearchQueryCompiler):
    pass


class Autocomplete(CutAutocomplete, postgres.PostgresAutocompleteQueryCompiler):
    pass


class Backend(postgres.PostgresSearchBackend):
    index_class = Index
    query_compiler_class = Search
    autocomplete_query_compiler_class = Autocomplete

    def __init__(self, params: dict[str, Any]) -> None:
        # The words are cut already: no language's endings may be taken off.
        super().__init__({"SEARCH_CONFIG": "simple", **params})
