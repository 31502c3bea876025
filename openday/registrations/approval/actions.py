"""Staff decide about requests; ten minutes later the decision takes effect and is written. Locks in the order of the room."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from openday.accounts import audit
from openday.registrations import emails
from openday.registrations.actions import cancelling, rows
from openday.registrations.approval import growing, queries, rules
from openday.registrations.models import Asking, Registration
from openday.registrations.states import Ending, State

_UNDECIDED = {"verdict": Asking.Verdict.OPEN, "decided_at": None, "decided_by": None, "letters_at": None, "reason": ""}


@transaction.atomic
def decide(*, askings: Collection[Asking], approve: bool, by: Any, now: datetime, reason: str = "") -> list[Asking]:
    """Approve or refuse requests; return those that were still open.

    Nothing changes for the visitors before the letters leave in ten minutes (`settle`): until then `take_back` is all it takes.
    A refusal has its `reason`, in the visitor's language.
    """
    if not approve and not reason:
        raise ValueError("A refusal has its reason.")
    verdict = Asking.Verdict.APPROVED if approve else Asking.Verdict.REFUSED
    values = {"verdict": verdict, "decided_at": now, "decided_by": by, "letters_at": rules.letters_at(now)}
    done = []
    for asking in askings:
        # Compare-and-set: of two members of staff, and the clock, the first one decides.
        still = Asking.objects.filter(queries.ASKS, pk=asking.pk, verdict=Asking.Verdict.OPEN, settled_at=None, decide_by__gt=now)
        if still.update(**values, reason="" if approve else reason[:300]):
            audit.note(f"registrations.{'approve' if approve else 'refuse'}", by=by, about=asking.registration, now=now, reason=reason)
            done.append(asking)
    return done


@transaction.atomic
def take_back(*, askings: Collection[Asking], by: Any, now: datetime) -> list[Asking]:
    """Make decisions undecided again whose letters have not left; return those for which that was still possible."""
    done = []
    for asking in askings:
        waiting = Asking.objects.filter(pk=asking.pk, settled_at=None, letters_at__gt=now, decide_by__gt=now)
        if waiting.update(**_UNDECIDED):
            audit.note("registrations.undecide", by=by, about=asking.registration, now=now)
            done.append(asking)
    return done


def settle_all(*, now: datetime) -> int:
    """Carry out what was decided and can be taken back no more; return how many parties were written to."""
    return sum(settle(asking=asking, now=now) for asking in queries.verdicts_due(now=now))


@transaction.atomic
def settle(*, asking: Asking, now: datetime) -> bool:
    """Confirm or end one request and write to the party; False when it left by itself, or somebody else was here before."""
    pools = rows.locked_pools(asking.registration)
    party = rows.fresh(asking.registration, pools)
    current = Asking.objects.get(pk=asking.pk)
    if not Asking.objects.filter(pk=asking.pk, settled_at=None, letters_at__lte=now).update(settled_at=now, grows_to=None):
        return False
    if (larger := queries.wished(current)) is not None:
        return growing.settle(party, current, larger, pools, now=now)
    if party.state != State.ASKED:
        return False
    if current.verdict == Asking.Verdict.REFUSED:
        cancelling.cancel(registration=party, now=now, reason=current.reason, ending=Ending.REFUSED)
        return True
    confirmed = {"confirmed_at": now, "sequence": party.sequence + 1}
    if not Registration.objects.move(party.pk, old=State.ASKED, new=State.CONFIRMED, **confirmed):
        return False
    rows.reflect(party, state=State.CONFIRMED, **confirmed)
    Asking.objects.filter(pk=asking.pk).update(approved=party.places)
    emails.approved(party, now=now)
    return True


def lapse_all(*, now: datetime) -> int:
    """End requests that nobody decided in the published time; their places go to others. Returns their number."""
    return sum(_lapse(asking, now=now) for asking in queries.run_out(now=now))


@transaction.atomic
def _lapse(asking: Asking, *, now: datetime) -> bool:
    pools = rows.locked_pools(asking.registration)
    party = rows.fresh(asking.registration, pools)
    current = Asking.objects.get(pk=asking.pk)
    # Staff may decide at this very moment: whoever writes the verdict first has decided.
    mine = Asking.objects.filter(pk=asking.pk, verdict=Asking.Verdict.OPEN, settled_at=None)
    if not mine.update(verdict=Asking.Verdict.LAPSED, decided_at=now, settled_at=now, grows_to=None):
        return False
    if (larger := queries.wished(current)) is not None:
        current.verdict = Asking.Verdict.LAPSED
        return growing.settle(party, current, larger, pools, now=now)
    if party.state != State.ASKED:
        return False
    cancelling.cancel(registration=party, now=now, ending=Ending.LAPSED)
    return True
