"""The people whose documents are checked, on their way from the form to the database; and what an open day demands."""

import json
import time
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from openday.accounts.encryption import UnknownKey, key_ring
from openday.events.models import OpenDay
from openday.events.models.choices import DocumentPart, RealNames
from openday.language.names import in_language

# As long as the proof of the review page is good.
_SECONDS = 2 * 3600


class Person(NamedTuple):
    """One adult: name, kind of document, and its number or the end of it in plain form."""

    name: str
    kind: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What an open day wants to know of whom, and why. Equal demands make equal forms."""

    of_each_adult: bool
    whole_number: bool
    why_zh: str
    why_en: str
    whole_why_zh: str
    whole_why_en: str
    keep_days: int

    @classmethod
    def of(cls, open_day: OpenDay) -> Self | None:
        """None for the many open days that demand nothing."""
        if not open_day.real_names:
            return None
        return cls(
            of_each_adult=open_day.real_names == RealNames.ADULTS,
            whole_number=open_day.document_part == DocumentPart.WHOLE,
            why_zh=open_day.real_names_why_zh,
            why_en=open_day.real_names_why_en,
            whole_why_zh=open_day.whole_number_why_zh,
            whole_why_en=open_day.whole_number_why_en,
            keep_days=open_day.identity_keep_days,
        )

    @property
    def why(self) -> str:
        return in_language(zh=self.why_zh, en=self.why_en)

    @property
    def whole_why(self) -> str:
        return in_language(zh=self.whole_why_zh, en=self.whole_why_en) if self.whole_number else ""

    def number_of_people(self, adults: int) -> int:
        return adults if self.of_each_adult else 1

    @property
    def mark(self) -> str:
        """What has to be the same still when the people come back from the review page."""
        return f"{int(self.of_each_adult)}{int(self.whole_number)}"


def seal(people: list[Person], *, demand: Demand) -> str:
    """The people as a text that only this house can read: the browser carries it, and no page, cookie or cache says a number."""
    return key_ring().seal(json.dumps([int(time.time()), demand.mark, people], ensure_ascii=False, separators=(",", ":")))


def unseal(text: str, *, demand: Demand | None) -> list[Person] | None:
    """What was sealed; None when it was altered, is older than two hours, or something else is demanded now."""
    try:
        sealed_at, mark, people = json.loads(key_ring().open(text))
        found = [Person(*map(str, one)) for one in people]
    except (UnknownKey, ValueError, TypeError):
        return None
    is_young = 0 <= time.time() - sealed_at <= _SECONDS
    return found if demand is not None and mark == demand.mark and is_young else None


def plain_rows(people: list[Person]) -> dict[str, Any]:
    """The people as the fields of a form call them."""
    return {f"person_{place}_{name}": getattr(one, name) for place, one in enumerate(people, start=1) for name in Person._fields}
