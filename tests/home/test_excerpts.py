"""Parts of a page in one line, as a reader of search results sees them."""

import pytest

from home.search.excerpts import joined


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
