"""Demo cases, brought to their states by the same deeds as real ones, at times in the past."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from openday.accounts.encryption import keyed_hash
from openday.accounts.models import Unit, User
from openday.intake.fields import Contact
from openday.oversight import actions
from openday.oversight.demo.pictures import PLATE, a_gate
from openday.oversight.demo.stories import STORIES, Story
from openday.oversight.models import Case, CheckItem, RedactedPicture
from openday.oversight.queries import independent_reviewers
from openday.oversight.redaction.actions import redact
from openday.oversight.vocabulary import Identity

# Mobile numbers begin with 13 to 19: this one can't be anybody's.
_NAME, _NUMBER = "（演示）市民", Contact(kind="mobile", value="+8610000000000")
# How far each ending goes along the straight way.
_WAY = ("accept", "assign", "submit", "approve", "close", "publish")
_STEPS = {
    "accepted": 1,
    "working": 2,
    "overdue": 2,
    "clarify": 2,
    "review": 3,
    "answered": 4,
    "published": 6,
}


@dataclass(frozen=True)
class _Office:
    """Who does what in the demo, and the units they can be given."""

    quality: User
    handler: User
    reviewer: User
    own_unit: Unit
    units: dict[str, Unit]

    def unit_for(self, code: str) -> Unit:
        """The wished unit, if the reviewer is independent of it; else the handler's own."""
        wished = self.units.get(code)
        if wished is not None and self.reviewer in independent_reviewers(involved={wished.pk, self.own_unit.pk}):
            return wished
        return self.own_unit


def _office() -> _Office | None:
    """The demo staff; None when nobody made them (hosts that others can reach)."""
    found = User.objects.filter(username__in=("quality", "handler", "reviewer")).select_related("unit")
    people = {user.username: user for user in found}
    if len(people) < 3 or people["handler"].unit is None:
        return None
    units = {unit.code: unit for unit in Unit.objects.all()}
    return _Office(people["quality"], people["handler"], people["reviewer"], people["handler"].unit, units)


def fill_cases(*, now: datetime) -> list[dict[str, Any]]:
    """Make the cases that aren't there yet; return story, number, code and state of all, for the JSON file."""
    office = _office()
    checks = {check.code: check for check in CheckItem.objects.all()}
    rows = []
    for story in STORIES:
        is_new = not Case.objects.filter(request_hash=hash_of(story.key)).exists()
        receipt = actions.receive(
            category=story.category,
            identity=Identity.NAMED if story.is_named else Identity.UNNAMED,
            name=_NAME if story.is_named else "",
            contact=_NUMBER if story.is_named else None,
            text=story.text,
            language="zh-hans",
            request_key=_key(story.key),
            check_item=checks.get(story.check),
            consents_to_publication=story.ends == "published",
            pictures=[a_gate()] if story.picture else [],
            # Shown as long as the case is open: closing destroys it.
            seals_originals=story.picture,
            now=_moment(now, story.days_ago),
        )
        if is_new and office is not None:
            _bring_on(receipt.case, story, office, now=now)
        rows.append({"story": story.key, "number": receipt.case.number, "code": receipt.secret, "state": receipt.case.state})
    return rows


def hash_of(story: str) -> str:
    """By which the case of a story is found again."""
    return keyed_hash(_key(story), purpose="case request")


def _key(story: str) -> str:
    return f"demo-case-{story}".ljust(43, "-")


def _bring_on(case: Case, story: Story, office: _Office, *, now: datetime) -> None:
    clock = _Clock(_moment(now, story.days_ago), pace=story.pace, until=now)
    if story.ends == "withdrawn":
        actions.withdraw(case=case, now=clock.later())
        return
    if story.ends == "redirected":
        actions.redirect(case=case, where=story.answer, by=office.quality, now=clock.later())
        return
    for step in _WAY[: _STEPS.get(story.ends, 0)]:
        _step(step, case, story, office, now=clock.later())
    if story.ends == "clarify":
        actions.ask_back(case=case, question=story.question, by=office.handler, now=clock.later())


def _step(step: str, case: Case, story: Story, office: _Office, *, now: datetime) -> None:
    if step == "accept":
        actions.accept(case=case, by=office.quality, now=now)
    elif step == "assign":
        actions.assign(case=case, unit=office.unit_for(story.unit), by=office.quality, handler=office.handler, now=now)
    elif step == "submit":
        actions.submit_for_review(case=case, text=story.answer, outcome=story.outcome, by=office.handler, now=now)
    elif step == "approve":
        actions.approve(case=case, by=office.reviewer, now=now)
    elif step == "close":
        actions.close(case=case, by=office.quality, now=now)
    else:
        actions.publish(
            case=case,
            pictures=_blacked_out(case, office, now=now),
            summary_zh=story.summary_zh,
            summary_en=story.summary_en,
            public_answer_zh=story.answer_zh,
            public_answer_en=story.answer_en,
            by=office.quality,
            now=now,
        )


def _blacked_out(case: Case, office: _Office, *, now: datetime) -> list[RedactedPicture]:
    zh, en = "【演示】实验室大门前停着一辆车，沿途没有指示牌。", "[Demo] A car at the gate; no sign on the way."
    return [
        redact(original=one, rectangles=[PLATE], description_zh=zh, description_en=en, by=office.handler, now=now)
        for one in case.evidence.all()
    ]


class _Clock:
    """Moments of one case, each some days after the last and never in the future."""

    def __init__(self, start: datetime, *, pace: int, until: datetime) -> None:
        self.at, self.pace, self.until = start, pace, until

    def later(self) -> datetime:
        self.at += timedelta(days=self.pace, hours=2)
        # Nobody in this office works at weekends.
        weekday = timezone.localtime(self.at).weekday()
        self.at = min(self.at + timedelta(days=7 - weekday if weekday > 4 else 0), self.until)
        return self.at


def _moment(now: datetime, days_ago: int) -> datetime:
    """Ten in the morning of that day, on a Friday when it is a weekend; an hour ago for today."""
    if not days_ago:
        return now - timedelta(hours=1)
    day = timezone.localdate(now) - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(datetime.combine(day, time(10, 0)))
