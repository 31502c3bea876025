"""Demo content."""

import pytest
from django.utils import timezone

from openday.accounts import demo as accounts_demo
from openday.mail.models import Message
from openday.oversight import demo
from openday.oversight.models import CallAttempt, CallBack, Case, Indicator, Measurement, PlanItem, Target
from openday.oversight.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled():
    accounts_demo.fill(now=timezone.now(), force=True)
    return demo.fill(now=timezone.now(), seed=1)


def test_demo_cases_stand_in_many_states_with_one_late_and_one_in_review(filled):
    states = set(Case.objects.values_list("state", flat=True))

    assert states == {
        State.RECEIVED, State.ACCEPTED, State.WORKING, State.CLARIFY, State.REVIEW, State.ANSWERED, State.CLOSED, State.REDIRECTED,
        State.WITHDRAWN,
    }  # fmt: skip
    assert Case.objects.overdue(today=timezone.localdate()).count() == 1
    assert Case.objects.published().count() == 6


def test_demo_cases_are_marked_in_both_languages(filled):
    for case in Case.objects.all():
        assert case.text.startswith("（演示）")
    for case in Case.objects.published():
        assert case.public_summary_zh.startswith("【演示】")
        assert case.public_summary_en.startswith("[Demo]")
        assert case.public_answer_en


def test_filling_twice_changes_nothing(filled):
    before = list(Case.objects.order_by("pk").values_list("number", "state", "revision"))

    again = demo.fill(now=timezone.now(), seed=1)

    assert list(Case.objects.order_by("pk").values_list("number", "state", "revision")) == before
    assert [row["code"] for row in again["cases"]] == [row["code"] for row in filled["cases"]]


def test_the_codes_of_the_demo_open_their_cases(filled, client):
    row = filled["cases"][0]

    assert client.post("/en/oversight/case/", {"number": row["number"], "code": row["code"]}).status_code == 303


def test_one_call_was_in_vain_and_no_letter_goes_to_the_made_up_number(filled):
    attempt = CallAttempt.objects.get()

    assert attempt.call.done_at is None
    assert [attempt.call.rating.words[:4], attempt.call.rating.case.name[:4]] == ["（演示）"] * 2
    assert CallBack.objects.exclude(done_at=None).count() == 1
    assert {letter.state for letter in Message.objects.filter(channel="sms")} == {Message.State.SUPPRESSED}


def test_targets_belong_to_who_set_them_and_no_reading_is_made_up(filled):
    assert Measurement.objects.count() == 0
    assert Indicator.objects.count() == 7
    own = Target.objects.filter(indicator__code="conclusion-error-rate").order_by("position")
    assert [(target.unit.code, target.limit_per_mille, target.valid_from) for target in own] == [
        ("industrial", 3, None),
        ("industrial", 1, None),
    ]
    assert Target.objects.filter(unit__code="bureau", set_by_zh="国家质检总局").count() == 2
    assert Target.objects.filter(unit__code="bureau", set_by_zh="深圳检验检疫局").count() == 4


def test_the_plan_carries_the_counts_of_the_source(filled):
    counted = {kind: PlanItem.objects.filter(kind=kind, unit=None).count() for kind in PlanItem.Kind.values}

    assert counted == {"milestone": 4, "stage": 5, "task": 13, "activity": 5, "training": 3, "measure": 4}
    assert PlanItem.objects.filter(unit__code="industrial", kind="stage").count() == 3


def test_scale_adds_that_many_cases_and_no_more_the_second_time(filled):
    before = Case.objects.count()

    demo.fill(now=timezone.now(), seed=1, scale=30)
    demo.fill(now=timezone.now(), seed=1, scale=30)

    assert Case.objects.count() == before + 30
    assert Case.objects.values("number").distinct().count() == before + 30


def test_without_staff_the_demo_leaves_its_cases_where_they_came_in():
    filled = demo.fill(now=timezone.now(), seed=1)

    assert {row["state"] for row in filled["cases"]} == {State.RECEIVED}
