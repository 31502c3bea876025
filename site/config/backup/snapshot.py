"""Questions about the very state that was copied, whichever database it came from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Snapshot:
    """`fetch` answers from the copied state alone: what visitors write meanwhile is not in it."""

    fetch: Callable[[str], Rows]
    tables: list[str]
    version: str
    # The database's word for "at which letter does this text first hold that one".
    position: str

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table: self.fetch(f'SELECT count(*) FROM "{table}"')[0][0] for table in self.tables}  # noqa: S608

    def migrations(self) -> list[str]:
        """`app.name` of every applied migration."""
        if "django_migrations" not in self.tables:
            return []
        return sorted(f"{app}.{name}" for app, name in self.fetch("SELECT app, name FROM django_migrations"))

    def columns(self, kind: type["Field[Any, Any]"]) -> Iterator[tuple[type[Model], "Field[Any, Any]"]]:
        """Every stored column of that kind of field whose table is there."""
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and model._meta.db_table in self.tables:
                for field in model._meta.local_concrete_fields:
                    if isinstance(field, kind):
                        yield model, field
