"""Who is named in a complaint has no part in it: in forms, in deeds and in the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from openday.accounts import roles
from openday.mail.models import Message
from openday.oversight import actions, rules
from openday.oversight.desk.rights import deeds_open_to
from openday.oversight.models import Case, NamedPerson
from openday.oversight.queries import cases_for, independent_reviewers
from openday.oversight.recusal import actions as recusal
from openday.oversight.states import State
from tests import people
from tests.factories.oversight import MONDAY, a_case, a_case_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def in_state(office, state, **given):
    return a_case_in(state, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer, **given)


def name(office, case, *staff, others=()):
    return recusal.name_people(case=case, staff=staff, others=others, by=office.quality, now=LATER)


def test_the_triage_names_people_with_the_same_form_that_accepts(client, office):
    case = a_case()
    client.force_login(office.quality)

    given = {"seen": 0, "category": "service", "staff": [office.handler.pk], "others": " 赵六 \n\n赵六\n钱七"}
    answer = client.post(f"/admin/oversight/cases/{case.pk}/accept/", given)

    case.refresh_from_db()
    assert (answer.status_code, case.state, case.named_staff_ids) == (302, State.ACCEPTED, {office.handler.pk})
    assert [str(row) for row in case.named_people.all()] == [str(office.handler), "赵六", "钱七"]


def test_who_is_named_sees_no_case_gets_no_letter_and_has_no_deed(client, office):
    second = people.person("second", roles.HANDLER, of="food")
    lead = people.person("lead", roles.QUALITY_OFFICE, of="quality-office")
    case = in_state(office, State.ACCEPTED)
    name(office, case, office.handler, lead)

    actions.assign(case=case, unit=office.food, by=office.quality, now=LATER)

    letters = set(Message.objects.filter(kind="staff_case_assigned").values_list("to", flat=True))
    assert letters == {second.email}
    for person in (office.handler, lead):
        assert not cases_for(person).filter(pk=case.pk).exists()
        assert deeds_open_to(person, case) == []
        client.force_login(person)
        assert client.get(f"/admin/oversight/cases/{case.pk}/").status_code == 404
        assert case.number not in client.get("/admin/oversight/cases/").content.decode()


def test_who_is_named_can_neither_get_nor_work_on_nor_decide_nor_publish_a_case(office):
    case = in_state(office, State.ACCEPTED)
    rolf = people.person("rolf", roles.REVIEWER, of="industrial")
    name(office, case, office.handler, office.reviewer)

    with pytest.raises(actions.PersonIsNamed):
        actions.assign(case=case, unit=office.food, handler=office.handler, by=office.quality, now=LATER)
    assert independent_reviewers(involved={office.food.pk}, besides=case.named_staff_ids) == [rolf]
    actions.assign(case=case, unit=office.food, by=office.quality, now=LATER)
    with pytest.raises(actions.PersonIsNamed):
        actions.draft_answer(case=case, text="It was not me.", by=office.handler, now=LATER)
    assert not cases_for(office.reviewer).filter(pk=case.pk).exists()


def test_a_case_that_only_its_named_reviewer_could_decide_is_not_assigned(office):
    case = in_state(office, State.ACCEPTED)
    name(office, case, office.reviewer)

    with pytest.raises(actions.NobodyCouldReview):
        actions.assign(case=case, unit=office.food, by=office.quality, now=LATER)


def test_a_handler_who_turns_out_to_be_named_loses_the_case(office):
    case = in_state(office, State.WORKING)
    actions.draft_answer(case=case, text="A first draft.", by=office.handler, now=LATER)

    name(office, case, office.handler)

    case.refresh_from_db()
    assert (case.state, case.handler, case.handler_unit, case.handling_unit) == (State.WORKING, None, None, office.food)


def test_a_handler_whose_answer_is_in_review_is_named_after_its_return(office):
    case = in_state(office, State.REVIEW)

    with pytest.raises(recusal.HandlerIsNamed):
        name(office, case, office.handler)
    actions.return_to_handler(case=case, note="Named.", by=office.reviewer, now=LATER)

    assert name(office, case, office.handler).handler is None


@pytest.mark.parametrize("field", ["handler", "reviewer", "published_by"])
def test_the_database_refuses_named_people_whatever_wrote_them(office, field):
    case = in_state(office, State.ANSWERED, consents_to_publication=True)
    texts = {"summary_zh": "摘要。", "summary_en": "", "public_answer_zh": "答复。", "public_answer_en": ""}
    actions.publish(case=case, **texts, by=office.quality, now=LATER)
    involved = {"handler": office.handler, "reviewer": office.reviewer, "published_by": office.quality}[field]

    with pytest.raises(IntegrityError, match=f"{field}_is_not_named"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(named_staff=rules.listed([involved.pk]))
    Case.objects.filter(pk=case.pk).update(named_staff=rules.listed([involved.pk * 10 + 1]))


@pytest.mark.parametrize(("unit", "refused"), [("bureau", True), ("food", True), ("food-lab", True), ("industrial", False)])
def test_the_database_refuses_a_reviewer_above_or_below_the_unit_at_work(office, unit, refused):
    case = in_state(office, State.REVIEW)
    row = people.unit(unit)
    decided = {
        "state": State.ANSWERED,
        "reviewer": office.reviewer,
        "reviewer_unit": row,
        "reviewed_at": timezone.now(),
        "answered_at": timezone.now(),
        "staff_in_hand": rules.listed([case.handler_id, office.reviewer.pk]),
    }

    def decide():
        with transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**decided)

    if refused:
        with pytest.raises(IntegrityError, match="reviewer_is_not"):
            decide()
    else:
        decide()


def test_the_database_refuses_a_unit_that_the_list_of_related_units_forgot(office):
    case = in_state(office, State.WORKING)

    with pytest.raises(IntegrityError, match="related_units_hold"):
        Case.objects.filter(pk=case.pk).update(handling_unit=office.industrial)


def test_names_end_with_the_words_of_the_case(office):
    from openday.oversight.retention import sweep

    case = in_state(office, State.ACCEPTED)
    name(office, case, office.handler, others=["赵六"])
    actions.withdraw(case=case, now=LATER)

    sweep(LATER + timedelta(days=365 * 5), False)
    assert NamedPerson.objects.count() == 2
    sweep(LATER + timedelta(days=365 * 6 + 3), False)

    assert (NamedPerson.objects.count(), Case.objects.get(pk=case.pk).named_staff) == (0, "")


TREES = st.integers(1, 12).flatmap(
    lambda size: st.tuples(*(st.none() if not place else st.one_of(st.none(), st.integers(0, place - 1)) for place in range(size)))
)


@given(TREES, st.data())
def test_the_stored_list_and_the_rule_say_the_same_of_every_unit(tree, data):
    parents = dict(enumerate(tree))
    involved = data.draw(st.lists(st.one_of(st.none(), st.sampled_from(sorted(parents))), max_size=3))

    stored = rules.unlisted(rules.listed(rules.related_to(involved, parents)))

    assert stored == {unit for unit in parents if not rules.is_independent(unit, involved, parents)}
