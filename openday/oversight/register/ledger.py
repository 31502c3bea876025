"""What the public register is made of: Python's standard library alone, no database, no clock.

An entry is one line of JSON: number, when it was entered and when it is said to have happened, case (SHA-256 of its number
and a secret salt), what happened, and the hash of the entry before. Entries are the leaves of a Merkle tree (RFC 6962
section 2.1, unchanged in RFC 9162). Each day the root is signed: a seal, which RFC 6962 calls a signed tree head, written as
a C2SP checkpoint (c2sp.org/tlog-checkpoint). Whoever keeps a seal can tell years later whether anything before it was
changed, removed, moved or dated back.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from openday.oversight.register.ed25519 import is_signed

PAGE = 10_000
# What the first entry says of the one before it.
NO_ENTRY = "0" * 64


class Wrong(Exception):
    """The file is not what it says; the words tell what differs."""


# ---- The tree ---------------------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The root of a growing list: keeps one hash for each complete subtree, some twenty for a million leaves."""

    def __init__(self) -> None:
        self.size = 0
        self._complete: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        self.size = size = self.size + 1
        # Each zero at the end of the new size, written in binary, is a pair that is complete now.
        while not size & 1:
            leaf = node_hash(self._complete.pop(), leaf)
            size >>= 1
        self._complete.append(leaf)

    def root(self) -> bytes:
        if not self._complete:
            return hashlib.sha256().digest()
        root = self._complete[-1]
        for left in reversed(self._complete[:-1]):
            root = node_hash(left, root)
        return root


def is_included(leaf: bytes, *, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether a leaf hash is number `index`, from 0, of the tree with this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(step, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, step)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(*, size: int, root: bytes, later_size: int, later_root: bytes, path: Sequence[bytes]) -> bool:
    """Say whether the later tree begins with all leaves of the earlier one (RFC 9162, 2.1.4.2)."""
    if not 0 <= size <= later_size:
        return False
    if size in (0, later_size):
        # Nothing to prove: every tree begins with the empty one, and each with itself.
        return not path and (size == 0 or root == later_root)
    steps = [root, *path] if size & (size - 1) == 0 else list(path)
    if not steps:
        return False
    here, last = size - 1, later_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    return last == 0 and (old, new) == (root, later_root)


# ---- Entries ----------------------------------------------------------------------------------------

_MOMENT = rb'"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)"'
# Groups: seq, at, happened, case, kind, previous.
ENTRY = re.compile(
    rb'\{"seq":([1-9][0-9]{0,15}),"at":' + _MOMENT + rb',"happened":' + _MOMENT + rb',"case":"([0-9a-f]{64})",'
    rb'"kind":"([a-z_]{1,40})","previous":"([0-9a-f]{64})"\}'
)
_HASH = re.compile(rb',"hash":"([0-9a-f]{64})"\}')
_HASH_BYTES = 75


def commitment_to(case: str, *, salt: str) -> str:
    """What stands for a case in the register: `printf 'FK-2026-000123 <salt>' | sha256sum` gives the same."""
    return hashlib.sha256(f"{case} {salt}".encode()).hexdigest()


def entry(seq: int, *, at: str, happened: str, case: str, kind: str, previous: str) -> bytes:
    """Write an entry as it is hashed. Moments are UTC to the second, 2026-11-22T16:00:00Z; `at` is when it was entered."""
    words = f'{{"seq":{seq},"at":"{at}","happened":"{happened}","case":"{case}","kind":"{kind}","previous":"{previous}"}}'
    return words.encode()


def line_of(written: bytes, stated: str) -> bytes:
    """An entry as it is published: with its own hash behind, so that a changed line shows by itself."""
    return written[:-1] + b',"hash":"' + stated.encode() + b'"}'


def split(line: bytes) -> tuple[bytes, str]:
    """Take a published line apart into what is hashed and the hash that it states; both empty when it is no entry."""
    found = _HASH.fullmatch(line[-_HASH_BYTES:])
    return (line[:-_HASH_BYTES] + b"}", found[1].decode()) if found else (b"", "")


# ---- Seals ------------------------------------------------------------------------------------------


class Seal(NamedTuple):
    """A signed tree head: how many entries there were at a moment, and the root of all of them."""

    origin: str
    size: int
    root: bytes
    at: str
    text: str
    signatures: tuple[tuple[str, str], ...]


def seal_text(*, origin: str, size: int, root: bytes, at: str) -> str:
    """The text that is signed: a C2SP checkpoint whose one extension line is the moment."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n{at}\n"


def read_seal(note: str) -> Seal:
    """Take a note apart: text, blank line, signatures. Raises Wrong."""
    text, blank, signed = note.rpartition("\n\n")
    text += "\n"
    found = re.fullmatch(r"([^\s+]+)\n([0-9]{1,16})\n([A-Za-z0-9+/]{43}=)\n([0-9TZ:-]{20})\n", text)
    signatures = tuple(re.findall(r"^— (\S+) ([A-Za-z0-9+/=]+)\n", signed, re.MULTILINE))
    if not (blank and found and signatures):
        raise Wrong("这不是登记簿的封签。 / This is no seal of a register.")
    return Seal(found[1], int(found[2]), _decoded(found[3]), found[4], text, signatures)


def key_line(name: str, public: bytes) -> str:
    """A public key as Go's notes write it: name, first four bytes of its hash, algorithm and key."""
    return f"{name}+{_key_id(name, public).hex()}+{base64.b64encode(bytes([1]) + public).decode()}"


def signature_line(name: str, public: bytes, signature: bytes) -> str:
    return f"— {name} {base64.b64encode(_key_id(name, public) + signature).decode()}\n"


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def is_sealed_by(seal: Seal, keys: Iterable[str]) -> bool:
    """Say whether one of the keys, or more, signed the seal, and none of them something else."""
    public = dict(_read_key(line) for line in keys)
    judged = []
    for name, told in seal.signatures:
        signed = _decoded(told)
        if (key := public.get((name, signed[:4]))) is not None:
            judged.append(is_signed(seal.text.encode(), signed[4:], key))
    return bool(judged) and all(judged)


def _read_key(line: str) -> tuple[tuple[str, bytes], bytes]:
    name, _number, told = [*line.split("+", 2), "", ""][:3]
    public = _decoded(told)[1:]
    return (name, _key_id(name, public)), public


def _decoded(told: str) -> bytes:
    try:
        return base64.b64decode(told, validate=True)
    except ValueError:
        return b""
