"""A party applies for a draw: it gets a ticket, and takes no places."""

from datetime import datetime
from typing import Any

from openday import plain_sql
from openday.intake.codes import human_code
from openday.registrations import emails
from openday.registrations.facts import RegistrationClosed
from openday.registrations.models import Draw, Lot, Registration
from openday.registrations.states import State


def apply(row: Registration, with_it: list[list[Any]], *, draw: Draw, now: datetime) -> Registration:
    """Store the party with a random ticket and write to it, in the transaction that has locked its pool.

    The list of tickets is published under the same lock: a party is either in it or refused, whatever its clock says.

    Raises RegistrationClosed from the deadline on.
    """
    if not draw.takes_applications(now=now):
        raise RegistrationClosed
    row.state, row.waiting_since = State.WAITING, now
    plain_sql.insert_with(row, with_it, key="registration_id")
    # A ticket that is taken already is an IntegrityError: the whole deed is tried again, with new numbers.
    lot = Lot.objects.create(draw=draw, registration=row, number=human_code())
    emails.applied(row, lot, now=now)
    return row
