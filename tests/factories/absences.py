"""Missed visits, as if the gate had been used and a rule in force."""

import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from openday.accounts.encryption import derive_token
from openday.registrations.absences import queries
from openday.registrations.absences.models import TOKEN_PURPOSE
from openday.registrations.models import Absence, AbsenceRule, Registration


def rule(open_day=None, **more) -> AbsenceRule:
    """One that is in force: two missed visits in six months, then only the last 48 hours."""
    return AbsenceRule.objects.create(open_day=open_day, **{"is_on": True, "missed": 2, "months": 6, "hours": 48, "days": 30} | more)


def missed(registration: Registration, *, on=None, appeal: str = "", now: datetime | None = None) -> Absence:
    """A mark for a registration, with an appeal to be answered when there are words of one."""
    now = now or timezone.now()
    on = on or registration.visit_on
    Registration.objects.filter(pk=registration.pk).update(state="no_show")
    nonce = secrets.token_urlsafe(8)
    appealed = {"appeal": appeal, "state": "appealed", "appealed_at": now, "due_on": timezone.localdate(now) + timedelta(days=7)}
    return Absence.objects.create(
        registration=registration,
        open_day=registration.session.open_day,
        missed_on=on,
        contact_hash=registration.contact_hash,
        language=registration.language,
        secret_nonce=nonce,
        secret_hash=queries.token_hash(derive_token(nonce, purpose=TOKEN_PURPOSE)),
        noted_at=now,
        expires_on=on + timedelta(days=180),
        **(appealed if appeal else {}),
    )
