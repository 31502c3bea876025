"""Write an internal note. It moves nothing, so it overtakes nobody's work."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.accounts import audit
from openday.oversight.models import Case, CaseNote

if TYPE_CHECKING:
    from openday.accounts.models import User


@transaction.atomic
def add_note(*, case: Case, text: str, by: "User", now: datetime) -> CaseNote:
    """Keep a note for colleagues, and that one was written."""
    audit.note("case.add_note", by=by, about=case, now=now)
    return CaseNote.objects.create(case=case, text=text, by=by, at=now)
