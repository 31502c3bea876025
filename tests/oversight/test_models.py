"""What the database itself refuses, whoever asks."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.oversight.models import Case, CheckItem, Indicator, Measurement, PlanItem, Programme, ServiceStandard, Target
from openday.oversight.states import State
from openday.oversight.vocabulary import Category, Identity
from tests.factories.oversight import MONDAY, a_case, a_case_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(office):
    return a_case_in(
        State.ANSWERED,
        unit=office.food,
        quality=office.quality,
        handler=office.handler,
        reviewer=office.reviewer,
        concerned=office.food_lab,
        consents_to_publication=True,
    )


def refused(case, **changes):
    """The name of the constraint that refuses; raises when nothing does."""
    with pytest.raises(IntegrityError) as fact, transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)
    return str(fact.value)


def test_an_answered_case_cannot_lose_its_reviewer(answered):
    assert "no_answer_without_a_reviewer" in refused(answered, reviewer=None, reviewer_unit=None, reviewed_at=None)


def test_a_case_in_review_cannot_become_answered_without_one(office):
    case = a_case_in(State.REVIEW, unit=office.food, quality=office.quality, handler=office.handler)

    assert "no_answer_without_a_reviewer" in refused(case, state="answered", answered_at=timezone.now())


def test_the_handler_cannot_be_the_reviewer(answered, office):
    assert "reviewer_is_not_the_handler" in refused(answered, reviewer=office.handler)


@pytest.mark.parametrize(
    ("unit", "constraint"),
    [
        ("food", "reviewer_is_not_of_the_hand"),  # handling unit or handler's unit, whichever is checked first
        ("food_lab", "reviewer_is_not_of_the_unit_concerned"),
    ],
)
def test_the_reviewer_cannot_be_of_a_unit_involved(answered, office, unit, constraint):
    assert constraint in refused(answered, reviewer_unit=getattr(office, unit))


@pytest.mark.parametrize("missing", [{"reviewer": None}, {"reviewer_unit": None}, {"reviewed_at": None}])
def test_reviewer_unit_and_moment_go_together(answered, missing):
    refused(answered, **missing)


def test_closed_needs_its_moment_and_answered_its_outcome(answered):
    assert "closed_case_has_its_moment" in refused(answered, state="closed")
    assert "no_answer_without_a_reviewer" in refused(answered, outcome="")


@pytest.mark.parametrize(
    "changes",
    [
        {"consented_at": None},
        {"public_summary_zh": ""},
        {"public_answer_zh": ""},
        {"published_by": None},
    ],
)
def test_published_needs_consent_texts_and_a_publisher(answered, office, changes):
    whole = {"published_at": timezone.now(), "published_by": office.quality}

    assert "published_case_has_consent_review_and_public_texts" in refused(answered, **{**whole, **changes})


def test_the_handler_cannot_be_the_publisher(answered, office):
    assert "publisher_is_not_the_handler" in refused(answered, published_at=timezone.now(), published_by=office.handler)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "nonsense"}, "case_state_is_known"),
        ({"category": Category.QUALITY}, "quality_case_names_its_check"),
        ({"identity": Identity.UNNAMED}, "unnamed_case_has_no_contact"),
        ({"state": State.WORKING}, "case_in_hand_has_a_unit"),
        ({"state": State.MERGED}, "joined_case_names_the_other"),
        ({"state": State.CLARIFY}, "clock_stands_still_only_while_we_ask"),
        ({"paused_at": MONDAY}, "clock_stands_still_only_while_we_ask"),
        ({"due_on": None}, "running_clock_has_a_due_day"),
        ({"extension_days": 5}, "extension_has_days_and_a_public_reason"),
        ({"extended_at": MONDAY, "extension_days": 5}, "extension_has_days_and_a_public_reason"),
    ],
)
def test_a_received_case_refuses(changes, constraint):
    assert constraint in refused(a_case(), **changes)


def test_only_a_quality_case_names_a_check():
    assert "quality_case_names_its_check" in refused(a_case(), check_item=CheckItem.objects.first())


def test_handler_and_handlers_unit_go_together(office):
    assert "handler_goes_with_a_unit" in refused(a_case(), handler=office.handler)


def test_a_case_in_review_has_handler_and_outcome(office):
    case = a_case_in(State.REVIEW, unit=office.food, quality=office.quality, handler=office.handler)

    assert "case_in_review_has_a_handler_and_an_outcome" in refused(case, outcome="")
    assert "case_in_review_has_a_handler_and_an_outcome" in refused(case, handler=None, handler_unit=None)


# ---- Vocabulary ------------------------------------------------------------------------


def test_every_category_has_its_first_standard_and_six_checks_stand_in_order():
    assert set(ServiceStandard.objects.values_list("category", "version")) == {(category, 1) for category in Category.values}
    assert list(CheckItem.objects.values_list("name_zh", flat=True)) == [
        "查制度建设",
        "查制度落实",
        "查人员管理",
        "查业务运作",
        "查抽送样行为",
        "查检需检能是否匹配",
    ]


# ---- Figures -----------------------------------------------------------------------------


@pytest.fixture
def indicator():
    return Indicator.objects.create(
        code="error-rate",
        name_zh="差错率",
        name_en="Error rate",
        definition_zh="…",
        definition_en="…",
        basis="sample",
        direction="at_most",
        scale="per_mille",
    )


def reading(indicator, office, **changes):
    values = {
        "unit": office.food,
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 3, 31),
        "numerator": 1,
        "denominator": 1000,
        "evidence_zh": "台账",
        "entered_at": MONDAY,
        "entered_by": office.handler,
    }
    return Measurement.objects.create(indicator=indicator, **{**values, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"numerator": 1001},
        {"numerator": 0, "denominator": 0},
        {"period_to": date(2025, 12, 31)},
        {"released_at": MONDAY},
    ],
)
def test_an_impossible_reading_is_refused(indicator, office, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        reading(indicator, office, **changes)


def test_nobody_releases_the_own_reading(indicator, office):
    with pytest.raises(IntegrityError), transaction.atomic():
        reading(indicator, office, released_at=MONDAY, released_by=office.handler)


def test_a_reading_is_judged_against_the_target_of_its_unit(indicator, office):
    target = Target.objects.create(
        indicator=indicator, unit=office.food, set_by_zh="中心", limit_per_mille=Decimal("1.000"), source_zh="原文"
    )

    assert reading(indicator, office).verdict_against(target) == "too_few"
    assert reading(indicator, office, numerator=2).verdict_against(target) == "missed"
    assert reading(indicator, office, numerator=0, denominator=2995).verdict_against(target) == "attained"
    assert (str(target), str(reading(indicator, office)), reading(indicator, office).per_mille) == (f"{indicator} 1‰", "1/1000", 1)


def test_a_slot_that_the_source_counts_but_does_not_name_stays_a_slot():
    programme = Programme.objects.create(code="campaign", name_zh="整顿活动", source_zh="报道")
    slot = PlanItem.objects.create(programme=programme, kind="task", number=3)

    assert not slot.is_named
    assert slot.title_in() == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanItem.objects.create(programme=programme, kind="task", number=3)
