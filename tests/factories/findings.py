"""Findings in every state, brought there by the same deeds as in the office."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from openday.oversight.findings import actions
from openday.oversight.findings.models import CorrectiveAction, Finding
from openday.oversight.findings.states import State
from openday.oversight.models import CheckItem
from tests import people
from tests.factories.oversight import MONDAY

WAY = [State.RECORDED, State.ANALYSED, State.CORRECTING, State.VERIFYING, State.VERIFIED, State.CLOSED]


def day(moment: datetime, days: int = 0):
    return timezone.localdate(moment) + timedelta(days=days)


def a_finding(*, now: datetime = MONDAY, check: str = "people", **given) -> Finding:
    """A finding of the food centre's own inspection, recorded by its handler Hana."""
    people.rita()
    values = {
        "source": "self_inspection",
        "unit": people.unit("food"),
        "check_item": CheckItem.objects.get(code=check),
        "severity": "minor",
        "title_zh": "新进人员操作不规范",
        "title_en": "New staff worked irregularly",
        "found_zh": "自查发现部分新进人员操作不规范。",
        "found_en": "New staff worked irregularly.",
        "by": people.hana() if "by" not in given else given["by"],
    }
    return actions.record(now=now, **{**values, **given})


def an_action(finding: Finding, *, now: datetime = MONDAY, due_in: int = 10, **given) -> CorrectiveAction:
    values = {"what_zh": "开展操作培训", "what_en": "Training", "owner_unit": finding.unit, "by": people.quentin()}
    if "due_on" not in given:
        given["due_on"] = day(now, due_in)
    return actions.plan_action(finding=finding, now=now, **{**values, **given})


def done(action: CorrectiveAction, *, now: datetime = MONDAY, on=None) -> CorrectiveAction:
    actions.add_proof(action=action, text_zh="培训签到表", by=people.hana(), now=now)
    return actions.report_done(action=action, done_on=on or day(now), by=people.hana(), now=now)


def a_finding_in(state: State, *, now: datetime = MONDAY, published: bool = False, **given) -> Finding:
    """A finding brought to `state` on the straight way; the check of the effect is 20 days after `now`."""
    finding = a_finding(now=now, **given)
    if published:
        actions.publish(finding=finding, by=people.quentin(), now=now)
    later = now + timedelta(days=20)
    deeds = {
        State.ANALYSED: lambda: actions.state_cause(
            finding=finding, cause_zh="培训不足", cause_en="Too little training", by=people.hana(), now=now
        ),
        State.CORRECTING: lambda: an_action(finding, now=now),
        State.VERIFYING: lambda: _hand_over(finding, now=now),
        State.VERIFIED: lambda: actions.confirm(finding=finding, text_zh="现场抽查合格", text_en="Fine", by=people.rita(), now=later),
        State.CLOSED: lambda: actions.close(finding=finding, by=people.quentin(), now=later),
    }
    if state == State.SET_ASIDE:
        return actions.set_aside(finding=finding, reason_zh="重复登记", by=people.quentin(), now=now)
    goal = State.VERIFYING if state == State.REOPENED else state
    for _before, reached in pairwise(WAY[: WAY.index(goal) + 1]):
        deeds[reached]()
    if state == State.REOPENED:
        actions.find_ineffective(finding=finding, text_zh="仍有不规范操作", text_en="Still irregular", by=people.rita(), now=later)
    return finding


def _hand_over(finding: Finding, *, now: datetime) -> None:
    action = finding.corrective_actions.get()
    action.finding = finding
    done(action, now=now)
    actions.submit(finding=finding, verify_from=day(now, 14), by=people.hana(), now=now)
