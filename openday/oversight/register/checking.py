"""How anybody checks the register: Python's standard library alone. The site gives this file and two others away as register.pyz:

python3 register.pyz https://…/open-data/register/     reads and checks everything; a folder with the same files does too
python3 register.pyz my-proof.json                     checks one proof, without a network
python3 register.pyz https://… my-proof.json           both, and that the register still is what it was on the day of the proof
"""

import io
import json
import sys
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from openday.oversight.register.ledger import (
    ENTRY,
    NO_ENTRY,
    PAGE,
    Seal,
    Tree,
    Wrong,
    commitment_to,
    is_consistent,
    is_included,
    is_sealed_by,
    leaf_hash,
    read_seal,
    split,
)

INCLUSION_FORMAT = "openday-register-inclusion-1"
CONSISTENCY_FORMAT = "openday-register-consistency-1"
# Events are entered within minutes. Where the machine stood still it may be days; more than these are told.
MOST_DAYS_LATE = 7
# More would only repeat the first ones.
MOST_FLAWS = 100
LARGEST_FILE_BYTES = 50_000_000

# What can be wrong, in Chinese and English; {seq} is the number of the entry.
FACTS = {
    "unreadable": ("第{seq}号：这一行不是登记条目。", "Number {seq}: this line is no entry."),
    "missing": ("第{seq}号至第{last}号：缺失。", "Numbers {seq} to {last}: missing."),
    "moved": ("第{seq}号：不在自己的位置上（移动或重复）。", "Number {seq}: not at its place (moved or repeated)."),
    "edited": ("第{seq}号：内容被改动，与自身的散列值不符。", "Number {seq}: was edited, it does not match its own hash."),
    "rewritten": (
        "第{seq}号：被改写，后一条记住的散列值与它不同。",
        "Number {seq}: was rewritten, the entry after it remembers another hash.",
    ),
    "back_dated": ("第{seq}号：时间早于前一条（倒签）。", "Number {seq}: dated before the entry in front of it (back-dated)."),
    "before_seal": (
        "第{seq}号：时间早于{more}的封签，而那次封签时还没有它（倒签）。",
        "Number {seq}: dated before the seal of {more}, which does not hold it (back-dated).",
    ),
    "after_seal": (
        "第{seq}号：时间晚于{more}的封签，而那次封签已包含它。",
        "Number {seq}: dated after the seal of {more}, which holds it.",
    ),
    "misdated": (
        "第{seq}号：所称发生时间（{more}）晚于登记时间，或比登记早七天以上（倒签）。",
        "Number {seq}: said to have happened at {more}, after it was entered or more than a week before (back-dated).",
    ),
    "broken_seal": (
        "第{seq}号至第{last}号：其中有条目在{more}封签之后被改动。",
        "Numbers {seq} to {last}: something among them was changed after the seal of {more}.",
    ),
    "unsigned_seal": ("{more}的封签（至第{seq}号）：签名无效。", "Seal of {more} (up to number {seq}): no valid signature."),
    "unreadable_seal": ("第{seq}个封签：无法读取。", "Seal number {seq}: cannot be read."),
    # What only the office itself can see, in its own database.
    "differs": ("第{seq}号：与案件日志不一致。", "Number {seq}: differs from the log of its case."),
    "unentered": ("案件日志第{seq}条：不在登记簿中。", "Number {seq} in the log of cases: is not in the register."),
    "broken_subtree": (
        "第{seq}号至第{last}号：为证明保存的中间值有误。",
        "Numbers {seq} to {last}: what is kept of them for proofs is wrong.",
    ),
    "seal_order": (
        "{more}的封签（至第{seq}号）：与前一封签矛盾。",
        "Seal of {more} (up to number {seq}): contradicts the seal before it.",
    ),
}


class Flaw(NamedTuple):
    """One thing that is wrong, with the number of the entry; `last` where it concerns several."""

    fact: str
    seq: int
    last: int = 0
    more: str = ""

    def words(self) -> tuple[str, str]:
        """What is wrong, in Chinese and English."""
        chinese, english = FACTS[self.fact]
        told = {"seq": self.seq, "last": self.last, "more": self.more}
        return chinese.format(**told), english.format(**told)


def check(entries: Iterable[tuple[bytes, str]], seals: Sequence[Seal], keys: Sequence[str]) -> list[Flaw]:
    """Read a whole register once, in the memory of a few entries; returns what is wrong, nothing when all is right.

    `entries` are pairs of what was hashed and the hash that is stated. Seals may come in any order.
    """
    seals = sorted(seals, key=lambda seal: (seal.at, seal.size))
    flaws = [*_check_seals(seals, keys)]
    reader = _Reader(seals)
    for written, stated in entries:
        reader.read(written, stated)
        if len(reader.flaws) >= MOST_FLAWS:
            return [*reader.flaws, *flaws]
    return [*reader.end(), *flaws]


def read_seals(notes: Iterable[str]) -> tuple[list[Seal], list[Flaw]]:
    """The seals of these notes, and what is wrong with those that are none."""
    seals, flaws = [], []
    for number, note in enumerate(notes, start=1):
        try:
            seals.append(read_seal(note))
        except Wrong:
            flaws.append(Flaw("unreadable_seal", number))
    return seals, flaws


def _check_seals(seals: Sequence[Seal], keys: Sequence[str]) -> Iterator[Flaw]:
    for seal, before in zip(seals, [None, *seals], strict=False):
        if not is_sealed_by(seal, keys):
            yield Flaw("unsigned_seal", seal.size, more=seal.at)
        if before and (seal.size < before.size or (seal.size == before.size and seal.root != before.root)):
            yield Flaw("seal_order", seal.size, more=seal.at)


class _Reader:
    """Goes through the entries and remembers only the last one, the gaps and the tree."""

    def __init__(self, seals: Sequence[Seal]) -> None:
        self.flaws: list[Flaw] = []
        self._tree = Tree()
        self._seals: dict[int, list[Seal]] = {}
        for seal in seals:
            self._seals.setdefault(seal.size, []).append(seal)
        self._earliest = max((seal.at for seal in self._seals.get(0, [])), default="")
        self._at, self._hash = "", NO_ENTRY
        self._expected, self._sealed = 1, 0
        self._gaps: list[tuple[int, int]] = []

    def read(self, written: bytes, stated: str) -> None:
        leaf = leaf_hash(written)
        self._tree.add(leaf)
        found = ENTRY.fullmatch(written)
        if found is None:
            self._find("unreadable", self._expected)
            self._expected, self._hash = self._expected + 1, ""
            return
        seq, at, happened, previous = int(found[1]), found[2].decode(), found[3].decode(), found[6].decode()
        is_next, is_edited = seq == self._expected, leaf.hex() != stated
        if is_edited:
            self._find("edited", seq)
        if not is_next:
            self._displaced(seq)
        elif not is_edited and self._hash and previous != self._hash:
            self._find("rewritten", seq - 1 or seq)
        if is_next and at < self._at:
            self._find("back_dated", seq)
        elif is_next and at < self._earliest:
            self._find("before_seal", seq, more=self._earliest)
        if happened > at or (happened[:10] != at[:10] and _days_between(happened, at) > MOST_DAYS_LATE):
            self._find("misdated", seq, more=happened)
        # After a gap nothing can be said about the link to the entry before.
        self._hash, self._at, self._earliest = stated if is_next else "", at if is_next else self._at, ""
        self._expected = max(self._expected, seq + 1)
        if (seals := self._seals.get(self._tree.size)) is not None:
            self._judge(seals, seq, at)

    def end(self) -> list[Flaw]:
        for first, last in self._gaps:
            self._find("missing", first, last)
        if self._seals and (sealed := max(self._seals)) >= self._expected:
            self._find("missing", self._expected, sealed)
        return self.flaws

    def _displaced(self, seq: int) -> None:
        if seq > self._expected:
            self._gaps.append((self._expected, seq - 1))
            return
        self._find("moved", seq)
        parts = [part for first, last in self._gaps for part in _without(seq, first, last)]
        self._gaps = [(first, last) for first, last in parts if first <= last]

    def _judge(self, seals: Sequence[Seal], seq: int, at: str) -> None:
        """Compare with what was sealed at this size. One wrong entry breaks every later seal: that is not told again."""
        root = self._tree.root()
        for seal in seals:
            if seq == seal.size and at > seal.at:
                self._find("after_seal", seq, more=seal.at)
            if root != seal.root and not self.flaws and not self._gaps:
                self._find("broken_seal", self._sealed + 1, seq, more=seal.at)
        self._sealed = seq
        # With a row missing or moved, another one stands here: the seal says nothing about the date of the next.
        self._earliest = max(seal.at for seal in seals) if seq == self._tree.size else ""

    def _find(self, fact: str, seq: int, last: int = 0, more: str = "") -> None:
        self.flaws.append(Flaw(fact, seq, last, more))


def _days_between(earlier: str, later: str) -> int:
    try:
        return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days
    except ValueError:
        # The thirtieth of February.
        return MOST_DAYS_LATE + 1


def _without(seq: int, first: int, last: int) -> list[tuple[int, int]]:
    return [(first, seq - 1), (seq + 1, last)] if first <= seq <= last else [(first, last)]


# ---- Proofs and files -------------------------------------------------------------------------------


def verify_proof(content: Any, keys: Sequence[str] = ()) -> tuple[Seal, ...]:
    """Check a file with a proof and return the seals that it stands on; raises Wrong with the first thing that differs.

    `keys` are those that the reader trusts; without any, the keys in the file are believed.
    """
    try:
        keys = keys or [str(key) for key in content["keys"]]
        if content["format"] == INCLUSION_FORMAT:
            return (_verify_inclusion(content, keys),)
        if content["format"] == CONSISTENCY_FORMAT:
            return _verify_consistency(content, keys)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        pass
    raise Wrong("这不是登记簿的证明文件。 / This is no proof of a register.")


def _verify_inclusion(content: Any, keys: Sequence[str]) -> Seal:
    seal = _sealed(content["seal"], keys)
    case = commitment_to(content["case"], salt=content["salt"]) if "case" in content else ""
    for one in content["entries"]:
        written, stated = split(one["entry"].encode())
        found = ENTRY.fullmatch(written)
        if found is None:
            raise Wrong("证明中有一行不是登记条目。 / A line of the proof is no entry.")
        seq, leaf, path = int(found[1]), leaf_hash(written), [bytes.fromhex(step) for step in one["path"]]
        if leaf.hex() != stated or not is_included(leaf, index=seq - 1, size=seal.size, path=path, root=seal.root):
            raise Wrong(f"第{seq}号不在封签之内。 / Number {seq} is not in what was sealed.")
        if case and found[4].decode() != case:
            raise Wrong(f"第{seq}号不属于这一件。 / Number {seq} does not belong to this case.")
    return seal


def _verify_consistency(content: Any, keys: Sequence[str]) -> tuple[Seal, Seal]:
    one, two = _sealed(content["earlier"], keys), _sealed(content["later"], keys)
    path = [bytes.fromhex(step) for step in content["path"]]
    if not is_consistent(size=one.size, root=one.root, later_size=two.size, later_root=two.root, path=path):
        raise Wrong("后一封签没有完整保留前一封签的内容。 / The later seal does not begin with all that the earlier one holds.")
    return one, two


def _sealed(note: str, keys: Sequence[str]) -> Seal:
    seal = read_seal(note)
    if not is_sealed_by(seal, keys):
        raise Wrong(f"{seal.at}的封签：签名无效。 / Seal of {seal.at}: no valid signature.")
    return seal


def _lines(place: str, name: str) -> Iterator[bytes]:
    """The lines of a published file, from the web or from a folder, one at a time."""
    if place.startswith(("http://", "https://")):
        # Only these two: never a file of this computer.
        with urllib.request.urlopen(f"{place.rstrip('/')}/{name}", timeout=60) as answer:  # noqa: S310
            yield from (line.rstrip(b"\n") for line in answer)
    else:
        with (Path(place) / name).open("rb") as file:
            yield from (line.rstrip(b"\n") for line in file)


def _entries(place: str, pages: int) -> Iterator[tuple[bytes, str]]:
    for page in range(1, pages + 1):
        yield from (split(line) for line in _lines(place, f"entries/{page}.jsonl"))


def check_published(place: str, kept: Sequence[Seal] = ()) -> tuple[list[Flaw], list[Seal]]:
    """Check the published files below an address or in a folder, and seals that somebody kept; returns flaws and seals."""
    keys = [line.decode() for line in _lines(place, "keys.txt") if line]
    seals, flaws = read_seals(json.loads(line)["note"] for line in _lines(place, "seals.jsonl"))
    pages = -(-max((seal.size for seal in seals), default=0) // PAGE)
    return [*flaws, *check(_entries(place, pages), [*seals, *kept], keys)], seals


def program() -> bytes:
    """This file and the two that it needs, as they are, in one file that Python runs: register.pyz."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("ed25519.py", "ledger.py", "checking.py"):
            # A fixed date: the same files always give the same bytes.
            about = zipfile.ZipInfo(f"openday/oversight/register/{name}")
            archive.writestr(about, Path(__file__).with_name(name).read_bytes(), zipfile.ZIP_DEFLATED)
        for folder in ("openday", "openday/oversight", "openday/oversight/register"):
            archive.writestr(zipfile.ZipInfo(f"{folder}/__init__.py"), "")
        archive.writestr(zipfile.ZipInfo("__main__.py"), _MAIN)
    return packed.getvalue()


_MAIN = "import sys\n\nfrom openday.oversight.register.checking import main\n\nsys.exit(main(sys.argv[1:]))\n"


def main(arguments: list[str]) -> int:
    """Check what the arguments name. 0 when all is right, 1 when something is wrong, 2 when there is nothing to check."""
    files = [one for one in arguments if one.endswith(".json") and not one.startswith("http")]
    places = [one for one in arguments if one not in files]
    if not arguments or len(places) > 1:
        sys.stdout.write("python3 register.pyz [https://…/open-data/register/ | FOLDER] [PROOF.json …]\n")
        return 2
    try:
        kept: list[Seal] = []
        for file in files:
            with open(file, encoding="utf-8") as opened:
                kept += verify_proof(json.loads(opened.read(LARGEST_FILE_BYTES)))
            sys.stdout.write(f"{file}: 证明成立。 / The proof holds. {kept[-1].size} {kept[-1].at} {kept[-1].root.hex()}\n")
        flaws, seals = check_published(places[0], kept) if places else ([], kept)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, Wrong) as problem:
        sys.stdout.write(f"{problem}\n")
        return 1
    for flaw in flaws:
        sys.stdout.write(" / ".join(flaw.words()) + "\n")
    if places and not flaws:
        size = max((seal.size for seal in seals), default=0)
        sys.stdout.write(f"登记簿完好：{size}条，{len(seals)}个封签。 / The register is whole: {size} entries, {len(seals)} seals.\n")
    return 1 if flaws else 0
