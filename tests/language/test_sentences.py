import pytest
from django.utils import translation

from openday.language.sentences import labels_listed, listed


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Families with children, older people"), ("zh-hans", "Families with children、older people")],
)
def test_only_the_first_label_of_a_list_keeps_its_capital(language, expected):
    with translation.override(language):
        assert labels_listed(["Families with children", "Older people"]) == expected


def test_names_and_abbreviations_in_a_list_stay_as_they_are():
    with translation.override("en"):
        assert listed(["Mandarin", "English"]) == "Mandarin, English"
        assert labels_listed(["Companies", "CNAS assessors"]) == "Companies, CNAS assessors"


def test_a_list_of_nothing_is_empty():
    assert labels_listed([]) == ""
