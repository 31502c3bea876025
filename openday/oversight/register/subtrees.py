"""Hashes of complete subtrees, read from the database 256 at a time."""

from typing import Any

from openday.oversight.register.ledger import node_hash
from openday.oversight.register.models import RegisterEntry, Subtree

# Every eighth level is stored: one row for 256 of the level below.
STEP = 8
WIDTH = 1 << STEP
STORED = (8, 16, 24)


class NotWhole(Exception):
    """Entries are missing: nothing can be proved until `register verify` has said which."""


class Subtrees:
    """Gives the hash of any complete subtree, as merkle.py asks for it. Remembers what it has read."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        stored = min(level - level % STEP, STORED[-1])
        first, count = index << (level - stored), 1 << (level - stored)
        part = self.tile(stored, first // WIDTH)[first % WIDTH : first % WIDTH + count]
        if len(part) != count:
            raise NotWhole
        return fold(part)

    def tile(self, level: int, tile: int) -> list[bytes]:
        """Up to 256 hashes of a stored level, or of the entries themselves (level 0)."""
        if (level, tile) not in self._read:
            self._read[level, tile] = [bytes.fromhex(text) for text in _stored(level, tile * WIDTH).values_list("hash", flat=True)]
        return self._read[level, tile]


def _stored(level: int, first: int) -> Any:
    if level == 0:
        return RegisterEntry.objects.filter(seq__gt=first, seq__lte=first + WIDTH).order_by("seq")
    return Subtree.objects.filter(level=level, index__gte=first, index__lt=first + WIDTH).order_by("index")


def fold(hashes: list[bytes]) -> bytes:
    """The root of a complete subtree; `hashes` are 1, 2, 4, 8 … of one level."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def store_complete(*, before: int, size: int) -> None:
    """Store the subtrees that became complete while the register grew from `before` to `size` entries."""
    for level in STORED:
        # A fresh reader for each level: it must see the rows of the level below.
        hash_of = Subtrees()
        done = [Subtree(level=level, index=index, hash=_of_below(hash_of, level, index)) for index in range(before >> level, size >> level)]
        Subtree.objects.bulk_create(done)


def _of_below(hash_of: Subtrees, level: int, index: int) -> str:
    halves = (hash_of(level - 1, 2 * index), hash_of(level - 1, 2 * index + 1))
    return node_hash(*halves).hex()
