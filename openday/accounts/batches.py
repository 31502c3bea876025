"""Work on many rows a few hundred at a time: one statement about all of them would hold SQLite's only write lock."""

from array import array
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet


def key_batches(rows: QuerySet[Any], *, size: int) -> Iterator[list[int]]:
    """The primary keys of `rows` in lists of at most `size`, smallest first, with one query.

    All keys are kept, eight bytes each. "The next few hundred after this one", asked again and again, is planned through whatever
    index a condition offers and sorted anew each time: with 500,000 cases to erase that were a thousand sorts of half a million.
    What has to hold when a batch is worked on must be asked again then.
    """
    keys = array("q", rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=size))
    for start in range(0, len(keys), size):
        yield list(keys[start : start + size])
