"""Letters leave: claim one row, send it, mark it sent.

Claim-then-send: a deliverer killed between sending and marking leaves a claim that runs out, and the letter
goes a second time with the same Message-ID. Marking first would lose it (tests/mail/test_kill.py has both).
"""

import logging
import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from openday.accounts.personal_data import mask_contact
from openday.mail import mime, queries, rendering, rules, sms
from openday.mail.models import Message

log = logging.getLogger(__name__)
BATCH = 20
# Servers close long conversations; a fresh connection per hundred letters costs nothing.
LETTERS_PER_CONNECTION = 100


class _ServerAway(Exception):
    """The server, not the letter, is the trouble: leave the channel alone for a while."""


class _Refused(Exception):
    """Refused for good: trying again would only annoy."""


class _NotNow(Exception):
    """A temporary refusal of this one letter, such as grey-listing or a full mailbox."""


@dataclass
class _Channel:
    """What one process knows about the way out: an open connection, or until when not to try."""

    connection: BaseEmailBackend | None = None
    sent_over_it: int = 0
    failures: int = 0
    closed_until: float = 0.0


@dataclass
class Deliverer:
    """One per process; `pause` seconds between letters leave the processor to requests."""

    lease: timedelta = rules.LEASE
    pause: float = 0.0
    now: Callable[[], datetime] = timezone.now
    _channels: dict[str, _Channel] = field(default_factory=lambda: {name: _Channel() for name in Message.Channel.values})

    def deliver_due(self, *, keep_going: Callable[[], bool] = lambda: True, limit: int = 1_000_000) -> int:
        """Send what is due, oldest first; returns how many letters were handled.

        `keep_going` is asked before each letter. Connections are closed at the end.
        """
        handled = 0
        try:
            while handled < limit:
                letters = queries.due_letters(self.now(), but_not=self._closed(), limit=BATCH)
                if not letters:
                    break
                for pk, channel in letters:
                    if not keep_going() or handled >= limit:
                        return handled
                    if channel not in self._closed():
                        handled += self._handle(pk, channel)
        finally:
            for way in self._channels.values():
                _hang_up(way)
        return handled

    def _closed(self) -> set[str]:
        return {name for name, way in self._channels.items() if way.closed_until > time.monotonic()}

    def _handle(self, pk: int, channel: str) -> bool:
        """Claim and send one letter; False when somebody else has it or the server is away."""
        way = self._channels[channel]
        try:
            # Before the claim: while the server is away no letter is touched.
            self._connect(way, channel)
        except _ServerAway as fact:
            self._close_for_a_while(way, channel, fact)
            return False
        now = self.now()
        if not Message.objects.claim(pk, now=now, until=now + self.lease):
            return False
        try:
            state, error = self._send(pk, channel, way)
        except _ServerAway as fact:
            self._close_for_a_while(way, channel, fact)
            self._postpone(pk, str(fact), server_away=True)
        except _NotNow as fact:
            log.info("Letter %s is put off: %s", pk, fact)
            self._postpone(pk, str(fact))
        except Exception as fact:
            # A missing template, a key that is gone: somebody can mend it while the letter waits.
            log.exception("Letter %s cannot be written", pk)
            self._postpone(pk, f"{type(fact).__name__}: {fact}")
        else:
            # From the sending to here a kill costs a double, never the letter.
            self._finish(pk, state, error)
        if self.pause:
            time.sleep(self.pause)
        return True

    def _send(self, pk: int, channel: str, way: _Channel) -> tuple[str, str]:
        """Hand one letter over; returns its final state and what to note with it."""
        letter = Message.objects.get(pk=pk)
        if limit := queries.over_the_limit(letter, self.now()):
            log.warning("Letter %s (%s) is held back: its recipient had %s of this family today", pk, letter.kind, limit)
            return Message.State.SUPPRESSED, f"The recipient had {limit} letters of this family in 24 hours."
        try:
            if channel == Message.Channel.SMS:
                _send_sms(letter)
            else:
                self._send_email(letter, way)
        except _Refused as fact:
            log.warning("Letter %s is refused: %s", pk, fact)
            return Message.State.FAILED, str(fact)
        way.failures = 0
        return Message.State.SENT, ""

    def _send_email(self, letter: Message, way: _Channel) -> None:
        rendered = rendering.email(letter.kind, letter.language, letter.context)
        try:
            message = mime.compose(letter, rendered, now=self.now())
        except mime.UnusableLetter as fact:
            raise _Refused(str(fact)) from None
        try:
            (way.connection or get_connection(settings.LETTER_TRANSPORT)).send_messages([message])
        except smtplib.SMTPRecipientsRefused as fact:
            raise _verdict(*next(iter(fact.recipients.values())), letter.to) from None
        except smtplib.SMTPDataError as fact:
            raise _verdict(fact.smtp_code, fact.smtp_error, letter.to) from None
        except (smtplib.SMTPException, OSError) as fact:
            # A refused sender or login, a lost line, silence: the same would befall every letter.
            raise _ServerAway(_words(fact)) from None
        except (ValueError, UnicodeError) as fact:
            raise _Refused(f"The letter cannot be put into a message: {fact}") from None
        way.sent_over_it += 1

    def _connect(self, way: _Channel, channel: str) -> None:
        if channel != Message.Channel.EMAIL:
            return
        if way.connection is not None and way.sent_over_it < LETTERS_PER_CONNECTION:
            return
        _hang_up(way)
        connection = get_connection(settings.LETTER_TRANSPORT)
        try:
            connection.open()
        except (smtplib.SMTPException, OSError) as fact:
            raise _ServerAway(_words(fact)) from None
        way.connection, way.sent_over_it = connection, 0

    def _close_for_a_while(self, way: _Channel, channel: str, fact: Exception) -> None:
        _hang_up(way)
        way.failures += 1
        wait = rules.backoff(way.failures, first=rules.FIRST_RETRY_OF_SERVER, longest=rules.LONGEST_RETRY_OF_SERVER)
        way.closed_until = time.monotonic() + wait.total_seconds()
        log.warning("Letters by %s wait %s s: %s", channel, int(wait.total_seconds()), fact)

    def _postpone(self, pk: int, error: str, *, server_away: bool = False) -> None:
        attempts, give_up_at = Message.objects.values_list("attempts", "give_up_at").get(pk=pk)
        now = self.now()
        if give_up_at <= now:
            self._finish(pk, Message.State.FAILED, error)
            return
        wait = rules.backoff(attempts, longest=rules.LONGEST_RETRY_OF_SERVER if server_away else rules.LONGEST_RETRY)
        Message.objects.filter(pk=pk, state=Message.State.SENDING).update(
            state=Message.State.WAITING, claimed_until=None, not_before=now + wait, last_error=error[:300]
        )

    def _finish(self, pk: int, state: str, error: str) -> None:
        # Asks for the state, not for our own claim: what has been sent is sent, even if the claim ran out.
        Message.objects.filter(pk=pk, state__in=Message.OPEN).update(
            state=state, claimed_until=None, last_error=error[:300], sent_at=self.now() if state == Message.State.SENT else None
        )


def _send_sms(letter: Message) -> None:
    text = rendering.sms(letter.kind, letter.language, letter.context, signed=sms.is_signed())
    if (segments := rules.sms_segments(text)) > sms.MANY_SEGMENTS:
        log.warning("The text message of kind %s has %s segments", letter.kind, segments)
    try:
        sms.gateway().send(to=letter.to, text=text, message_id=letter.message_id)
    except sms.GatewayAway as fact:
        raise _ServerAway(str(fact)) from None
    except sms.NumberRefused as fact:
        raise _Refused(str(fact)) from None


def _verdict(code: int, answer: bytes | str, recipient: str) -> Exception:
    """What the server's answer to one letter means: 421 closes the line, 5xx is final, the rest may pass."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    # Servers repeat the address in their answer; it has no business in a log or beside an erased letter.
    sentence = f"{code} {' '.join(words.split())}".replace(recipient, mask_contact(recipient))
    if code == 421:
        return _ServerAway(sentence)
    return _Refused(sentence) if code >= 500 else _NotNow(sentence)


def _words(fact: Exception) -> str:
    return f"{type(fact).__name__}: {fact}"


def _hang_up(way: _Channel) -> None:
    connection, way.connection = way.connection, None
    if connection is not None:
        try:
            connection.close()
        except (smtplib.SMTPException, OSError):
            log.debug("The mail server was gone before we said goodbye")
