"""Parts of a page in one line, as a reader of search results sees them."""

import pytest

from home.search.excerpts import excerpt, joined


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("餐桌上的安全，从取样开始。 进出口食品", "餐桌上的安全，从取样开始。进出口食品"),
        ("安全第一课 穿上小白大褂", "安全第一课 · 穿上小白大褂"),
        ("收样登记\n看样品怎样编号。\n仪器室", "收样登记 · 看样品怎样编号。仪器室"),
        ("Reception\nHow samples are numbered.\nInstruments", "Reception · How samples are numbered. Instruments"),
        ("按 ISO 17025 认证", "按 ISO 17025 认证"),
    ],
)
def test_parts_of_a_page_are_told_apart_without_loose_spaces(text, line):
    assert joined(text) == line


@pytest.mark.parametrize(
    ("text", "wanted", "begins"),
    [
        ("前面还有一段文字，不必出现在这里。中心用培训、流程和方法复核来回答。食品检测", "食品", "…中心用培训"),
        ("The laboratories of this centre examine pesticides in vegetables.", "pesticides", "…centre examine"),
        ("食品检测", "食品", "<mark>食品"),
    ],
)
def test_an_excerpt_begins_with_a_word_never_with_a_stop(text, wanted, begins):
    assert excerpt(text, [wanted]).startswith(begins)
