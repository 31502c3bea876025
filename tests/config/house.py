"""A small house with something of everything, for tests of backups. Runs in a process of its own:

`python -m tests.config.house fill -- look -- manage backup DIR` does the steps one after another and prints, as JSON, what each gave.
"""

import hashlib
import io
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import django


def fill() -> dict[str, Any]:
    """A page with a picture, a party with a sealed contact, a case with a private picture; returns the party's facts."""
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from tests.factories.home import picture, plain_page
    from tests.factories.oversight import a_case
    from tests.factories.registrations import Contact, SessionFactory, register
    from tests.pictures import leaky

    page = plain_page("hall", picture=picture())
    now = timezone.now()
    session = SessionFactory(starts_at=now + timedelta(days=6), places=1_000_000)
    party = register(session, now=now, contact=Contact(value="mei@example.org"), name="李梅")
    a_case(pictures=[ContentFile(leaky("JPEG"), name="x.jpg")])
    return {"page": page.url, "code": party.code}


def look() -> dict[str, Any]:
    """What a visitor and the office see of it."""
    import re

    from django.test import Client

    from home.models import SiteImage, StandardPage
    from openday.oversight.models import Evidence
    from openday.registrations.models import Registration

    client = Client()
    page = client.get(StandardPage.objects.get(slug="hall").url)
    found = re.search(r"/media/images/[^\s\"]+", page.content.decode())
    assert found, page.content.decode()
    party = Registration.objects.order_by("pk")[0]
    evidence = Evidence.objects.get()
    with evidence.file.open() as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    with SiteImage.objects.get().file.open() as original:
        assert original.read(3) == b"\xff\xd8\xff"
    return {
        "page": page.status_code,
        "picture": client.get(found[0]).status_code,
        "name": party.name,
        "contact": party.contact,
        "ticket": client.get(f"/zh-hans/visits/r/{party.token}/").status_code,
        "evidence": digest == evidence.sha256,
    }


def write(stop: str) -> dict[str, Any]:
    """Register parties until the file `stop` is there: each takes a place, a row and a letter in one transaction."""
    from django.utils import timezone

    from openday.events.models import Session
    from tests.factories.registrations import register

    session, written = Session.objects.get(), 0
    while not Path(stop).exists():
        register(session, now=timezone.now(), request_key=f"writer-{written}")
        written += 1
        if written == 1:
            sys.stdout.write("writing\n")
            sys.stdout.flush()
    return {"written": written}


def count() -> dict[str, Any]:
    """What one registration leaves in three tables."""
    from openday.mail.models import Message
    from openday.registrations.models import Registration
    from tests.factories.registrations import taken

    party = Registration.objects.order_by("pk")[:1].get()
    letters = Message.objects.filter(kind="registration_confirmed")
    return {"rows": Registration.objects.count(), "taken": taken(party.session), "letters": letters.count()}


def manage(*arguments: str) -> str:
    """A management command: what it printed, or the words of its refusal."""
    from django.core.management import CommandError, call_command

    out = io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=out)
    except CommandError as fact:
        out.write(f"{fact} ({fact.returncode})")
    return out.getvalue()


def steps(words: list[str]) -> list[Any]:
    found: list[Any] = []
    while words:
        end = words.index("--") if "--" in words else len(words)
        name, *arguments = words[:end]
        words = words[end + 1 :]
        found.append({"fill": fill, "look": look, "write": write, "count": count, "manage": manage}[name](*arguments))
    return found


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(steps(sys.argv[1:])) + "\n")
