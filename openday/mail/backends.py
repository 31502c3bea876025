"""Ways of mail beside Django's own: into our outbox, and into files for a developer."""

import re
import uuid
from collections.abc import Sequence
from email.policy import SMTP
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from openday.mail.actions import queue
from openday.mail.emails import NOTICE
from openday.mail.mime import Letter

_READABLE = SMTP.clone(utf8=True)
_NOT_IN_NAMES = re.compile(r"[^\w一-鿿-]+")


class Outbox(BaseEmailBackend):
    """Put what a library sends, such as Wagtail's notices of moderation, into our outbox: one row per recipient.

    A library talks to the mail server while somebody waits for a page, and a server that is down breaks the page. Its text
    is kept, its HTML part and attachments are not: our own frame is put around the text.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            for recipient in letter.recipients():
                queue(
                    kind=NOTICE,
                    channel="email",
                    to=recipient,
                    language=translation.get_language() or settings.LANGUAGE_CODE,
                    context={"title": str(letter.subject), "text": str(letter.body)},
                    now=timezone.now(),
                    key=f"{NOTICE}:{uuid.uuid4()}",
                )
        return len(email_messages)


class ReadableFiles(BaseEmailBackend):
    """The mailbox of a developer: one .eml file per letter in settings.EMAIL_FILE_PATH, opened by a double click.

    Chinese stands there as Chinese, not as base64.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(str(settings.EMAIL_FILE_PATH))  # type: ignore[misc]
        folder.mkdir(parents=True, exist_ok=True)
        for letter in email_messages:
            if isinstance(letter, Letter):
                letter.transfer_encoding = "8bit"
            message = letter.message()
            subject = _NOT_IN_NAMES.sub("-", str(letter.subject))[:40].strip("-") or "letter"
            # The id tells letters of one second apart, and a letter sent twice overwrites itself.
            tag = _NOT_IN_NAMES.sub("", str(message.get("Message-ID", "")))[:6]
            name = f"{timezone.localtime():%Y%m%d-%H%M%S}-{tag}-{subject}.eml"
            content = message.as_bytes(policy=_READABLE) if isinstance(letter, Letter) else message.as_bytes()
            (folder / name).write_bytes(content)
        return len(email_messages)
