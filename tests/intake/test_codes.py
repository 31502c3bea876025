"""Codes survive being read out, written down and typed by somebody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.intake.codes import ALPHABET, grouped, human_code, normalise_code, secret_code


def test_codes_have_their_length_and_no_look_alikes():
    assert len(human_code()) == 8
    assert len(human_code(12)) == 12
    assert set("ILOU") & set(ALPHABET) == set()
    assert len(set(ALPHABET)) == 32


def test_a_secret_is_three_groups_of_four():
    assert [len(group) for group in secret_code().split("-")] == [4, 4, 4]


def test_codes_differ():
    assert len({secret_code() for _ in range(500)}) == 500


@given(st.text(st.sampled_from(ALPHABET), min_size=1, max_size=16))
def test_a_code_is_found_again_however_it_is_typed(code):
    assert normalise_code(code) == code
    assert normalise_code(f" {grouped(code).lower()} ") == code
    assert normalise_code(code.replace("1", "l").replace("0", "o").replace("V", "u")) == code


@pytest.mark.parametrize("typed", ["7K3M-Q9T*", "编码", "7K3M\0", "💥"])
def test_what_no_code_contains_gives_no_code(typed):
    assert normalise_code(typed) == ""


def test_full_width_letters_are_read():
    assert normalise_code("７Ｋ３Ｍ") == "7K3M"


@given(st.text())
def test_no_text_breaks_the_reader(text):
    assert set(normalise_code(text)) <= set(ALPHABET)
