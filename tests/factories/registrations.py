"""Sessions with places, and parties that register for them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone

from openday.accounts.models import Unit
from openday.events.models import OpenDay, Pool, Session
from openday.registrations import actions
from openday.registrations.models import Registration
from openday.registrations.rules import Party

# Tests pass the time in; this is a Sunday morning in Shenzhen.
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Contact:
    kind: str = "email"
    value: str = "visitor@example.org"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    kind = Unit.Kind.CENTRE
    code = "food"
    name_zh = "食品检测技术中心"
    name_en = "Food testing centre"


class OpenDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpenDay

    unit = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda number: f"open-day-{number}")
    name_zh = "食品检测开放日"
    name_en = "Food testing open day"
    place_zh = "深圳市福田区"
    place_en = "Futian, Shenzhen"
    one_per_day = False


class SessionFactory(factory.django.DjangoModelFactory):
    """A session in six days with ten places for individuals (`places=`)."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    open_day = factory.SubFactory(OpenDayFactory)
    starts_at = NOW + timedelta(days=6)
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(minutes=90))
    languages = ["zh-hans", "en"]

    @factory.post_generation
    def places(self, create, extracted, **kwargs):
        Pool.objects.create(session=self, kind=Pool.Kind.INDIVIDUALS, capacity=10 if extracted is None else extracted)


_numbers = iter(range(1, 10**9))


def register(session: Session, *, adults: int = 1, now: datetime = NOW, **facts) -> Registration:
    """Register a party through the action, each with a contact of its own unless told otherwise."""
    number = next(_numbers)
    people = {name: facts.pop(name) for name in ("children_0_5", "children_6_13", "youths_14_17", "companions") if name in facts}
    given = {
        "contact": Contact(value=f"visitor{number}@example.org"),
        "name": "李梅",
        "language": "zh-hans",
        "request_key": f"key-{number}",
    } | facts
    return actions.register(session=session, party=Party(adults=adults, **people), now=now, **given)


def taken(session: Session) -> int:
    """Places that the pool counts as taken."""
    return Pool.objects.get(session=session, kind=Pool.Kind.INDIVIDUALS).taken


def soon(**more) -> datetime:
    """A start that is in the future for the real clock, for tests that go through views: at ten in Shenzhen, or in `hours`.

    Always in the morning: a session that ended after midnight would be another session.
    """
    if "hours" in more:
        return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(**more)
    return timezone.now().replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(**(more or {"days": 6}))
