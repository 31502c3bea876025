"""A visit was missed; the visitor appeals; staff decide. Every move is a compare-and-set of the state."""

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from openday.accounts import audit
from openday.accounts.encryption import derive_token
from openday.registrations.absences import emails, queries, rules
from openday.registrations.absences.models import TOKEN_PURPOSE
from openday.registrations.models import Absence, AbsenceRule, Registration


def note_all(*, now: datetime) -> int:
    """Note the visits that were missed where a rule is in force, and write to each party once; return their number."""
    found = queries.rules_in_force()
    missed = [(registration, queries.rule_among(found, registration.session.open_day_id)) for registration in queries.to_note(now=now)]
    return sum(_note(registration, rule, now=now) for registration, rule in missed if rule is not None)


def _note(registration: Registration, rule: AbsenceRule, *, now: datetime) -> bool:
    nonce = secrets.token_urlsafe(24)
    mark = Absence(
        registration=registration,
        open_day_id=registration.session.open_day_id,
        missed_on=registration.visit_on,
        contact_hash=registration.contact_hash,
        language=registration.language,
        secret_nonce=nonce,
        secret_hash=queries.token_hash(derive_token(nonce, purpose=TOKEN_PURPOSE)),
        noted_at=now,
        expires_on=rules.expires_on(registration.visit_on, rule),
    )
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
            emails.missed(mark, rule, now=now)
    except IntegrityError:
        # Two timers at once: one mark and one letter for each registration.
        return False
    return True


@transaction.atomic
def appeal(*, absence: Absence, text: str, now: datetime) -> bool:
    """Keep the visitor's reason and start our clock; from now on the rule does not bite. False when there was an appeal already."""
    person = absence.registration
    values = {
        "state": Absence.State.APPEALED,
        "appeal": text,
        "appealed_at": now,
        "due_on": queries.answer_due(now),
        # Kept here for the answer: the registration's own is erased 30 days after the visit.
        "contact": person.contact,
        "contact_kind": person.contact_kind if person.contact else "",
    }
    return Absence.objects.filter(pk=absence.pk, state=Absence.State.STANDS).update(**values) == 1


@transaction.atomic
def decide(*, absence: Absence, accept: bool, by: Any, now: datetime, answer: str = "") -> bool:
    """Remove the mark, or refuse with a reason, and write to the visitor; False when somebody else got there first."""
    values: dict[str, Any] = {"decided_at": now, "decided_by": by, "answer": answer[:300], "contact": ""}
    if accept:
        values |= {"state": Absence.State.LIFTED, "contact_hash": None}
    else:
        values |= {"state": Absence.State.KEPT}
    if not Absence.objects.filter(pk=absence.pk, state=Absence.State.APPEALED).update(**values):
        return False
    emails.answered(absence, accepted=accept, answer=answer, now=now)
    audit.note(f"registrations.appeal_{'accept' if accept else 'refuse'}", by=by, about=absence, now=now, reason=answer)
    return True
