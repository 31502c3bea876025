"""What registering asks about missed visits."""

from datetime import datetime

from django.utils import timezone

from openday.events.models import Session
from openday.registrations.absences import queries, rules
from openday.registrations.facts import HeldBack


def look(session: Session, hashed: str, *, now: datetime) -> rules.Hold | None:
    """What the published rule says about this contact; raises HeldBack where it may not register now.

    One query more, and only where a rule is in force.
    """
    if (rule := queries.rule_of(session.open_day_id)) is None:
        return None
    found = rules.hold(queries.marks(hashed, rule), rule, now=now, starts_at=session.starts_at, zone=timezone.get_default_timezone())
    if found is not None and found.is_refused:
        raise HeldBack(until=found.until)
    return found
