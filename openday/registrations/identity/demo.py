"""A demo open day that demands real names, with a reason that says it is none: of its own, without a page.

Apart from the others, because nobody who looks at those should wonder why a visit to a laboratory needs a document.
"""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from openday.events.models import OpenDay, Pool, Session
from openday.events.models.choices import RealNames
from openday.language.names import SIMPLIFIED
from openday.mail.models import Message
from openday.registrations import letter_words, notices
from openday.registrations.actions.registering import register
from openday.registrations.application import ReviewedContact
from openday.registrations.identity.people import Person
from openday.registrations.identity.states import Document
from openday.registrations.models import Registration
from openday.registrations.rules import Party
from openday.registrations.states import Purpose

CODE = "demo-real-names"
_KEY = "demo-names-"
# Nobody's: names that say what they are, and numbers of zeros.
_PEOPLE = [
    Person("演示访客甲", Document.RESIDENT, "000X"),
    Person("演示访客乙", Document.PASSPORT, "0000"),
]


def fill(*, now: datetime) -> dict[str, Any]:
    """Make the open day and two parties once: one whole, one with a name missing. Returns addresses to look at."""
    like = OpenDay.objects.exclude(code__startswith="demo-").order_by("pk").first()
    if like is None:
        return {}
    open_day, made = OpenDay.objects.get_or_create(code=CODE, defaults=_facts(like))
    if made:
        session = _session(open_day, now=now)
        last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for number, adults in enumerate((2, 3)):
            _party(session, number, adults=adults, now=now)
        # Nobody is behind the addresses: no letter, and no reminder either.
        Message.objects.filter(pk__gt=last).delete()
        Registration.objects.filter(session=session).update(reminded_at=now)
    return _addresses(open_day, now=now)


def _facts(like: OpenDay) -> dict[str, Any]:
    return {
        "unit": like.unit,
        "name_zh": "（演示）需实名的开放日",
        "name_en": "(Demo) Open day with real names",
        "place_zh": like.place_zh,
        "place_en": like.place_en,
        "audience": like.audience,
        "guide_languages": like.guide_languages,
        "one_per_day": False,
        "real_names": RealNames.ADULTS,
        "real_names_why_zh": "（演示）场地位于受管制的园区，门卫要核对入园人员的证件。",
        "real_names_why_en": "[Demo] The building stands on guarded grounds; the guards compare documents.",
    }


def _session(open_day: OpenDay, *, now: datetime) -> Session:
    starts_at = timezone.localtime(now + timedelta(days=12)).replace(hour=9, minute=30, second=0, microsecond=0)
    session = Session.objects.create(
        open_day=open_day, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90), languages=["zh-hans", "en"]
    )
    Pool.objects.create(session=session, kind=Pool.Kind.INDIVIDUALS, capacity=20)
    return session


def _party(session: Session, number: int, *, adults: int, now: datetime) -> None:
    register(
        session=session,
        party=Party(adults=adults),
        contact=ReviewedContact("email", f"names{number}@example.org"),
        name=_PEOPLE[0].name,
        language=SIMPLIFIED,
        request_key=f"{_KEY}{number}",
        consents=notices.versions([Purpose.VISIT, Purpose.IDENTITY]),
        people=_PEOPLE,
        now=now,
    )


def _addresses(open_day: OpenDay, *, now: datetime) -> dict[str, Any]:
    """The form, and the ticket of a party with a name missing."""
    found: dict[str, Any] = {}
    coming = Session.objects.filter(open_day=open_day, starts_at__gt=now).order_by("starts_at").first()
    if coming is None:
        return found
    with translation.override(SIMPLIFIED):
        found["real_names"] = reverse("registrations:register", args=[coming.pk])
    party = Registration.objects.with_visit().filter(session=coming, adults=3, request_key__startswith=_KEY).order_by("pk").first()
    if party is not None:
        found["names_missing"] = letter_words.link_to(party)
    return found
