"""What the kill test runs in processes of their own: `write N`, `states`, `finish`, `mark_first`."""

# ruff: noqa: E402  (models can be imported only after setup)
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.mail.kill_settings")
django.setup()

from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from openday.mail import kinds
from openday.mail.actions import queue
from openday.mail.delivery import Deliverer
from openday.mail.models import Message

kinds.register("bare", "Bare", [], {}, daily_limit=None)


def write(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            queue(
                kind="bare",
                channel="email",
                to=f"visitor{number}@example.org",
                language="zh-hans",
                context={"name": f"{number}"},
                now=timezone.now(),
                key=f"kill:{number}",
            )
    print(json.dumps(list(Message.objects.values_list("message_id", flat=True))))  # noqa: T201


def states() -> None:
    print(json.dumps(dict(Message.objects.values_list("state").annotate(Count("pk")).order_by())))  # noqa: T201


def finish() -> None:
    """Send what is due, as a worker without kills does, and say how the letters stand then."""
    call_command("worker", once=True)
    states()


def mark_first() -> None:
    """The control: a worker that marks a letter sent and then sends it, as most home-made queues do."""
    send = Deliverer._send

    def marked_then_sent(self, pk, channel, way):
        self._finish(pk, Message.State.SENT, "")
        return send(self, pk, channel, way)

    Deliverer._send = marked_then_sent
    call_command("worker")


if __name__ == "__main__":
    {"write": lambda: write(int(sys.argv[2])), "states": states, "finish": finish, "mark_first": mark_first}[sys.argv[1]]()
