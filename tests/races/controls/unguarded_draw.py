"""The portal with the guards of a draw taken away: an application looks at its clock only, and officers draw whatever was drawn."""

import time
from typing import Any

from config.wsgi import application
from openday.registrations.draw.models import DrawQuerySet
from openday.registrations.models import Draw

__all__ = ["application"]

_filter = DrawQuerySet.filter


def _filter_without_guard(self: DrawQuerySet, *args: Any, **wanted: Any) -> DrawQuerySet:
    if "first_by" in wanted and "pk" in wanted:
        time.sleep(0.2)
        wanted = {"pk": wanted["pk"]}
    return _filter(self, *args, **wanted)


DrawQuerySet.filter = _filter_without_guard
Draw.takes_applications = lambda self, *, now: now < self.applies_until
