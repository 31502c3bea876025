"""All that the core knows of notices: one is issued when a case is closed."""

from datetime import datetime
from typing import TYPE_CHECKING

from openday.oversight.models import Case, ClosingNotice

if TYPE_CHECKING:
    from openday.accounts.models import User


def issue(case: Case, *, by: "User", now: datetime) -> ClosingNotice:
    """Write down what the closed case ends with, in the caller's transaction."""
    if case.handling_unit_id is None or case.reviewer_unit_id is None or case.answered_at is None or case.again_until is None:
        raise ValueError("Only a reviewed answer is closed.")
    return ClosingNotice.objects.create(
        case=case,
        position=case.notices.count() + 1,
        issued_at=now,
        issued_by=by,
        answered_at=case.answered_at,
        outcome=case.outcome,
        reasons=case.answer,
        unit_id=case.handling_unit_id,
        reviewer_unit_id=case.reviewer_unit_id,
        again_until=case.again_until,
    )
