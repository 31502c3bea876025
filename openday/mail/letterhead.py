"""Who writes: the names at the head and foot of every letter."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail.models import Site

NAMES = ("service", "authority", "undertaker", "address", "hours", "telephone", "email")


def letterhead(language: str) -> dict[str, str]:
    """Names of the default site in `language`; empty where nobody filled them in.

    The names are kept by a room above us: settings.LETTERHEAD says which function knows them, so
    that this room imports nothing upwards. It takes the site's id and the language.
    """
    names: Mapping[str, Any] = _source()(_default_site(), language)
    return {name: names[name] for name in NAMES}


@lru_cache(maxsize=1)
def _source() -> Any:
    return import_string(settings.LETTERHEAD)


def _default_site() -> int | None:
    return Site.objects.filter(is_default_site=True).values_list("pk", flat=True).first()
