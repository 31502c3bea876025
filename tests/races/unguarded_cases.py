"""The control of the case race: the portal with the compare-and-set of `move` taken away.

Whoever read the case may write it, as `case.state = …; case.save()` would.
"""

import time
from typing import Any

from config.wsgi import application
from openday.oversight.models.cases import CaseQuerySet

__all__ = ["application"]

_filter = CaseQuerySet.filter


def _filter_without_guard(self: CaseQuerySet, *args: Any, **wanted: Any) -> CaseQuerySet:
    if "revision" in wanted:
        # The time that checking and saving take where nothing decides between two.
        time.sleep(0.05)
        wanted = {"pk": wanted["pk"]}
    return _filter(self, *args, **wanted)


CaseQuerySet.filter = _filter_without_guard
