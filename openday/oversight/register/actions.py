"""Two deeds of a timer: give the events of cases their numbers, and seal the register once a day.

An event must not wait for the register, and the register may not lose an event. So a trigger of the database puts each new
event into the intake (Unentered) in its own transaction, which locks nothing, and here one process after the other gives
numbers to what has been committed. A lock in the deeds themselves would make every case wait for every other, and two deeds
about two cases could wait for each other for ever (docs/decisions/0024).
"""

import secrets
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Max

from openday.oversight import clock
from openday.oversight.models import Case
from openday.oversight.register import keys, ledger
from openday.oversight.register.merkle import run_hash
from openday.oversight.register.models import CaseSalt, RegisterEnd, RegisterEntry, RegisterSeal, SealingKey, Unentered
from openday.oversight.register.subtrees import Subtrees, store_complete

BATCH = 500


def enter(*, now: datetime) -> int:
    """Enter every event that has happened and waits; returns how many. Safe to repeat, and in several processes at once."""
    entered = 0
    while some := _enter_some(now=now):
        entered += some
    return entered


@transaction.atomic
def _enter_some(*, now: datetime) -> int:
    # Held until commit: the next process reads the end as this one left it. Two that read the same end would give the
    # same numbers, and one of them would break on the unique number (tests/races/test_register.py has the control).
    end = RegisterEnd.objects.held()
    waiting = list(
        Unentered.objects.filter(event__at__lte=now)
        .order_by("event_id")
        .values_list("pk", "event_id", "event__at", "event__deed", "event__case_id")[:BATCH]
    )
    # A restored backup fills the intake again with events that have their number.
    known = set(RegisterEntry.objects.filter(event__in=[row[1] for row in waiting]).values_list("event_id", flat=True))
    commitments = _commitments({row[4] for row in waiting if row[1] not in known})
    before, end.at = end.seq, max(now, end.at, RegisterSeal.objects.aggregate(at=Max("at"))["at"] or end.at)
    entries = []
    for _pk, event, happened, deed, case in waiting:
        if event not in known:
            written = ledger.entry(
                end.seq + 1, at=_moment(end.at), happened=_moment(happened), case=commitments[case], kind=deed, previous=end.hash
            )
            end.seq, end.hash = end.seq + 1, ledger.leaf_hash(written).hex()
            entries.append(RegisterEntry(seq=end.seq, event_id=event, line=written.decode(), hash=end.hash))
    RegisterEntry.objects.bulk_create(entries)
    store_complete(before=before, size=end.seq)
    end.save()
    Unentered.objects.filter(pk__in=[row[0] for row in waiting]).delete()
    return len(waiting)


@transaction.atomic
def seal(*, now: datetime) -> RegisterSeal | None:
    """Sign what the register holds, once for each day of the office; None when today is sealed or nothing is entered."""
    # So that nobody adds while the root is computed.
    end = RegisterEnd.objects.held()
    day = clock.local_day(now)
    if not end.seq or RegisterSeal.objects.filter(day=day).exists():
        return None
    at = max(now, end.at)
    text = ledger.seal_text(origin=keys.origin(), size=end.seq, root=run_hash(0, end.seq, Subtrees()), at=_moment(at))
    for line in keys.public_lines():
        SealingKey.objects.get_or_create(line=line, defaults={"since": now})
    return RegisterSeal.objects.create(day=day, size=end.seq, note=keys.sign(text), at=at)


def _commitments(cases: set[int]) -> dict[int, str]:
    """What stands for each case, by its key; a case that is new here gets its salt."""
    salts = dict(CaseSalt.objects.filter(case__in=cases).values_list("case_id", "salt"))
    found, new = {}, []
    for pk, number, erased_at in Case.objects.filter(pk__in=cases).values_list("pk", "number", "text_erased_at"):
        salt = salts.get(pk) or secrets.token_hex(16)
        found[pk] = ledger.commitment_to(number, salt=salt)
        # Nobody may be led to a case whose texts are erased: then the salt is forgotten at once.
        if pk not in salts and erased_at is None:
            new.append(CaseSalt(case_id=pk, salt=salt))
    CaseSalt.objects.bulk_create(new)
    return found


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
