"""Nothing that may point to a person becomes public before somebody has looked at it and said that it may."""

import re
from datetime import timedelta

import pytest

from openday.accounts.models import AuditEntry
from openday.oversight import actions
from openday.oversight.disclosure import acknowledging
from openday.oversight.models import Case
from openday.oversight.states import State
from tests.factories.oversight import MONDAY, a_case_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)
TEXTS = {
    "summary_zh": "一位市民反映，电话13800138000无人接听。",
    "summary_en": "",
    "public_answer_zh": "李平的来信收到，电话13800138000已恢复。",
    "public_answer_en": "",
}


def an_answered_case(office, **given):
    return a_case_in(
        State.ANSWERED,
        unit=office.food,
        quality=office.quality,
        handler=office.handler,
        reviewer=office.reviewer,
        consents_to_publication=True,
        **given,
    )


def keys(case, texts=TEXTS):
    return {one.key for one in acknowledging.marked(case, texts)}


def test_the_citizens_name_and_both_numbers_are_marked_with_their_field(office):
    case = an_answered_case(office)

    marked = [(one.field, one.kind.value, one.text) for one in acknowledging.marked(case, TEXTS)]

    assert marked == [
        ("summary_zh", "phone", "13800138000"),
        ("public_answer_zh", "name", "李平"),
        ("public_answer_zh", "phone", "13800138000"),
    ]


def test_publishing_needs_each_passage_acknowledged_one_by_one(office):
    case = an_answered_case(office)
    every = keys(case)

    for missing in every:
        with pytest.raises(actions.PassagesNotAcknowledged):
            actions.publish(case=case, **TEXTS, acknowledged=every - {missing}, by=office.quality, now=LATER)
    assert not Case.objects.get(pk=case.pk).is_published
    actions.publish(case=case, **TEXTS, acknowledged=every, by=office.quality, now=LATER)

    assert Case.objects.get(pk=case.pk).is_published
    assert AuditEntry.objects.get(deed="case.keep_passages").facts == {"kinds": {"phone": 2, "name": 1}}


def test_a_tick_for_one_passage_covers_no_other_and_no_other_case(office):
    case, other = an_answered_case(office), an_answered_case(office)
    changed = {**TEXTS, "summary_zh": "一位市民反映，电话13900139000无人接听。"}

    assert len(keys(case, changed) & keys(case)) == 2
    assert keys(other) & keys(case) == set()


def test_a_reviewer_acknowledges_what_the_handler_wrote_for_the_public(client, office):
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    case = a_case_in(State.WORKING, unit=office.food, consents_to_publication=True, **staff)
    actions.submit_for_review(case=case, text="Done.", outcome="upheld", by=office.handler, now=LATER, **TEXTS)
    client.force_login(office.reviewer)
    page = f"/admin/oversight/cases/{case.pk}/approve/"

    shown = re.findall(r'name="acknowledged" value="(\w+)"', client.get(page).content.decode())
    # Two ticks and the one about the reviewer are kept.
    refused = client.post(page, {"seen": case.revision, "uninvolved": "on", "acknowledged": shown[:2]})
    accepted = client.post(page, {"seen": case.revision, "uninvolved": "on", "acknowledged": shown})

    assert set(shown) == keys(case)
    assert (refused.status_code, refused.content.decode().count(" checked>")) == (422, 3)
    assert (accepted.status_code, Case.objects.get(pk=case.pk).state) == (302, State.ANSWERED)


def test_the_form_marks_passages_and_publishes_when_they_are_ticked_or_gone(client, office):
    case = an_answered_case(office)
    client.force_login(office.quality)
    page = f"/admin/oversight/cases/{case.pk}/publish/"
    given = {"seen": case.revision, "neutral": "on", **TEXTS}

    refused = client.post(page, given)
    previewed = client.post(page, {**given, "preview": "1"})
    clean = client.post(page, {**given, "summary_zh": "一位市民反映，电话无人接听。", "public_answer_zh": "已恢复。"})

    assert refused.status_code == 422
    assert refused.content.decode().count("<mark>") == 3
    assert previewed.status_code == 200
    assert (clean.status_code, Case.objects.get(pk=case.pk).is_published) == (302, True)


def test_an_answer_that_other_citizens_will_read_is_judged_too(office):
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)
    joined = a_case_in(State.RECEIVED, unit=office.food, quality=office.quality)
    actions.merge(case=joined, into=case, by=office.quality, now=LATER)
    actions.submit_for_review(case=case, text="李平，您好。", outcome="upheld", by=office.handler, now=LATER)

    with pytest.raises(actions.PassagesNotAcknowledged):
        actions.approve(case=case, by=office.reviewer, now=LATER)


def test_an_answer_to_its_citizen_alone_may_say_the_name(office):
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)
    actions.submit_for_review(case=case, text="李平，您好。", outcome="upheld", by=office.handler, now=LATER)

    actions.approve(case=case, by=office.reviewer, now=LATER)

    assert case.state == State.ANSWERED
