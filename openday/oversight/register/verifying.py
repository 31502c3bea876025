"""The check of the whole register in the office's own database: what anybody can check, and what only the office can see beside it.

One walk over all entries, two thousand at a time: neither memory nor a lock grows with the register.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

from openday.oversight.models import CaseEvent
from openday.oversight.register import keys
from openday.oversight.register.checking import MOST_FLAWS, Flaw, check, read_seals
from openday.oversight.register.ledger import commitment_to, is_sealed_by
from openday.oversight.register.models import RegisterCheck, RegisterEnd, RegisterEntry, RegisterSeal, SealingKey, Subtree, Unentered
from openday.oversight.register.subtrees import STEP, STORED, WIDTH, Subtrees, fold

READ_AT_ONCE = 2_000
_COLUMNS = ("seq", "line", "hash", "event__deed", "event__at", "event__case__number", "event__case__register_salt__salt")


def verify(*, now: datetime) -> RegisterCheck:
    """Check everything and keep what was found."""
    began = time.monotonic()
    end = RegisterEnd.objects.as_read()
    walk = _Walk(up_to=end.seq)
    seals, flaws = read_seals(RegisterSeal.objects.filter(size__lte=end.seq).order_by("day").values_list("note", flat=True))
    flaws += check(walk.entries(), seals, list(SealingKey.objects.values_list("line", flat=True)))
    # The keys in the table may be a forger's; those of the environment are not.
    if seals and not is_sealed_by(seals[-1], keys.public_lines()):
        flaws.append(Flaw("unsigned_seal", seals[-1].size, more=seals[-1].at))
    if walk.seen < end.seq and not flaws:
        flaws.append(Flaw("missing", walk.seen + 1, end.seq))
    flaws += [*walk.flaws, *_not_entered(), *_broken_subtrees(end.seq)]
    taken = round((time.monotonic() - began) * 1000)
    found = sorted(set(flaws), key=lambda flaw: (flaw.seq, flaw.fact))[:MOST_FLAWS]
    return RegisterCheck.objects.create(at=now, size=end.seq, flaws=[list(flaw) for flaw in found], milliseconds=taken)


class _Walk:
    """Reads the entries in order, and compares each with the event that it stands for."""

    def __init__(self, *, up_to: int) -> None:
        self.flaws: list[Flaw] = []
        self.seen = 0
        self._up_to = up_to

    def entries(self) -> Iterator[tuple[bytes, str]]:
        last = 0
        while rows := list(self._after(last)):
            for row in rows:
                self.seen += 1
                if not _agrees(row):
                    self.flaws.append(Flaw("differs", row[0]))
                yield row[1].encode(), row[2]
            last = rows[-1][0]

    def _after(self, last: int) -> Iterator[tuple]:
        rows = RegisterEntry.objects.filter(seq__gt=last, seq__lte=self._up_to).order_by("seq")
        return rows.values_list(*_COLUMNS)[:READ_AT_ONCE].iterator(chunk_size=READ_AT_ONCE)


def _agrees(row: tuple) -> bool:
    """Say whether an entry says what the log of its case says: `{"seq":7,"at":"…","happened":"…","case":"…","kind":"…" …`"""
    seq, line, _stated, deed, happened, number, salt = row
    said, _, rest = line.partition('","case":"')
    case, _, rest = rest.partition('","kind":"')
    moment = happened.astimezone(UTC).isoformat()[:19] + "Z"
    if not (said.startswith(f'{{"seq":{seq},') and said.endswith(moment) and rest.startswith(f'{deed}"')):
        return False
    # Without its salt nobody can say whose line it is, and that is meant so.
    return not salt or case == commitment_to(number, salt=salt)


def _not_entered() -> list[Flaw]:
    """Events of the log that have neither a number nor a place in the intake."""
    lost = CaseEvent.objects.filter(entry=None).exclude(pk__in=Unentered.objects.values("event")).order_by("pk")
    return [Flaw("unentered", pk) for pk in lost.values_list("pk", flat=True)[:MOST_FLAWS]]


def _broken_subtrees(size: int) -> list[Flaw]:
    """Subtrees that are not what the level below them gives."""
    flaws = []
    for level in STORED:
        stored = dict(Subtree.objects.filter(level=level).values_list("index", "hash"))
        for index in range(size >> level):
            below = Subtrees()
            hashes = below.tile(level - STEP, index)
            if len(hashes) != WIDTH or fold(hashes).hex() != stored.get(index):
                flaws.append(Flaw("broken_subtree", (index << level) + 1, (index + 1) << level))
    return flaws
