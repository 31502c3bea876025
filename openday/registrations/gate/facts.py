"""What a device sends to the server, and what it is told."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One deed at the gate as a device noted it, perhaps hours ago and without a network.

    The party of an arrival is named as the list names it, or by its `code` when it was not on the list; `about` is
    the scan that is taken back.
    """

    scan_id: UUID
    kind: str
    at: datetime
    people: int = 0
    party_id: int = 0
    code: str = ""
    about: UUID | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one scan. `trouble` waits for a supervisor; `is_known` is False for an undo of what never came."""

    scan_id: UUID
    trouble: str = ""
    is_known: bool = True


@dataclass(frozen=True)
class Pass:
    """Who works at the gate of which session, with a list of which moment."""

    user_id: int
    session_id: int
    listed_at: datetime


@dataclass
class Headcount:
    """People inside: from registrations, without registration, and the people who are expected in all."""

    registered: int = 0
    walk_ins: int = 0
    expected: int = 0
    to_settle: int = 0
    left: int = field(default=0)

    @property
    def inside(self) -> int:
        return self.registered + self.walk_ins
