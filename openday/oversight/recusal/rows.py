"""The rows of people named in a case, written by the triage and later."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from openday.oversight.models import Case, NamedPerson

if TYPE_CHECKING:
    from openday.accounts.models import User


def write_names(case: Case, *, staff: Iterable["User"], others: Sequence[str], by: "User", now: datetime) -> None:
    """Replace the rows; in the caller's transaction, which sets `named_staff` on the case itself."""
    case.named_people.all().delete()
    rows = [NamedPerson(case=case, person=person, added_by=by, added_at=now) for person in staff]
    NamedPerson.objects.bulk_create([*rows, *(NamedPerson(case=case, name=name, added_by=by, added_at=now) for name in others)])
