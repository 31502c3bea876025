import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.language.widths import columns, cut


@pytest.mark.parametrize(
    ("text", "most", "begins"),
    [
        ("食品检测", 8, "食品检测"),
        ("食品检测技术中心", 10, "食品检测…"),
        ("The report came late again", 14, "The report…"),
        ("The report came late again", 20, "The report came…"),
        ("收到报告。很满意。谢谢", 12, "收到报告…"),
        ("检测cadmium含量", 10, "检测cadm…"),
        ("Incomprehensibilities", 10, "Incompre…"),
    ],
)
def test_a_long_text_ends_between_two_words(text, most, begins):
    assert cut(text, most) == begins


@given(st.text(), st.integers(4, 50))
def test_the_beginning_of_a_text_fits_and_is_its_beginning(text, most):
    found = cut(text, most)
    assert columns(found.removesuffix("…")) + 2 <= most or found == text
    assert text.startswith(found.removesuffix("…")) or found == text
