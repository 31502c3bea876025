"""An answer leaves: ask what the citizen thinks of it. All that the core knows of this alcove when it approves."""

import secrets
from datetime import datetime, timedelta

from openday.accounts.encryption import derive_token, keyed_hash
from openday.oversight import clock
from openday.oversight.models import Case, Rating, SatisfactionStandard
from openday.oversight.satisfaction.rules import ROUNDS

_TOKEN = "oversight.rating"  # noqa: S105 - the name of a use, not a secret


def standard_on(moment: datetime) -> SatisfactionStandard:
    """The promise that holds at a moment; migration 0007 seeds the first."""
    return SatisfactionStandard.objects.filter(valid_from__lte=clock.local_day(moment)).order_by("-version")[:1].get()


def ask(case: Case, *, now: datetime) -> str:
    """Open a rating of the answer that leaves now; give the token of its link, or "" when the case was rated twice.

    A first rating that nobody gave is asked for anew with the new answer: a case has one first rating and one follow-up.
    """
    if case.handling_unit_id is None:
        return ""
    standard = standard_on(now)
    nonce = secrets.token_urlsafe(24)
    token = derive_token(nonce, purpose=_TOKEN)
    values = {
        "standard": standard,
        "unit_id": case.handling_unit_id,
        "asked_at": now,
        "open_until": now + timedelta(days=standard.rating_days),
        "secret_nonce": nonce,
        "secret_hash": token_hash(token),
    }
    # The rating itself is an UPDATE too: whoever rates the old answer in this second is not asked about it again.
    if Rating.objects.filter(case=case, rated_at=None).update(**values):
        return token
    rounds = Rating.objects.filter(case=case).count()
    if rounds == len(ROUNDS):
        return ""
    Rating.objects.create(case=case, round=ROUNDS[rounds], **values)
    return token


def token_hash(token: str) -> str:
    return keyed_hash(token, purpose=_TOKEN)
