"""What everybody reads of a finding."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.oversight.findings.models import Finding
from openday.oversight.findings.moving import NotPossible, amend
from openday.oversight.findings.states import Deed

if TYPE_CHECKING:
    from openday.accounts.models import User


class OwnFinding(Exception):
    """Who recorded a finding does not publish it."""


@transaction.atomic
def reword(
    *, finding: Finding, title_zh: str, found_zh: str, reason_zh: str, by: "User", now: datetime,
    title_en: str = "", found_en: str = "", reason_en: str = "",
) -> Finding:  # fmt: skip
    """Correct the public wording, with a public reason. The old wording stays in the log, inside the office."""
    names = ("title_zh", "title_en", "found_zh", "found_en")
    before = {name: getattr(finding, name) for name in names}
    amend(
        finding, Deed.REWORD, by=by, now=now, note_zh=reason_zh, note_en=reason_en, before=before,
        title_zh=title_zh, title_en=title_en, found_zh=found_zh, found_en=found_en,
    )  # fmt: skip
    return finding


@transaction.atomic
def publish(*, finding: Finding, by: "User", now: datetime) -> Finding:
    """Put the public wording into the ledger that everybody reads. Raises OwnFinding for who recorded it."""
    if by.pk == finding.recorded_by_id:
        raise OwnFinding
    if finding.is_published:
        raise NotPossible(Deed.PUBLISH, finding.state)
    amend(finding, Deed.PUBLISH, by=by, now=now, published_at=now, published_by=by)
    return finding


@transaction.atomic
def withdraw_publication(*, finding: Finding, reason_zh: str, by: "User", now: datetime) -> Finding:
    """Take it out of the public ledger at once. The reason stays inside."""
    if not finding.is_published:
        raise NotPossible(Deed.WITHDRAW_PUBLICATION, finding.state)
    amend(finding, Deed.WITHDRAW_PUBLICATION, by=by, now=now, before={"reason": reason_zh}, published_at=None, published_by=None)
    return finding
