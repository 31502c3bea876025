"""Whom staff may give work to: people of the unit that it goes to, or of one that it belongs to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.oversight.desk.forms import AssignForm
from openday.oversight.findings.desk.forms import PlanForm
from tests import people
from tests.factories.findings import State, a_finding_in
from tests.factories.oversight import a_case

pytestmark = pytest.mark.django_db


def assigning(*, unit: int, handler: int | str) -> dict[str, list[str]]:
    case = a_case()
    return dict(AssignForm({"seen": case.revision, "unit": unit, "handler": handler}, case=case, user=people.quentin()).errors)


def planning(*, unit: int, handler: int | str) -> dict[str, list[str]]:
    finding = a_finding_in(State.ANALYSED, now=timezone.now() - timedelta(days=30))
    due_on = timezone.localdate() + timedelta(days=5)
    answers = {"seen": finding.revision, "what_zh": "校准天平", "owner_unit": unit, "owner": handler, "due_on": due_on}
    return dict(PlanForm(answers, finding=finding, action=None, user=people.quentin()).errors)


@pytest.mark.parametrize(("giving", "field"), [(assigning, "handler"), (planning, "owner")])
def test_work_goes_to_people_of_the_unit_or_of_one_above_it(giving, field):
    hana, stranger = people.hana(), people.person("harry", "handler", of="industrial")
    food, below = people.unit("food").pk, people.unit("food-lab").pk

    assert [giving(unit=unit, handler=hana.pk) for unit in (food, below)] == [{}, {}]
    assert giving(unit=food, handler="") == {}
    assert giving(unit=food, handler=stranger.pk) == {field: ["此人不在该单位工作。"]}
