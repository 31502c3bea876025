"""A party that was approved asks to become larger: what it has is kept, and what it lacks is held until staff decide.

The places held are `Registration.saved`, so that whatever ends, moves or changes the party lets go of them (waiting.let_go).
"""

from dataclasses import asdict
from datetime import datetime

from openday.events.models import Pool
from openday.registrations import emails
from openday.registrations.actions import rows, waiting
from openday.registrations.approval import asking, rules
from openday.registrations.facts import SessionFull
from openday.registrations.models import Asking, Registration
from openday.registrations.rules import Party
from openday.registrations.states import State


def needs_approval(party: Registration, larger: Party) -> bool:
    """Whether the visitor has to ask for so many places. Growing back to what was approved once needs nobody, nor does an invited party."""
    open_day = party.session.open_day
    if larger.places <= party.places or party.state != State.CONFIRMED:
        return False
    if asking.state_after_waiting(party, open_day) != State.ASKED:
        return False
    approved = Asking.objects.filter(registration=party).values_list("approved", flat=True).first()
    return larger.places > max(approved or 0, party.places)


def begin(party: Registration, larger: Party, *, now: datetime) -> None:
    """Hold the places that are lacking and start the clock. Its pool is locked; what was held before is given back already.

    Raises SessionFull with the places left.
    """
    more = larger.places - party.places
    if not Pool.objects.take(party.pool_id, places=more):
        raise SessionFull(left=Pool.objects.get(pk=party.pool_id).left)
    Registration.objects.filter(pk=party.pk).update(saved=more)
    rows.reflect(party, saved=more)
    session = party.session
    until = rules.decide_by(now, hours=session.open_day.approval_hours, starts_at=session.starts_at)
    earlier = Asking.objects.filter(registration=party).first()
    approved = earlier.approved if earlier and earlier.approved else party.places
    values = {
        "asked_at": now,
        "decide_by": until,
        "verdict": Asking.Verdict.OPEN,
        "reason": "",
        "decided_at": None,
        "decided_by": None,
        "letters_at": None,
        "settled_at": None,
        "approved": approved,
        "grows_to": asdict(larger),
    }
    Asking.objects.update_or_create(registration=party, defaults=values)
    emails.growth_requested(party, larger, decide_by=until, now=now)


def settle(party: Registration, decided: Asking, larger: Party, pools: dict[int, Pool], *, now: datetime) -> bool:
    """Carry out a decision about more people, and write; False when the party left, or came, meanwhile."""
    more = larger.places - party.places
    if decided.verdict == Asking.Verdict.APPROVED and party.state == State.CONFIRMED and 0 < more == party.saved:
        changed = {**rows.people_columns(larger), "saved": 0, "sequence": party.sequence + 1}
        Registration.objects.filter(pk=party.pk).update(**changed)
        rows.reflect(party, **changed)
        Asking.objects.filter(pk=decided.pk).update(approved=larger.places)
        emails.changed(party, now=now)
        return True
    came = party.state != State.CONFIRMED
    for pool_id in sorted(waiting.let_go(party, now=now)):
        waiting.serve_queue(pools[pool_id], now=now)
    if not came:
        emails.growth_refused(party, larger, reason=decided.reason, now=now)
    return not came
