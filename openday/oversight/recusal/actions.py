"""The triage says whom a complaint names; from then on they neither see nor handle nor decide it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from openday.oversight import rules, states
from openday.oversight.actions.moving import move
from openday.oversight.models import Case
from openday.oversight.recusal.rows import write_names
from openday.oversight.states import Deed

if TYPE_CHECKING:
    from openday.accounts.models import User


class HandlerIsNamed(Exception):
    """An answer by somebody whom the complaint names is in review: the reviewer returns it first."""


@transaction.atomic
def name_people(*, case: Case, staff: Iterable["User"], others: Sequence[str], by: "User", now: datetime) -> Case:
    """Write down who is named in the case, in place of what was there; `others` have no account here.

    A handler who turns out to be named loses the case, and its unit gives it to somebody else.
    Raises HandlerIsNamed while the handler's answer is in review.
    """
    named = {person.pk: person for person in staff}
    changes: dict[str, Any] = {"named_staff": rules.listed(named)}
    if case.handler_id in named:
        if case.state == states.State.REVIEW:
            raise HandlerIsNamed
        changes |= {"handler": None, "handler_unit": None}
    # How many, never who: the log is read by more people than the list.
    move(case, Deed.NAME_PEOPLE, by=by, now=now, internal_note=str(len(named) + len(others)), **changes)
    write_names(case, staff=named.values(), others=others, by=by, now=now)
    return case
