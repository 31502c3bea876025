"""Once more, and by others: what a citizen may ask for after an answer, and who may not work on it then."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.accounts.models import Unit, User
from openday.oversight import actions, rules
from openday.oversight.models import Case, CaseEvent
from openday.oversight.queries import cases_for, may_review
from openday.oversight.states import Deed, State
from tests import people
from tests.factories.oversight import MONDAY, a_case_in, a_receipt

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKED = MONDAY + 2 * DAY
CASE = "/en/oversight/case/"


@pytest.fixture
def animal(office) -> Unit:
    """A third centre: neither the first unit's nor the first reviewer's."""
    people.person("rolf", "reviewer", of="quality-office")
    people.person("anna", "handler", of="animal-plant")
    return people.unit("animal-plant")


@pytest.fixture
def appealed(office, animal) -> Case:
    case = a_case_in(State.ANSWERED, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)
    return actions.ask_appeal(case=case, text="Somebody else should look.", now=ASKED)


def test_an_appeal_has_its_own_clock_of_twenty_working_days(appealed):
    assert (appealed.state, appealed.clock_days, appealed.due_on.isoformat()) == (State.APPEAL, 20, "2026-07-02")


@pytest.mark.parametrize("code", ["food", "food-lab", "bureau"])
def test_an_appeal_does_not_go_to_the_first_unit_nor_above_or_below_it(appealed, office, code):
    with pytest.raises(actions.UnitIsInvolved):
        actions.assign(case=appealed, unit=people.unit(code), by=office.quality, now=ASKED)


@pytest.mark.parametrize("code", ["food", "food-lab", "bureau"])
def test_nor_by_a_second_assignment_when_it_is_with_another_unit(appealed, office, animal, code):
    actions.assign(case=appealed, unit=animal, by=office.quality, now=ASKED)

    with pytest.raises(actions.UnitIsInvolved):
        actions.assign(case=appealed, unit=people.unit(code), by=office.quality, now=ASKED)


@pytest.mark.parametrize("code", ["food", "food-lab", "bureau"])
def test_the_database_refuses_it_too(appealed, office, animal, code):
    actions.assign(case=appealed, unit=animal, by=office.quality, now=ASKED)
    unit = people.unit(code)
    related = f"{appealed.related_units},{unit.pk},"

    with pytest.raises(IntegrityError, match="appeal_goes_to_another_unit"), transaction.atomic():
        Case.objects.filter(pk=appealed.pk).update(
            handling_unit=unit, related_units=related, units_in_hand=f"{appealed.units_in_hand},{unit.pk},"
        )


def test_who_made_the_first_answer_neither_handles_nor_decides_the_second(appealed, office, animal):
    above = people.person("both", "handler", "reviewer", of="bureau")
    actions.assign(case=appealed, unit=animal, by=office.quality, now=ASKED)

    for person in (office.handler, above):
        with pytest.raises(actions.HandlerIsInvolved):
            actions.draft_answer(case=appealed, text="Mine again.", by=person, now=ASKED)
    anna = people.person("anna", "handler", of="animal-plant")
    actions.submit_for_review(case=appealed, text="Another answer.", outcome="upheld", by=anna, now=ASKED)
    assert [may_review(person, appealed) for person in (office.reviewer, above)] == [False, False]
    assert appealed not in cases_for(office.reviewer)
    with pytest.raises(actions.ReviewerIsInvolved):
        actions.approve(case=appealed, by=office.reviewer, now=ASKED)

    actions.approve(case=appealed, by=people.person("rolf", "reviewer", of="quality-office"), now=ASKED + DAY)
    assert appealed.state == State.ANSWERED


@pytest.mark.parametrize("field", ["first_reviewer", "first_handler"])
def test_the_database_refuses_the_same_people(appealed, office, animal, field):
    actions.assign(case=appealed, unit=animal, by=office.quality, now=ASKED)
    person, unit = getattr(appealed, field), people.unit("quality-office")

    with pytest.raises(IntegrityError, match="appeal_is_handled_by_someone_else"), transaction.atomic():
        Case.objects.filter(pk=appealed.pk).update(handler=person, handler_unit=animal)
    with pytest.raises(IntegrityError, match="appeal_is_decided_by_someone_else"), transaction.atomic():
        Case.objects.filter(pk=appealed.pk).update(reviewer=person, reviewer_unit=unit, reviewed_at=ASKED)


# ---- A redo elsewhere before the appeal -----------------------------------------------------------


@pytest.fixture
def twice(office, animal) -> Case:
    """Answered by the food centre, on a redo by the animal centre, and appealed against: two units had it in hand."""
    case = a_case_in(State.ANSWERED, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)
    actions.ask_redo(case=case, text="Once more.", now=ASKED)
    actions.assign(case=case, unit=animal, by=office.quality, now=ASKED)
    anna = people.person("anna", "handler", of="animal-plant")
    actions.submit_for_review(case=case, text="Another answer.", outcome="upheld", by=anna, now=ASKED)
    actions.approve(case=case, by=people.person("rolf", "reviewer", of="quality-office"), now=ASKED + DAY)
    # Independent of everybody: else no unit at all could be given the second review.
    people.person("rosa", "reviewer", of="quality-office")
    people.person("ivan", "handler", of="industrial")
    return actions.ask_appeal(case=case, text="Somebody else should look.", now=ASKED + DAY)


@pytest.mark.parametrize(
    ("code", "is_barred"),
    [("food", True), ("food-lab", True), ("animal-plant", True), ("bureau", True), ("industrial", False)],
)
def test_an_appeal_bars_every_unit_that_had_the_case_in_hand(client, twice, office, code, is_barred):
    unit = people.unit(code)
    client.force_login(office.quality)

    answer = client.post(f"/admin/oversight/cases/{twice.pk}/assign/", {"unit": unit.pk, "seen": twice.revision})

    assert answer.status_code == (422 if is_barred else 302)
    if is_barred:
        assert "unit" in answer.context["form"].errors or answer.context["form"].non_field_errors()
        with pytest.raises(actions.UnitIsInvolved):
            actions.assign(case=twice, unit=unit, by=office.quality, now=ASKED + DAY)
    assert (Case.objects.get().state == State.APPEAL) == is_barred


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        *(("appeal_goes_to_another_unit", {"handling_unit": code}) for code in ("food", "food-lab", "animal-plant", "bureau")),
        *(
            ("appeal_is_handled_by_someone_else", {"handler": name, "handler_unit": "industrial"})
            for name in ("hana", "rita", "anna", "rolf")
        ),
        *(
            ("appeal_is_decided_by_someone_else", {"reviewer": name, "reviewer_unit": "quality-office", "reviewed_at": ASKED})
            for name in ("hana", "rita", "anna", "rolf")
        ),
        # Forgetting who had it is refused as well: the lists hold whoever stands in the row.
        ("units_in_hand_hold_the_handling_unit", {"units_in_hand": ""}),
        ("barred_units_hold_the_first_unit", {"barred_units": ""}),
        ("earlier_units_hold_the_first_unit", {"earlier_units": ""}),
        ("earlier_staff_hold_the_first", {"earlier_staff": ""}),
    ],
)
def test_past_every_form_the_database_refuses_them(twice, office, rule, broken):
    actions.assign(case=twice, unit=office.industrial, by=office.quality, now=ASKED + DAY)
    people_by_name = {user.username: user for user in User.objects.all()}
    given = {
        name: people.unit(value) if name.endswith("_unit") else people_by_name[value] if name in {"handler", "reviewer"} else value
        for name, value in broken.items()
    }
    # Every other list says what the constraints beside this one want to hear.
    everybody = rules.listed({*Unit.objects.values_list("pk", flat=True), *User.objects.values_list("pk", flat=True)})
    others = {"units_in_hand": everybody, "staff_in_hand": everybody}
    if "handling_unit" in given:
        others["related_units"] = everybody

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Case.objects.filter(pk=twice.pk).update(**{**others, **given})
    assert Case.objects.filter(pk=twice.pk).update(**others) == 1


def test_neither_those_of_the_first_nor_of_the_second_answer_work_on_the_third(twice, office, animal):
    actions.assign(case=twice, unit=office.industrial, by=office.quality, now=ASKED + DAY)
    anna, rolf, rosa = (User.objects.get(username=name) for name in ("anna", "rolf", "rosa"))

    for person in (office.handler, anna, office.reviewer):
        with pytest.raises(actions.HandlerIsInvolved):
            actions.draft_answer(case=twice, text="Mine again.", by=person, now=ASKED + DAY)
    actions.submit_for_review(case=twice, text="A third.", outcome="upheld", by=User.objects.get(username="ivan"), now=ASKED + DAY)
    upper = people.person("uma", "reviewer", of="bureau")
    beside = people.person("al", "reviewer", of="animal-plant")
    assert [may_review(person, twice) for person in (office.reviewer, rolf, upper, beside, rosa)] == [False] * 4 + [True]
    assert [twice in cases_for(person) for person in (rolf, beside, rosa)] == [False, False, True]


def test_what_a_case_remembers_of_its_past_only_grows(twice, office, animal):
    fresh = Case.objects.get()

    assert rules.unlisted(fresh.units_in_hand) == rules.unlisted(fresh.earlier_units) == {office.food.pk, animal.pk}
    assert {user.username for user in User.objects.filter(pk__in=rules.unlisted(fresh.earlier_staff))} == {
        office.handler.username, office.reviewer.username, "anna", "rolf",
    }  # fmt: skip
    fresh.save()
    assert Case.objects.get().units_in_hand == twice.units_in_hand


def test_each_way_is_open_once_even_where_the_compare_and_set_is_missing(office, animal):
    case = a_case_in(State.ANSWERED, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)
    actions.ask_redo(case=case, text="x", now=ASKED)

    with pytest.raises(actions.AskedAlready):
        actions.ask_redo(case=case, text="y", now=ASKED)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.create(case=case, deed=Deed.ASK_REDO, from_state=State.ANSWERED, to_state=State.REDO, at=ASKED)


def test_the_days_to_ask_end_thirty_days_after_the_answer(office):
    given = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    in_time, late = a_case_in(State.ANSWERED, **given), a_case_in(State.ANSWERED, **given)

    actions.ask_redo(case=in_time, text="x", now=MONDAY + 30 * DAY)
    with pytest.raises(actions.TooLateToAsk):
        actions.ask_redo(case=late, text="x", now=MONDAY + 31 * DAY)


def test_a_second_redo_is_refused_in_kind_words_that_keep_the_text(client, office):
    now = timezone.now() - timedelta(hours=2)
    receipt = a_receipt(now=now)
    client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})
    case = receipt.case
    for round_number in (1, 2):
        if round_number == 1:
            actions.accept(case=case, by=office.quality, now=now)
        case.refresh_from_db()
        actions.assign(case=case, unit=office.food, by=office.quality, now=now)
        actions.submit_for_review(case=case, text="The answer.", outcome="explained", by=office.handler, now=now)
        actions.approve(case=case, by=office.reviewer, now=now)
        answer = client.post(CASE, {"deed": "again", "how": "redo", "reason": f"Reason number {round_number}."})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "it is possible once" in text
    assert "Reason number 2." in text
    assert "Someone worked on the case while you were writing" not in text
    assert client.get(CASE).context["case"].ways_again == ["appeal"]


def test_closed_is_never_called_resolved_on_the_page_of_its_author(client, office):
    now = timezone.now() - timedelta(hours=2)
    receipt = a_receipt(now=now)
    case = receipt.case
    actions.accept(case=case, by=office.quality, now=now)
    actions.assign(case=case, unit=office.food, by=office.quality, now=now)
    actions.submit_for_review(case=case, text="The answer.", outcome="not_upheld", by=office.handler, now=now)
    actions.approve(case=case, by=office.reviewer, now=now)
    actions.close(case=case, by=office.quality, now=now)
    client.post(CASE, {"number": case.number, "code": receipt.secret})

    for address in (CASE, f"{CASE}notice/1/"):
        text = client.get(address).content.decode()
        assert "Not confirmed" in text
        assert "resolved" not in text.lower()
    chinese = client.get("/zh-hans/oversight/case/").content.decode() + client.get("/zh-hans/oversight/case/notice/1/").content.decode()
    assert "已解决" not in chinese
