"""Proofs as files, and what the register says about one case."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from openday.oversight.models import Case
from openday.oversight.register import merkle
from openday.oversight.register.checking import CONSISTENCY_FORMAT, INCLUSION_FORMAT
from openday.oversight.register.ledger import ENTRY, commitment_to, line_of
from openday.oversight.register.models import CaseSalt, RegisterEntry, RegisterSeal, SealingKey
from openday.oversight.register.subtrees import NotWhole, Subtrees
from openday.oversight.states import Deed


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line of a case in the register; the deed in the active language."""

    seq: int
    at: datetime
    deed: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class OwnLines:
    """What the holder of a receipt learns: the lines of the case, and what only the two of us know."""

    lines: tuple[OwnLine, ...]
    salt: str
    commitment: str
    # The last day on which the register was sealed; None before the first time.
    sealed_on: date | None

    @property
    def number(self) -> int:
        """The number of the case in the register: that of its first line."""
        return self.lines[0].seq

    @property
    def is_sealed(self) -> bool:
        """A proof can be had of one line at least."""
        return self.lines[0].is_sealed


def lines_of(case: Case) -> OwnLines | None:
    """The lines of a case; None before the first one is entered, and when its salt is erased. Three queries."""
    salt = CaseSalt.objects.filter(case=case).values_list("salt", flat=True).first()
    rows = list(RegisterEntry.objects.filter(event__case=case).order_by("seq").values_list("seq", "line"))
    if salt is None or not rows:
        return None
    seal = newest_seal()
    size = seal.size if seal else 0
    return OwnLines(
        lines=tuple(_own_line(seq, line, size=size) for seq, line in rows),
        salt=salt,
        commitment=commitment_to(case.number, salt=salt),
        sealed_on=seal.day if seal else None,
    )


def _own_line(seq: int, line: str, *, size: int) -> OwnLine:
    found = ENTRY.fullmatch(line.encode())
    # A line that is none was broken by hand; `register verify` says so, and its citizen still sees the page.
    at, kind = (found[2].decode(), found[5].decode()) if found else ("2000-01-01T00:00:00Z", "")
    deed = str(Deed(kind).label) if kind in Deed.values else kind
    return OwnLine(seq=seq, at=datetime.fromisoformat(at).astimezone(UTC), deed=deed, is_sealed=seq <= size)


def newest_seal() -> RegisterSeal | None:
    return RegisterSeal.objects.order_by("-day").first()


def of_case(case: Case) -> dict[str, Any] | None:
    """The file that a citizen keeps: all sealed lines of the case with number and salt; None when none is sealed."""
    own, seal = lines_of(case), newest_seal()
    if own is None or seal is None or not own.is_sealed:
        return None
    try:
        return {**inclusion([line.seq for line in own.lines if line.is_sealed], seal), "case": case.number, "salt": own.salt}
    except NotWhole:
        return None


def inclusion(numbers: list[int], seal: RegisterSeal) -> dict[str, Any]:
    """Proof that these numbers, none above the size of the seal, are in what was sealed."""
    subtree = Subtrees()
    rows = RegisterEntry.objects.filter(seq__in=numbers).order_by("seq").values_list("seq", "line", "hash")
    entries = [
        {"entry": line_of(line.encode(), stated).decode(), "path": _hex(merkle.inclusion_path(seq - 1, seal.size, subtree))}
        for seq, line, stated in rows
    ]
    return {"format": INCLUSION_FORMAT, "seal": seal.note, "keys": public_keys(), "entries": entries}


def consistency(earlier: RegisterSeal, later: RegisterSeal) -> dict[str, Any]:
    """Proof that the register of the later day begins with everything that it held on the earlier one."""
    path = merkle.consistency_path(earlier.size, later.size, Subtrees())
    return {"format": CONSISTENCY_FORMAT, "earlier": earlier.note, "later": later.note, "path": _hex(path), "keys": public_keys()}


def public_keys() -> list[str]:
    return list(SealingKey.objects.values_list("line", flat=True))


def _hex(path: list[bytes]) -> list[str]:
    return [step.hex() for step in path]
