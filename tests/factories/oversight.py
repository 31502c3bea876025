"""Cases in every state, made by the same deeds as in the office."""

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from openday.accounts.models import Unit, User
from openday.intake.fields import Contact
from openday.oversight import actions
from openday.oversight.models import Case
from openday.oversight.states import State
from openday.oversight.vocabulary import Category, Identity, Outcome

# A Monday in an ordinary week.
MONDAY = datetime(2026, 6, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
EMAIL = Contact(kind="email", value="li.ping@example.org")
MOBILE = Contact(kind="mobile", value="+8613800138000")
CANARY = "The thermometer in room 305 was not calibrated, says Li Ping."


def a_receipt(*, now: datetime = MONDAY, **given) -> actions.Receipt:
    """A case as the form makes it: a named complaint with an email address, unless told otherwise."""
    values = {
        "category": Category.SERVICE,
        "identity": Identity.NAMED,
        "text": CANARY,
        "language": "zh-hans",
        "request_key": secrets.token_hex(16),
        "name": "李平",
        "contact": EMAIL,
    }
    return actions.receive(now=now, **{**values, **given})


def a_case(*, now: datetime = MONDAY, **given) -> Case:
    return a_receipt(now=now, **given).case


def a_case_in(
    state: State,
    *,
    unit: Unit,
    quality: User,
    handler: User | None = None,
    reviewer: User | None = None,
    concerned: Unit | None = None,
    now: datetime = MONDAY,
    **given,
) -> Case:
    """A case that the office has brought to `state` on the straight way, an hour for each deed."""
    case = a_case(now=now, unit=concerned, **given)
    hours = iter(range(1, 20))

    def later() -> datetime:
        return now + timedelta(hours=next(hours))

    way = [
        (State.ACCEPTED, lambda: actions.accept(case=case, by=quality, now=later())),
        (State.WORKING, lambda: actions.assign(case=case, unit=unit, by=quality, now=later())),
        (
            State.REVIEW,
            lambda: actions.submit_for_review(
                case=case,
                text="We checked; the device was replaced.",
                outcome=Outcome.UPHELD,
                by=handler,
                now=later(),
                summary_zh="一位市民反映仪器问题。",
                public_answer_zh="仪器已更换。",
            ),
        ),
        (State.ANSWERED, lambda: actions.approve(case=case, by=reviewer, now=later())),
        (State.CLOSED, lambda: actions.close(case=case, by=quality, now=later())),
    ]
    if state == State.RECEIVED:
        return case
    for reached, deed in way:
        deed()
        if reached == state:
            return case
    raise AssertionError(f"no straight way to {state}")
