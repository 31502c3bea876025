import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight import rules
from openday.oversight.vocabulary import Category, Identity

# bureau 1 — food 2 — food lab 3; industrial 4 — industrial lab 5; quality office 6; 7 stands outside.
PARENTS = {1: None, 2: 1, 3: 2, 4: 1, 5: 4, 6: 1, 7: None}


@pytest.mark.parametrize(
    ("reviewer", "involved", "independent"),
    [
        (4, {2}, True),  # side by side
        (5, {3}, True),  # cousins
        (2, {2}, False),  # the unit itself
        (3, {2}, False),  # below
        (2, {3}, False),  # above: the centre leads its laboratory
        (1, {2}, False),  # the bureau leads everybody
        (7, {1}, True),  # somebody from outside
        (4, {2, 5}, False),  # one of several is enough
        (4, {None, 2}, True),
        (4, set(), True),
        (None, {2}, False),  # who belongs nowhere can't show independence
        (None, set(), False),
    ],
)
def test_a_reviewer_is_independent_of_units_beside_never_above_or_below(reviewer, involved, independent):
    assert rules.is_independent(reviewer, involved, PARENTS) is independent


@given(st.dictionaries(st.integers(1, 8), st.one_of(st.none(), st.integers(1, 8))), st.integers(1, 8), st.integers(1, 8))
def test_being_related_is_mutual_and_ends_even_in_a_ring_of_units(parents, one, other):
    assert rules.are_related(one, other, parents) == rules.are_related(other, one, parents)
    assert rules.are_related(one, one, parents)


def test_only_testing_quality_names_a_check():
    assert {category for category in Category if rules.needs_check_item(category)} == {Category.QUALITY}


def test_the_unit_sees_the_contact_of_named_cases_only():
    assert {mode for mode in Identity if rules.unit_may_see_contact(mode)} == {Identity.NAMED}
    assert {mode for mode in Identity if rules.may_carry_contact(mode)} == {Identity.NAMED, Identity.CONTACT_HIDDEN}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("FK-2026-000123", "FK-2026-000123"),
        (" fk 2026 000123 ", "FK-2026-000123"),
        ("ＦＫ－２０２６－０００１２３", "FK-2026-000123"),
        ("2026—000123", "FK-2026-000123"),
        ("FK-2026-123", ""),
        ("", ""),
        ("FK-2026-000123\x00", ""),
        ("FK-2026-00012३", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_case_number_is_read_as_meant(typed, number):
    assert rules.normalise_number(typed) == number
