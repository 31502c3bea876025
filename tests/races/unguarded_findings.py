"""The control of the finding race: the portal with the compare-and-set of `moving` taken away."""

import time
from typing import Any

from config.wsgi import application
from openday.oversight.findings.models import FindingQuerySet

__all__ = ["application"]

_filter = FindingQuerySet.filter


def _filter_without_guard(self: FindingQuerySet, *args: Any, **wanted: Any) -> FindingQuerySet:
    if "revision" in wanted:
        # The time that checking and saving take where nothing decides between two.
        time.sleep(0.05)
        wanted = {"pk": wanted["pk"]}
    return _filter(self, *args, **wanted)


FindingQuerySet.filter = _filter_without_guard
