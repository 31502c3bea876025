"""The table of OVERSIGHT.md section 4, and what follows from it."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight import verdicts
from openday.oversight.verdicts import Basis, Direction, Verdict

ONE_PER_MILLE = Fraction(1, 1000)


@pytest.mark.parametrize(
    ("checked", "errors", "bound_per_mille"),
    [(300, 0, 9.94), (1000, 0, 2.99), (1000, 1, 4.73), (2995, 0, 1.00), (10_000, 5, 1.05)],
)
def test_upper_bound_is_the_exact_one_sided_95_per_cent_bound(checked, errors, bound_per_mille):
    assert verdicts.upper_bound(errors, checked) * 1000 == pytest.approx(bound_per_mille, abs=0.005)


def test_2995_reports_without_an_error_are_the_fewest_that_support_one_per_mille():
    assert not verdicts.sample_supports(0, 2994, limit=ONE_PER_MILLE)
    assert verdicts.sample_supports(0, 2995, limit=ONE_PER_MILLE)


def test_10_000_reports_support_one_per_mille_with_4_errors_and_not_with_5():
    assert verdicts.sample_supports(4, 10_000, limit=ONE_PER_MILLE)
    assert not verdicts.sample_supports(5, 10_000, limit=ONE_PER_MILLE)


def test_100_000_reports_support_one_per_mille_with_at_most_83_errors():
    assert verdicts.sample_supports(83, 100_000, limit=ONE_PER_MILLE)
    assert not verdicts.sample_supports(84, 100_000, limit=ONE_PER_MILLE)


@pytest.mark.parametrize(
    ("numerator", "denominator", "basis", "wanted"),
    [
        (0, 300, Basis.SAMPLE, Verdict.TOO_FEW),
        (0, 300, Basis.CENSUS, Verdict.ATTAINED),
        (0, 2995, Basis.DETECTED, Verdict.ATTAINED),
        (1, 1000, Basis.SAMPLE, Verdict.TOO_FEW),  # exactly the limit, and far too few to know
        (1, 1000, Basis.CENSUS, Verdict.ATTAINED),
        (2, 1000, Basis.SAMPLE, Verdict.MISSED),  # over the limit: the doubt is not ours to claim
        (2, 1000, Basis.CENSUS, Verdict.MISSED),
    ],
)
def test_error_rate_against_at_most_one_per_mille(numerator, denominator, basis, wanted):
    given_verdict = verdicts.verdict(
        numerator=numerator, denominator=denominator, limit_per_mille=Decimal(1), direction=Direction.AT_MOST, basis=basis
    )

    assert given_verdict == wanted


@pytest.mark.parametrize(
    ("numerator", "denominator", "basis", "wanted"),
    [
        (46, 46, Basis.CENSUS, Verdict.ATTAINED),
        (45, 46, Basis.CENSUS, Verdict.MISSED),
        (46, 46, Basis.SAMPLE, Verdict.TOO_FEW),  # no sample proves "all of them"
    ],
)
def test_share_against_a_hundred_per_cent(numerator, denominator, basis, wanted):
    given_verdict = verdicts.verdict(
        numerator=numerator, denominator=denominator, limit_per_mille=Decimal(1000), direction=Direction.AT_LEAST, basis=basis
    )

    assert given_verdict == wanted


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_bound_is_never_below_what_was_observed_and_agrees_with_the_decision(sample):
    errors, checked = sample
    bound = verdicts.upper_bound(errors, checked)

    assert errors / checked <= bound <= 1
    if bound < 0.999:
        assert verdicts.sample_supports(errors, checked, limit=Fraction(bound + 1e-6))
        assert not verdicts.sample_supports(errors, checked, limit=Fraction(max(bound - 1e-6, 0)))
