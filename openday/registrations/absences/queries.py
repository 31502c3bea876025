"""Reads about missed visits that are used twice or need a join."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from home.remembered import remembered
from openday.accounts.encryption import keyed_hash
from openday.events import queries as event_queries
from openday.events.models import Pool, Session
from openday.registrations.absences import rules
from openday.registrations.absences.models import TOKEN_PURPOSE
from openday.registrations.models import Absence, AbsenceRule, CheckIn, Registration
from openday.registrations.states import State


def rules_in_force() -> dict[int | None, AbsenceRule]:
    """The rules by open day, None for the site. An open day whose own rule is off has none."""
    return {rule.open_day_id: rule for rule in AbsenceRule.objects.select_related("open_day").order_by("pk")}


# Asked by everybody who registers: a rule that was switched on applies within seconds.
_remembered_rules = remembered(rules_in_force)


def rule_of(open_day_id: int) -> AbsenceRule | None:
    """The rule that applies to an open day: its own, else that of the site; None when that is off."""
    return rule_among(_remembered_rules(), open_day_id)


def rule_among(found: dict[int | None, AbsenceRule], open_day_id: int) -> AbsenceRule | None:
    rule = found.get(open_day_id) or found.get(None)
    return rule if rule is not None and rule.is_on else None


def standing(hashed: str, rule: AbsenceRule) -> QuerySet[Absence]:
    """The marks of a contact that a rule counts: those of its open day, or of all that have no rule of their own.

    A party whose arrival a phone sent later is not among them.
    """
    found = Absence.objects.filter(contact_hash=hashed, registration__state=State.NO_SHOW).exclude(state=Absence.State.LIFTED)
    if rule.open_day_id is not None:
        return found.filter(open_day=rule.open_day_id)
    return found.filter(open_day__absence_rule=None)


def marks(hashed: str, rule: AbsenceRule) -> list[rules.Mark]:
    rows = standing(hashed, rule).order_by("missed_on", "pk").values_list("missed_on", "state")
    return [rules.Mark(on, is_appealed=state == Absence.State.APPEALED) for on, state in rows]


def to_note(*, now: datetime) -> list[Registration]:
    """Parties that were expected at a gate that let somebody in, and of which nothing has been noted (1 query)."""
    let_in = CheckIn.objects.that_count().filter(session=OuterRef("session"))
    found = Registration.objects.with_visit().filter(
        Exists(let_in),
        state=State.NO_SHOW,
        pool__kind=Pool.Kind.INDIVIDUALS,
        contact_hash__isnull=False,
        absence=None,
        session__state=Session.State.OPEN,
        session__ends_at__lte=now - rules.NOTED_AFTER,
        session__ends_at__gt=now - rules.NOTED_WITHIN,
    )
    return list(found.order_by("pk")[:500])


def token_hash(token: str) -> str:
    return keyed_hash(token, purpose=TOKEN_PURPOSE)


def by_token(token: str) -> Absence | None:
    return with_visit().filter(secret_hash=token_hash(token)).order_by().first()


def with_visit() -> QuerySet[Absence]:
    return Absence.objects.select_related("registration__session__open_day", "registration__pool", "open_day__unit", "decided_by")


def answer_due(now: datetime) -> date:
    return event_queries.load_calendar().add_working_days(timezone.localdate(now), rules.ANSWER_WORKING_DAYS).day


def over(*, today: date) -> QuerySet[Absence]:
    """Marks to erase: their months are over, the party came after all, or no rule is in force that needs them."""
    in_force: dict[int | None, Any] = {key: rule for key, rule in rules_in_force().items() if rule.is_on}
    # Where the site has a rule, only an open day whose own one is off needs no marks.
    own = [open_day for open_day in in_force if open_day is not None]
    unneeded = Q(open_day__absence_rule__is_on=False) if None in in_force else ~Q(open_day__in=own)
    return Absence.objects.filter(Q(expires_on__lte=today) | ~Q(registration__state=State.NO_SHOW) | unneeded)
