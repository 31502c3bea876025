"""What is suspicious to ask, and what a question says of itself."""

import pytest
from django.utils import translation

from openday.registrations.questions.models import Question, mark
from openday.registrations.questions.rules import suspicions
from openday.registrations.questions.wording import value_in_words
from tests.factories.questions import LUNCH, facts_of


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("请填写身份证号", ["document"]),
        ("Your passport number", ["document"]),
        ("孩子有没有过敏史？", ["health"]),
        ("Do you have allergies?", ["health"]),
        ("您的民族", ["private"]),
        ("再留一个手机号", ["contact"]),
        ("护照与病史", ["document", "health"]),
        ("您从哪里得知开放日？", []),
        ("Did you bring an idea? How many bananas?", []),
    ],
)
def test_words_that_ask_for_more_than_a_visit_needs_are_noticed(words, found):
    assert suspicions("无关的话", words) == found


def test_a_choice_is_read_in_three_scripts_and_an_unknown_one_stays_a_code():
    asked = Question(**facts_of(kind="several", choices=LUNCH)).asked

    for language, words in (("zh-hans", "清真餐"), ("zh-hant", "清真餐"), ("en", "Halal meal, Vegetarian meal")):
        with translation.override(language):
            assert words in value_in_words(asked, ["1", "2"])
    assert value_in_words(asked, ["9"]) == "9"


def test_marks_differ_by_question_choice_and_shape_and_tell_nothing():
    one = Question(pk=1, **facts_of(kind="one", choices=LUNCH))
    other = Question(pk=2, **facts_of(kind="one", choices=LUNCH))
    reshaped = Question(pk=1, shape=2, **facts_of(kind="one", choices=LUNCH))

    marks = [mark(row.asked, code) for row in (one, other, reshaped) for code in row.asked.codes]

    assert (len(set(marks)), {len(one) for one in marks}) == (9, {32})
