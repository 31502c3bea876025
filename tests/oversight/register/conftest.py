"""A register in the database: the deeds of two cases, entered an hour after each and sealed after each day."""

from datetime import timedelta

import pytest

from openday.oversight import actions as case_actions
from openday.oversight.models import Case
from openday.oversight.register import actions
from tests.factories.oversight import MONDAY, a_case


@pytest.fixture
def registered(office) -> list[Case]:
    """Six entries: two cases received on Monday and accepted on Tuesday, and one of them given to a unit on Wednesday and extended."""
    cases = [a_case(now=MONDAY), a_case(now=MONDAY + timedelta(minutes=5))]
    enter_and_seal(day=0)
    for case in cases:
        case_actions.accept(case=case, by=office.quality, now=MONDAY + timedelta(days=1))
    enter_and_seal(day=1)
    case_actions.assign(case=cases[0], unit=office.food, by=office.quality, handler=office.handler, now=MONDAY + timedelta(days=2))
    case_actions.extend(case=cases[0], reason="再测一次", by=office.quality, now=MONDAY + timedelta(days=2))
    enter_and_seal(day=2)
    return cases


def enter_and_seal(*, day: int) -> None:
    evening = MONDAY + timedelta(days=day, hours=8)
    actions.enter(now=evening)
    actions.seal(now=evening + timedelta(minutes=1))
