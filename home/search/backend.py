"""Wagtail's own database search, taught to read Chinese: everything that searches uses it, the staff area included."""

from typing import Any

from django.db import connection
from django.utils.module_loading import import_string


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    return _ours("Backend")(params)


def entries() -> Any:
    """All entries of the index, of whatever model, as (type_id, key)."""
    return _ours("entries")()


def matching(query: Any, *, begun: bool = False) -> Any:
    """Entries of the index that fit, of whatever model: see the two modules."""
    return _ours("matching")(query, begun=begun)


def _ours(name: str) -> Any:
    """The one for the database in use. The other one's module asks for a driver that may not be there."""
    return import_string(f"home.search.{'postgres' if connection.vendor == 'postgresql' else 'sqlite'}.{name}")
