import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight.satisfaction.rules import Level, is_bad, score


@pytest.mark.parametrize(
    ("process", "result", "bad"), [(5, 5, False), (3, 3, False), (2, 5, True), (5, 2, True), (1, 1, True), (3, 1, True), (4, 3, False)]
)
def test_dissatisfied_or_worse_with_either_is_bad(process, result, bad):
    assert is_bad(process, result) is bad


def test_nine_ratings_show_nothing_and_ten_show_all():
    nine, ten = score({5: 9}, fewest=10), score({5: 9, 1: 1}, fewest=10)

    assert (nine.levels, nine.average, nine.satisfied_percent) == (None, None, None)
    assert (ten.levels, ten.average, ten.satisfied_percent) == ((9, 0, 0, 0, 1), 4.6, 90.0)


@given(st.dictionaries(st.sampled_from(list(Level)), st.integers(0, 500)), st.integers(10, 100))
def test_an_average_lies_between_the_levels_and_is_never_shown_for_few(counts, fewest):
    found = score(counts, fewest=fewest)

    assert found.is_shown == (sum(counts.values()) >= fewest)
    if found.average is not None:
        assert 1 <= found.average <= 5
        assert sum(found.levels) == sum(counts.values())
