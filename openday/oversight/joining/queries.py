"""Cases that may be about the same thing."""

from datetime import timedelta
from typing import NamedTuple

from openday.accounts.models import User
from openday.oversight import states
from openday.oversight.joining.similarity import LIKELY, likeness, marks
from openday.oversight.models import Case
from openday.oversight.queries import cases_for

# Texts are encrypted, so each has to be opened to be compared: the newest only, which takes some hundredths of a second.
COMPARED = 400
WITHIN = timedelta(days=90)
SHOWN = 5


class Alike(NamedTuple):
    case: Case
    per_cent: int
    same_citizen: bool


def likely_duplicates(case: Case, *, by: User) -> list[Alike]:
    """Open cases of the last three months with a like message, the likest first (1 query); of the same citizen from half as like on."""
    others = cases_for(by).filter(state__in=states.OPEN, received_at__gte=case.received_at - WITHIN).exclude(pk=case.pk)
    mine, found = marks(case.text), []
    columns = ("number", "text", "category", "state", "received_at", "contact_hash")
    for other in others.only(*columns).order_by("-received_at", "-pk")[:COMPARED]:
        same = bool(case.contact_hash) and other.contact_hash == case.contact_hash
        like = likeness(mine, marks(other.text))
        if like >= (LIKELY / 2 if same else LIKELY):
            found.append(Alike(other, round(like * 100), same))
    return sorted(found, key=lambda one: (-one.per_cent, -one.case.pk))[:SHOWN]
