"""Several timers that write the letters of one mailing at the same moment. Run by `manage.py shell`; prints JSON."""

import contextlib
import json
import time
from datetime import timedelta
from types import SimpleNamespace

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations import emails
from openday.registrations.mailings import actions
from openday.registrations.mailings.models import Mailing, MailingLetter
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register, soon
from tests.races.together import asker, ready

ask = asker(__name__)

_WORDS = {
    "subject_zh": "请从北门进入",
    "body_zh": "{open_day}：请从北门进入。",
    "sms_zh": "",
    "subject_en": "",
    "body_en": "",
    "sms_en": "",
}


def mailing(contacts: int) -> None:
    """A mailing that is due to so many people, every other of whom registered for two sessions."""
    now = timezone.now()
    open_day = OpenDayFactory(unit=people.unit("food"))
    one, other = (SessionFactory(open_day=open_day, starts_at=soon(days=days), places=contacts) for days in (5, 6))
    for number in range(contacts):
        register(one, contact=Contact(value=f"reader{number}@example.org"), now=now)
    for number in range(0, contacts, 2):
        register(other, contact=Contact(value=f"reader{number}@example.org"), now=now)
    made = actions.write(
        open_day=open_day, chosen={"open_day": open_day.pk}, words=_WORDS, request_key="race", by=people.alice(), now=now, undo=timedelta()
    )
    print(json.dumps([made.pk, made.people]))  # noqa: T201


def deliver(folder: str) -> None:
    """Write what is due, as the timer of every worker does; print how many people that were."""
    ready(folder)
    print(json.dumps(actions.deliver_all_due(now=timezone.now())))  # noqa: T201


def deliver_without_guards(folder: str) -> None:
    """Control: no lock on the mailing, no transaction, and the database lets a party be noted twice."""
    actions.transaction = SimpleNamespace(atomic=contextlib.nullcontext)
    actions._write_some = actions._write_some.__wrapped__
    QuerySet.select_for_update = lambda self, **_how: self
    write = emails.from_organiser

    def slowly(*given, **facts):
        time.sleep(0.01)
        return write(*given, **facts)

    emails.from_organiser = slowly
    deliver(folder)


def forget_the_constraint() -> None:
    (once,) = MailingLetter._meta.constraints
    # SQLite makes the table anew from what the model says.
    MailingLetter._meta.constraints = []
    with connection.schema_editor() as editor:
        editor.remove_constraint(MailingLetter, once)
    print(json.dumps(True))  # noqa: T201


def told(pk: int) -> None:
    """Print the state of a mailing, its own count, its notes, its letters, and the most letters that one person got."""
    found = Mailing.objects.get(pk=pk)
    letters = Message.objects.filter(kind=emails.ORGANISER_LETTER)
    most = letters.values("to_hash").annotate(letters=Count("pk")).order_by("-letters").values_list("letters", flat=True).first()
    facts = {"state": found.state, "written": found.written, "notes": found.letters.count(), "letters": letters.count(), "most": most}
    print(json.dumps(facts))  # noqa: T201
