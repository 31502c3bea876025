"""Many plain cases for load work: written in bulk, without deeds, letters or a password hash each."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from openday.accounts.encryption import keyed_hash
from openday.accounts.models import User
from openday.oversight import rules
from openday.oversight.models import Case, CaseCounter, CheckItem, ServiceStandard
from openday.oversight.queries import unit_parents
from openday.oversight.states import State
from openday.oversight.vocabulary import Category, Identity, Outcome

_BATCH = 1000
# Case numbers have six digits within a year; the last thousand stay free for whoever tries the site.
_MOST = 998_000
_STATES = (State.RECEIVED, State.ACCEPTED, State.WORKING, *[State.CLOSED] * 7)


class _Maker:
    """Rolls cases that satisfy every constraint of the table."""

    def __init__(self, *, now: datetime, seed: int) -> None:
        self.now = now
        self.dice = random.Random(seed)  # noqa: S311 - dice, not secrets
        people = User.objects.filter(username__in=("quality", "handler", "reviewer"), unit__isnull=False).select_related("unit")
        self.people = {user.username: user for user in people}
        self.standards = {standard.category: standard for standard in ServiceStandard.objects.order_by("version")}
        parents = unit_parents()
        self.related = {person.unit_id: rules.listed(rules.related_to([person.unit_id], parents)) for person in people}
        self.check = CheckItem.objects.order_by("position").first()

    @property
    def is_staffed(self) -> bool:
        return len(self.people) == 3

    def case(self, request_hash: str, public_number: str) -> Case:
        category = self.dice.choice(list(Category))
        state = self.dice.choice(_STATES)
        received_at = self.now - timedelta(days=self.dice.randrange(1, 300), minutes=self.dice.randrange(600))
        started_on = timezone.localdate(received_at)
        standard = self.standards[category]
        return Case(
            number=public_number,
            request_hash=request_hash,
            # No password hashes to this: nobody holds a receipt of these cases.
            secret_hash="!",  # noqa: S106
            language="zh-hans",
            category=category,
            check_item=self.check if category == Category.QUALITY else None,
            identity=Identity.UNNAMED,
            text="（演示）批量生成的意见。",
            state=state,
            standard=standard,
            clock_started_on=started_on,
            clock_days=standard.answer_days,
            due_on=started_on + timedelta(days=standard.answer_days + 8),
            received_at=received_at,
            **self._course(state, received_at, started_on),
        )

    def _course(self, state: State, received_at: datetime, started_on: date) -> dict[str, Any]:
        course: dict[str, Any] = {}
        if state == State.RECEIVED:
            return course
        handler, reviewer, quality = (self.people[name] for name in ("handler", "reviewer", "quality"))
        course["accepted_at"] = received_at + timedelta(hours=5)
        if state == State.ACCEPTED:
            return course
        course |= {
            "handling_unit": handler.unit,
            "handler": handler,
            "handler_unit": handler.unit,
            "related_units": self.related[handler.unit_id],
            "units_in_hand": rules.listed(filter(None, [handler.unit_id])),
            "staff_in_hand": rules.listed([handler.pk]),
        }
        if state == State.WORKING:
            return course
        took = self.dice.randrange(1, 25)
        answered_at = received_at + timedelta(days=took)
        course |= {
            "outcome": self.dice.choice(list(Outcome)),
            "reviewer": reviewer,
            "staff_in_hand": rules.listed([handler.pk, reviewer.pk]),
            "reviewer_unit": reviewer.unit,
            "reviewed_at": answered_at,
            "answered_at": answered_at,
            "answered_in_time": took < 15,
            "closed_at": answered_at + timedelta(days=1),
            "answer": "（演示）批量生成的答复。",
        }
        if self.dice.random() < 0.3:
            course |= {
                "consented_at": received_at,
                "public_summary_zh": "【演示】批量生成的摘要。",
                "public_summary_en": "[Demo] A summary made in bulk.",
                "public_answer_zh": "批量生成的答复。",
                "public_answer_en": "An answer made in bulk.",
                "published_at": answered_at + timedelta(days=2),
                "published_by": quality,
            }
        return course


def fill_crowd(*, now: datetime, seed: int, count: int) -> None:
    """Bring the number of crowd cases up to `count`, or as many as a year has numbers for."""
    count = min(count, _MOST)
    maker = _Maker(now=now, seed=seed)
    if not count or not maker.is_staffed:
        return
    for start in range(0, count, _BATCH):
        hashes = [keyed_hash(f"demo-crowd-{number}", purpose="case request") for number in range(start, min(start + _BATCH, count))]
        known = set(Case.objects.filter(request_hash__in=hashes).values_list("request_hash", flat=True))
        missing = [one for one in hashes if one not in known]
        with transaction.atomic():
            numbers = _next_numbers(now, len(missing))
            Case.objects.bulk_create([maker.case(one, number) for one, number in zip(missing, numbers, strict=True)])


def _next_numbers(now: datetime, count: int) -> list[str]:
    year = timezone.localdate(now).year
    counter, _created = CaseCounter.objects.select_for_update().get_or_create(year=year)
    first = counter.last + 1
    CaseCounter.objects.filter(pk=counter.pk).update(last=counter.last + count)
    return [f"FK-{year}-{number:06d}" for number in range(first, first + count)]
