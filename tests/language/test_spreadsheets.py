"""What a spreadsheet would run is shown, and numbers stay numbers."""

import pytest

from openday.language.spreadsheets import harmless


@pytest.mark.parametrize("typed", ["=1+1", "+86 138", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "|cmd"])
def test_a_text_that_a_spreadsheet_would_run_is_marked_as_text(typed):
    assert harmless(typed) == f"'{typed}"


@pytest.mark.parametrize(("value", "shown"), [(-3, -3), (2.5, 2.5), ("1+1", "1+1"), (True, "True"), ("a\x00b", "ab")])
def test_numbers_and_plain_texts_stay_what_they_are(value, shown):
    assert harmless(value) == shown
