"""How proofs are made: which subtrees of the Merkle tree stand beside the way to a leaf (RFC 9162 sections 2.1.3 and 2.1.4).

The tree keeps its leaves in order, so every hash of a proof is that of a run of leaves. `subtree(level, index)` gives the hash of
the complete subtree over the leaves from `index * 2**level` on, 2**level of them; where it is read from is not this file's business.
Checking proofs is ledger.py's.
"""

from collections.abc import Callable

from openday.oversight.register.ledger import node_hash

Subtree = Callable[[int, int], bytes]


def run_hash(start: int, end: int, subtree: Subtree) -> bytes:
    """The hash of the leaves from `start` to before `end`, one at least; `start` is where a subtree of that size begins."""
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append(subtree(level, start >> level))
        start += 1 << level
    root = parts.pop()
    while parts:
        root = node_hash(parts.pop(), root)
    return root


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """What proves that leaf `index`, from 0, is in the tree of the first `size` leaves; from the leaf up."""
    start, end, runs = 0, size, []
    while end - start > 1:
        middle = start + _left(end - start)
        runs.append((middle, end) if index < middle else (start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    return [run_hash(*run, subtree) for run in reversed(runs)]


def consistency_path(size: int, later_size: int, subtree: Subtree) -> list[bytes]:
    """What proves that the tree of `later_size` leaves begins with that of `size`; empty where nothing needs proof."""
    if size in (0, later_size):
        return []
    start, end, runs = 0, later_size, []
    while size != end:
        middle = start + _left(end - start)
        runs.append((middle, end) if size <= middle else (start, middle))
        start, end = (start, middle) if size <= middle else (middle, end)
    # The old root is known to whoever checks, unless it was put together of several.
    if start:
        runs.append((start, end))
    return [run_hash(*run, subtree) for run in reversed(runs)]


def _left(leaves: int) -> int:
    """How many leaves are on the left: the largest power of two that is less than all."""
    return 1 << (leaves - 1).bit_length() - 1
