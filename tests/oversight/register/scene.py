"""A register without a database: entries of a few cases, a second apart, sealed where a test wants it."""

import hashlib
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from openday.oversight.register import ledger

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
ORIGIN = "openday.example.org/register"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
KEYS = [ledger.key_line(ORIGIN, PUBLIC)]
KINDS = ("receive", "accept", "assign", "approve", "close")

Row = tuple[bytes, str]


def at(second: int) -> str:
    return f"{START + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"


def row(seq: int, *, previous: str, second: int | None = None, happened: int | None = None) -> Row:
    case = hashlib.sha256(str(seq % 7).encode()).hexdigest()
    entered = seq if second is None else second
    said = at(entered if happened is None else happened)
    written = ledger.entry(seq, at=at(entered), happened=said, case=case, kind=KINDS[seq % len(KINDS)], previous=previous)
    return written, ledger.leaf_hash(written).hex()


def rows(count: int) -> list[Row]:
    found: list[Row] = []
    for seq in range(1, count + 1):
        found.append(row(seq, previous=found[-1][1] if found else ledger.NO_ENTRY))
    return found


def note(entries: list[Row], *, second: int | None = None, key: Ed25519PrivateKey = KEY, origin: str = ORIGIN) -> str:
    """What was signed when these were all entries, just after the last one."""
    tree = ledger.Tree()
    for written, _stated in entries:
        tree.add(ledger.leaf_hash(written))
    moment = at(len(entries) if second is None else second)
    text = ledger.seal_text(origin=origin, size=tree.size, root=tree.root(), at=moment)
    return text + "\n" + ledger.signature_line(origin, key.public_key().public_bytes_raw(), key.sign(text.encode()))


def seal(entries: list[Row], **given) -> ledger.Seal:
    return ledger.read_seal(note(entries, **given))


def seals(entries: list[Row], *sizes: int) -> list[ledger.Seal]:
    return [seal(entries[:size]) for size in sizes]
