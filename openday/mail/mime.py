"""One letter as a message of RFC 5322, built with the library that refuses broken headers."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from openday.mail import plain
from openday.mail.kinds import Kind
from openday.mail.letterhead import letterhead
from openday.mail.models import Message
from openday.mail.rendering import HTML_LANG, Rendered, email

_METHOD = re.compile(r"^METHOD:(REQUEST|CANCEL|PUBLISH)\s*$", re.MULTILINE | re.IGNORECASE)


class UnusableLetter(Exception):
    """The letter can never be sent as it is: no use in trying again."""


class _Sendable(EmailMessage):
    """What Django's mail backends ask of a message, on the standard library's class."""

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, linesep: str | None = None) -> bytes:
        wanted = policy or self.policy
        return super().as_bytes(unixfrom, wanted.clone(linesep=linesep) if linesep else wanted)


class Letter(EmailMultiAlternatives):
    """An email that Django's backends can send; `message()` puts it together as mail programs like it."""

    calendar = ""
    html = ""
    content_language = "zh-Hans"
    # Base64 passes every server; the file backend sets "8bit", so that a developer can read the file.
    transfer_encoding = "base64"

    def message(self, *, policy: Any = None) -> Any:
        """Plain text, then HTML, then the invitation, and the invitation once more as a file.

        Gmail, Outlook and Apple Mail show the buttons of an invitation when text/calendar stands last among
        the alternatives and names its METHOD; programs that don't understand it offer the attachment.
        """
        message = _Sendable(policy=policy or SMTP)
        message["Subject"] = self.subject
        message["From"] = self.from_email
        message["To"] = ", ".join(self.to)
        if self.reply_to:
            message["Reply-To"] = ", ".join(self.reply_to)
        for name, value in self.extra_headers.items():
            message[name] = value
        message.set_content(plain.flowed(str(self.body)), cte=self.transfer_encoding, params=plain.PARAMETERS)
        message.add_alternative(self.html, subtype="html", cte=self.transfer_encoding)
        if self.calendar:
            method = calendar_method(self.calendar)
            part: Any = MIMEPart(policy=message.policy)
            part.set_content(self.calendar, subtype="calendar", cte=self.transfer_encoding, params={"method": method})
            message.attach(part)
            message.add_attachment(
                self.calendar.encode("utf-8"),
                maintype="application",
                subtype="ics",
                filename="cancelled.ics" if method == "CANCEL" else "visit.ics",
            )
        # Last: adding parts moves every Content-… header into the first of them.
        message["Content-Language"] = self.content_language
        return message


def calendar_method(calendar: str) -> str:
    """REQUEST, CANCEL or PUBLISH, as the calendar says itself."""
    found = _METHOD.search(calendar)
    return found[1].upper() if found else "PUBLISH"


def compose(letter: Message, rendered: Rendered, *, now: datetime) -> Letter:
    """Put the headers on. Raises UnusableLetter when the recipient is no address."""
    try:
        validate_email(letter.to)
        recipient = str(Address(addr_spec=letter.to))
    except (ValidationError, ValueError):
        raise UnusableLetter("The recipient is not an email address.") from None
    head = letterhead(letter.language)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": letter.message_id,
        "Date": format_datetime(now),
        # Holiday notices and ticket systems must not answer a machine (RFC 3834; Exchange has its own word).
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if unsubscribe := str(letter.context.get("unsubscribe_url", "")):
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
    message = Letter(
        subject=rendered.subject,
        body=rendered.text,
        from_email=str(Address(display_name=name or head["service"], addr_spec=address)),
        to=[recipient],
        reply_to=[head["email"]] if head["email"] else None,
        headers=headers,
    )
    message.html, message.calendar = rendered.html, letter.calendar
    message.content_language = HTML_LANG.get(letter.language, letter.language)
    # Tests and backends that look at Django's own list find the HTML there too.
    message.attach_alternative(rendered.html, "text/html")
    return message


def sample(kind: Kind, language: str, *, to: str, now: datetime) -> Letter:
    """The letter with its sample contents; nothing is stored and nothing is sent."""
    context = dict(kind.sample_in(language))
    letter = Message(
        to=to, language=language, message_id="<sample@example.org>", context=context, calendar=kind.sample_calendar_in(language)
    )
    return compose(letter, email(kind.code, language, context), now=now)
