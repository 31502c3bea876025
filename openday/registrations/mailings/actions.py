"""An organiser writes to visitors: noted at once, written when nobody can take it back any more.

As with changes of sessions (docs/decisions/0013): no letter exists before the time is over, so taking it back is one
compare-and-set. Then a timer writes a few letters in each transaction; whoever goes on after a crash begins behind the
last party. A letter's key names mailing and party, and a contact that was written to in a mailing is passed over.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from openday.accounts import audit
from openday.accounts.models import User
from openday.events.models import OpenDay, Pool
from openday.mail.models import Message
from openday.registrations import emails
from openday.registrations.mailings import queries
from openday.registrations.mailings.models import Mailing, MailingLetter
from openday.registrations.mailings.rules import MOST_PER_DAY, UNDO_WINDOW
from openday.registrations.models import Registration

# A few at a time: SQLite lets nobody else write meanwhile.
_CHUNK = 25
Standing = Mailing.State


class NobodyToWriteTo(Exception):
    """The filter leaves no party that can be written to."""


class TooManyMailings(Exception):
    """The visitors of this open day have been written to often enough today."""


@transaction.atomic
def write(
    *,
    open_day: OpenDay,
    chosen: queries.Chosen,
    words: Mapping[str, str],
    request_key: str,
    by: Any,
    now: datetime,
    undo: timedelta = UNDO_WINDOW,
) -> Mailing:
    """Write to everybody whom `chosen` leaves of this open day, after `undo`. Safe to repeat with the same `request_key`.

    Raises NobodyToWriteTo, and TooManyMailings after three in 24 hours; those taken back do not count.
    """
    # Of two presses at the same moment the second waits here, and finds the mailing of the first.
    locked = OpenDay.objects.select_for_update(no_key=True).select_related(None).get(pk=open_day.pk)
    if (made := Mailing.objects.filter(request_key=request_key).first()) is not None:
        return made
    lately = Mailing.objects.filter(open_day=locked, made_at__gt=now - timedelta(days=1)).exclude(state=Standing.UNDONE)
    if lately.count() >= MOST_PER_DAY:
        raise TooManyMailings
    rows = queries.recipients(chosen, open_day_id=locked.pk)
    people = queries.audience(rows).people
    if not people:
        raise NobodyToWriteTo
    up_to = rows.aggregate(last=Max("pk"))["last"]
    mailing = Mailing.objects.create(
        open_day=locked,
        chosen=dict(chosen),
        up_to=up_to,
        **words,
        made_at=now,
        made_by=by,
        leave_at=now + undo,
        people=people,
        request_key=request_key,
    )
    audit.note("registrations.mailing", by=by, about=mailing, now=now, open_day=locked.code, people=people)
    return mailing


@transaction.atomic
def take_back(*, mailing: Mailing, by: Any, now: datetime) -> bool:
    """Write to nobody; False when the first letters are being written, or it was taken back already."""
    if not Mailing.objects.move(mailing.pk, old=Standing.WAITING, new=Standing.UNDONE, ended_at=now):
        return False
    audit.note("registrations.mailing_take_back", by=by, about=mailing, now=now)
    return True


@transaction.atomic
def write_now(*, mailing: Mailing, by: Any, now: datetime) -> bool:
    """Let the letters leave without waiting; False when they do already, or it was taken back."""
    hurried = Mailing.objects.filter(pk=mailing.pk, state=Standing.WAITING, leave_at__gt=now).update(leave_at=now)
    if hurried:
        audit.note("registrations.write_now", by=by, about=mailing, now=now)
    return bool(hurried)


@transaction.atomic
def send_test(*, party: Registration, words: Mapping[str, str], by: User, now: datetime) -> Message | None:
    """Send the letter, as this party would read it but without its code and link, to the member of staff who asks.

    None without an address.
    """
    return emails.organiser_test(party, words=words, to=by.email, key=f"mailing-test:{by.pk}:{party.language}:{now.timestamp()}", now=now)


def deliver(*, mailing: Mailing, now: datetime) -> int:
    """Write to everybody who was not written to yet; return how many that were.

    In short transactions; call it again to go on after a crash. Two who do so at once write nothing twice.
    """
    Mailing.objects.move(mailing.pk, old=Standing.WAITING, new=Standing.WRITING)
    told = 0
    while (written := _write_some(mailing.pk, now=now)) is not None:
        told += written
    return told


@transaction.atomic
def _write_some(pk: int, *, now: datetime) -> int | None:
    """Write to the next parties; None when there are none, or the mailing is not to be written."""
    mailing = Mailing.objects.select_for_update(of=("self",)).get(pk=pk)
    if mailing.state != Standing.WRITING:
        return None
    left = queries.recipients(mailing.chosen, open_day_id=mailing.open_day_id, up_to=mailing.up_to)
    left = left.filter(pk__gt=mailing.last_written).order_by("pk")
    chunk = list(left.values_list("pk", "pool_id")[:_CHUNK])
    if not chunk:
        Mailing.objects.move(pk, old=Standing.WRITING, new=Standing.WRITTEN, ended_at=now)
        return None
    # Who erases or cancels meanwhile holds the pool: behind this lock the party is asked for once more.
    list(Pool.objects.select_for_update().filter(pk__in={pool for _key, pool in chunk}).order_by("pk"))
    parties = list(left.filter(pk__in=[key for key, _pool in chunk]).select_related("session__open_day", "pool"))
    done = _written_contacts(mailing, parties)
    letters = []
    for party in parties:
        if party.contact_hash in done:
            continue
        done.add(party.contact_hash)
        message = emails.from_organiser(party, words=mailing.words(), part=str(pk), now=now)
        letters.append(MailingLetter(mailing=mailing, registration=party, message_id=message.pk if message else None))
    MailingLetter.objects.bulk_create(letters)
    Mailing.objects.filter(pk=pk).update(last_written=chunk[-1][0], written=F("written") + len(letters))
    return len(letters)


def _written_contacts(mailing: Mailing, parties: list[Registration]) -> set[str | None]:
    """Contacts of these parties that have their letter of this mailing, under another registration."""
    hashes = [party.contact_hash for party in parties]
    had = MailingLetter.objects.filter(mailing=mailing, registration__contact_hash__in=hashes)
    return set(had.values_list("registration__contact_hash", flat=True))


def deliver_all_due(*, now: datetime) -> int:
    """Write every mailing whose time to be taken back is over; return how many people were written to."""
    return sum(deliver(mailing=mailing, now=now) for mailing in list(Mailing.objects.due(now)))
