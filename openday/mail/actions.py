"""Deeds of the letter room."""

from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from openday import plain_sql
from openday.accounts import audit
from openday.accounts.encryption import keyed_hash
from openday.accounts.models import User
from openday.mail import background, rules
from openday.mail.kinds import Kind
from openday.mail.models import LetterText, Message


def queue(
    *,
    kind: str,
    channel: str,
    to: str,
    language: str,
    context: dict[str, Any],
    now: datetime,
    key: str,
    not_before: datetime | None = None,
    calendar: str | None = None,
    purge_after: datetime | timedelta | None = None,
) -> Message | None:
    """Write one letter in the caller's transaction; it leaves after commit.

    `context` holds ready strings in the letter's language (dates formatted, links absolute).
    `calendar` is iCalendar text; its METHOD decides what mail programs offer. `purge_after` is a moment, or
    a span after the letter is due: then recipient and contents are erased (default 30 days).

    Safe to repeat: the same `key` returns the first letter, whatever else is passed.
    None when `to` is empty: an anonymous case writes to nobody.
    """
    if not to:
        return None
    due_at = not_before or now
    if purge_after is None:
        purge_after = rules.KEEP_CONTENTS
    message = Message(
        kind=kind,
        channel=channel,
        to=to,
        to_hash=recipient_hash(to),
        language=language,
        context=context,
        calendar=calendar or "",
        message_id=rules.message_id(key, domain=sender_domain(settings.DEFAULT_FROM_EMAIL), secret=settings.SECRET_KEY),
        not_before=due_at,
        give_up_at=due_at + rules.GIVE_UP_AFTER,
        key=key,
        purge_after=due_at + purge_after if isinstance(purge_after, timedelta) else purge_after,
        created_at=now,
    )
    # One statement on both databases. Catching IntegrityError instead would break the caller's transaction on
    # PostgreSQL, and looking first would let two requests write two letters.
    plain_sql.insert(message, once="key")
    background.wake_after_commit()
    # Only the id is known to be true of the stored row; the rest is read when somebody asks.
    return Message.from_db(message._state.db, ["id"], [message.pk])


def recipient_hash(to: str) -> str:
    """The blind index by which letters to one recipient are counted."""
    return keyed_hash(to.strip().casefold(), purpose="mail.recipient")


@lru_cache(maxsize=4)
def sender_domain(sender: str) -> str:
    """The right-hand side of our Message-IDs: where we write from, else where we live."""
    return parseaddr(sender)[1].rpartition("@")[2] or urlsplit(settings.BASE_URL).hostname or "localhost"


def forget(*, keys_begin: str, now: datetime) -> int:
    """Erase recipient and contents of all letters whose key begins so, in the caller's transaction; return their number.

    What has not left is held back. What is leaving at this moment keeps its contents until it has left: it is
    due for erasure then.
    """
    found = Message.objects.filter(key__startswith=keys_begin, erased_at=None)
    found.filter(state=Message.State.WAITING).update(state=Message.State.SUPPRESSED)
    found.filter(state=Message.State.SENDING).update(purge_after=now)
    return found.filter(state__in=Message.DONE).update(to="", to_hash="", context={}, calendar="", erased_at=now)


@transaction.atomic
def try_again(*, letter: Message, by: User, now: datetime) -> bool:
    """Put a failed or held-back letter back into the queue; False when it is neither, or its contents are erased."""
    stopped = Message.objects.filter(pk=letter.pk, state__in=[Message.State.FAILED, Message.State.SUPPRESSED], erased_at=None)
    changed = stopped.update(state=Message.State.WAITING, not_before=now, give_up_at=now + rules.GIVE_UP_AFTER, attempts=0, last_error="")
    if changed:
        audit.note("mail.try_again", by=by, about=letter, now=now, kind=letter.kind)
        background.wake_after_commit()
    return changed == 1


@transaction.atomic
def change_words(*, kind: str, language: str, subject: str, intro: str, outro: str, by: User, now: datetime) -> LetterText:
    """Keep the words of staff for one kind of letter; they count from the next letter that is rendered."""
    words = {"subject": subject, "intro": intro, "outro": outro}
    text, _made = LetterText.objects.update_or_create(kind=kind, language=language, defaults=words)
    audit.note("mail.change_words", by=by, about=text, now=now, kind=kind, language=language)
    return text


@transaction.atomic
def send_sample(*, kind: Kind, language: str, by: User, now: datetime) -> Message | None:
    """Send the letter with its sample contents to the member of staff who asks; None without an address."""
    key = f"sample:{by.pk}:{kind.code}:{language}:{now.timestamp()}"
    return queue(
        kind=kind.code,
        channel="email",
        to=by.email,
        language=language,
        context=dict(kind.sample_in(language)),
        now=now,
        key=key,
        calendar=kind.sample_calendar_in(language),
    )
