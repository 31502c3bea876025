"""Wagtail's own database search, taught to read Chinese: everything that searches uses it, the staff area included."""

from typing import Any

from django.db import connection
from django.utils.module_loading import import_string


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """The backend for the database in use. The other one's module asks for a driver that may not be there."""
    return import_string(f"home.search.{'postgres' if connection.vendor == 'postgresql' else 'sqlite'}.Backend")(params)
