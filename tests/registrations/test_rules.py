"""The rules of admission, for every party there can be."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.registrations.rules import BANDS, NEEDS_AN_ADULT, Party, Problem, admitted_bands, adults_needed, party_problems


@dataclass(frozen=True)
class Admission:
    party_max: int = 6
    children_per_adult_max: int = 4
    minimum_age: int = 0


# Small numbers meet the limits more often.
COUNTS = st.integers(0, 3) | st.integers(0, 12)
PARTIES = st.builds(Party, adults=COUNTS, children_0_5=COUNTS, children_6_13=COUNTS, youths_14_17=COUNTS, companions=st.integers(0, 5))
ADMISSIONS = st.builds(Admission, party_max=st.integers(1, 20), children_per_adult_max=st.integers(0, 8), minimum_age=st.integers(0, 18))


def codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("party", "broken"),
    [
        (Party(adults=1), set()),
        (Party(adults=1, children_6_13=4), set()),
        (Party(adults=1, children_6_13=5), {"too_few_adults"}),
        (Party(adults=2, children_6_13=4), set()),
        (Party(adults=2, children_0_5=3, children_6_13=2), {"party_too_large"}),
        (Party(adults=0, youths_14_17=2), {"no_adult"}),
        (Party(adults=1, youths_14_17=5), set()),
        (Party(adults=1, companions=1), {"too_many_companions"}),
    ],
)
def test_examples_of_parties_at_the_usual_open_day(party, broken):
    assert codes(party_problems(party, Admission(), needs=0)) == broken


@given(PARTIES)
def test_companions_walk_through_the_gate_and_take_no_place(party):
    assert party.people == party.places + party.companions
    assert party.places == party.adults + party.children + party.youths_14_17


@given(PARTIES, ADMISSIONS, st.integers(0, 5))
def test_exactly_the_broken_rules_are_named(party, admission, needs):
    """The rules said once more, plainly; what the code says must be the same for every party."""
    each = admission.children_per_adult_max
    too_young = [band for band, (_youngest, oldest) in BANDS.items() if getattr(party, band) and oldest < admission.minimum_age]
    broken = {
        "no_adult": party.adults < 1,
        "too_few_adults": party.adults >= 1 and each > 0 and party.children > party.adults * each,
        "party_too_large": party.places > admission.party_max,
        "too_young": bool(too_young),
        "too_many_companions": party.companions > needs,
    }

    assert codes(party_problems(party, admission, needs=needs)) == {code for code, is_broken in broken.items() if is_broken}


@given(PARTIES, ADMISSIONS)
def test_the_number_of_adults_we_name_is_enough_and_the_smallest(party, admission):
    needed = adults_needed(party, admission)
    enough, fewer = replace(party, adults=needed), replace(party, adults=needed - 1)

    assert not codes(party_problems(enough, admission)) & {"no_adult", "too_few_adults"}
    assert codes(party_problems(fewer, admission)) & {"no_adult", "too_few_adults"}


@given(PARTIES, ADMISSIONS, st.integers(0, 5))
def test_every_problem_names_a_field_and_tells_numbers_that_explain_it(party, admission, needs):
    for problem in party_problems(party, admission, needs=needs):
        assert problem.field in {"adults", *BANDS, "companions"}
        if problem.code in {"party_too_large", "too_many_companions"}:
            assert problem.given > problem.limit


@given(PARTIES, ADMISSIONS)
def test_a_smaller_party_breaks_no_size_that_the_larger_one_kept(party, admission):
    for band in (*BANDS, "companions"):
        if getattr(party, band):
            smaller = replace(party, **{band: getattr(party, band) - 1})
            assert codes(party_problems(smaller, admission, needs=0)) <= codes(party_problems(party, admission, needs=0))


@given(PARTIES, ADMISSIONS)
def test_companions_of_a_registered_party_are_left_alone(party, admission):
    assert "too_many_companions" not in codes(party_problems(party, admission))


@given(ADMISSIONS)
def test_only_bands_in_which_somebody_is_old_enough_are_offered(admission):
    for band in BANDS:
        refused = "too_young" in codes(party_problems(Party(adults=1, **{band: 1}), admission))
        assert refused == (band not in admitted_bands(admission))


def test_the_bands_follow_each_other_without_a_gap():
    ages = [age for youngest, oldest in BANDS.values() for age in range(youngest, oldest + 1)]

    assert ages == list(range(18))
    assert set(NEEDS_AN_ADULT) == {band for band, (_youngest, oldest) in BANDS.items() if oldest < 14}
