"""A citizen tells us something, and comes back with the receipt."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.hashers import check_password, make_password
from django.core.files.base import ContentFile
from django.db import transaction

from openday.accounts.encryption import keyed_hash
from openday.accounts.models import Unit
from openday.events.models import Session
from openday.intake.codes import ALPHABET, grouped, normalise_code
from openday.intake.limits import allow
from openday.oversight import clock, emails, rules
from openday.oversight.actions import deadlines
from openday.oversight.actions.evidence import keep_pictures
from openday.oversight.models import Case, CaseEvent, CheckItem
from openday.oversight.numbering import next_case_number
from openday.oversight.queries import case_by_number, standard_for
from openday.oversight.states import Deed, State
from openday.oversight.vocabulary import Category, Identity

if TYPE_CHECKING:
    from openday.intake.fields import Contact
    from openday.oversight.instruments.models import Instrument


class Receipt(NamedTuple):
    """What the citizen keeps. The secret exists only here: the case holds its hash."""

    case: Case
    secret: str


class WrongReceipt(Exception):
    """No case has this number and code; which of the two is wrong is not said."""


class TooManyTries(Exception):
    """More guesses in an hour than a person makes."""


@transaction.atomic
def receive(
    *,
    category: Category,
    identity: Identity,
    text: str,
    language: str,
    request_key: str,
    now: datetime,
    contact: "Contact | None" = None,
    name: str = "",
    unit: Unit | None = None,
    check_item: CheckItem | None = None,
    session: Session | None = None,
    instrument: "Instrument | None" = None,
    visited: bool = False,
    pictures: Sequence[ContentFile] = (),
    seals_originals: bool = False,
    consents_to_publication: bool = False,
) -> Receipt:
    """Open a case, give it a number and a secret, start its clock, write to the citizen.

    `request_key` is the one-time random key of the form (32 characters or more): sending the same
    form twice returns the same case and the same secret, and writes nothing. `pictures` come from
    intake.pictures. Without a name no contact is kept, whatever is passed, and no letter is written.
    Raises NumbersUsedUp when the year has given out all its numbers.
    """
    secret = _secret_from(request_key)
    request_hash = keyed_hash(request_key, purpose="case request")
    if (earlier := Case.objects.filter(request_hash=request_hash).first()) is not None:
        return Receipt(earlier, secret)
    known = contact if rules.may_carry_contact(identity) else None
    standard = standard_for(category, on=clock.local_day(now))
    case = Case.objects.create(
        number=next_case_number(now),
        request_hash=request_hash,
        secret_hash=make_password(normalise_code(secret)),
        language=language,
        category=category,
        check_item=check_item if rules.needs_check_item(category) else None,
        concerned_unit=unit,
        instrument=instrument,
        session=session,
        visited=visited,
        identity=identity,
        name=name if known else "",
        contact_kind=known.kind if known else "",
        contact=known.value if known else "",
        contact_hash=keyed_hash(known.value, purpose="case contact") if known else "",
        text=text,
        standard=standard,
        consented_at=now if consents_to_publication else None,
        received_at=now,
        **deadlines.started(days=standard.triage_days, now=now),
    )
    event = CaseEvent.objects.create(case=case, deed=Deed.RECEIVE, to_state=State.RECEIVED, at=now)
    keep_pictures(case, pictures, now=now, seals_originals=seals_originals)
    emails.received(case, event=event, now=now)
    return Receipt(case, secret)


def open_by_receipt(*, number: str, secret: str, address: str) -> Case:
    """The case of a receipt, for its citizen. Ten tries an hour, per case and per address.

    Raises TooManyTries, or WrongReceipt whether the number or the code is wrong; both take the
    time of one hash, so that the clock does not tell which numbers exist.
    """
    limit = rules.RECEIPT_TRIES_PER_HOUR
    guessed = rules.normalise_number(number)
    if not (allow("receipt-address", address, limit=limit, seconds=3600) and allow("receipt-case", guessed, limit=limit, seconds=3600)):
        raise TooManyTries
    case = case_by_number(guessed)
    if case is None:
        make_password(secret[:40])
        raise WrongReceipt
    if not check_password(normalise_code(secret[:40]), case.secret_hash):
        raise WrongReceipt
    return case


def _secret_from(request_key: str) -> str:
    """Twelve letters in three groups (60 bits) that only the holder of the form's key can repeat."""
    bits = int(keyed_hash(request_key, purpose="case secret"), 16)
    letters = "".join(ALPHABET[(bits >> 5 * place) & 31] for place in range(rules.SECRET_LETTERS))
    return grouped(letters)
