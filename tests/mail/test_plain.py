"""Short lines for simple mail programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.language.widths import columns
from openday.mail.plain import WIDTH, flowed

ADDRESS = "https://openday.example.org/zh-hans/visits/r/" + "a1B2" * 20


def joined(text):
    """What a program that knows format=flowed and DelSp makes of it."""
    lines, open_line = [], None
    for line in text.split("\n"):
        own = line[1:] if line.startswith(" ") else line
        goes_on = own.endswith(" ") and own != "-- "
        own = own[:-1] if goes_on else own
        open_line = own if open_line is None else open_line + own
        if not goes_on:
            lines.append(open_line)
            open_line = None
    return "\n".join(lines)


def test_chinese_is_folded_at_the_width_and_no_mark_begins_or_ends_a_line_wrongly():
    lines = flowed("您收到这封信，是因为有人在我们的网站（实验室开放日）上填写了这个地址。" * 6).split("\n")

    assert all(60 <= columns(line) <= WIDTH for line in lines[:-1])
    assert not any(line[0] in "，。、）" for line in lines)
    assert not any(line.rstrip().endswith("（") for line in lines)


def test_latin_words_stay_whole():
    lines = flowed("Anyone who has the link can see and change the registration. " * 4).split("\n")

    assert len(lines) > 3
    assert " ".join(line.strip() for line in lines).split() == ("Anyone who has the link can see and change the registration. " * 4).split()


@pytest.mark.parametrize("text", [ADDRESS, f"找不到链接时，可凭预约码查询：{ADDRESS}", f"Without the link: {ADDRESS}"])
def test_an_address_is_never_broken(text):
    assert ADDRESS in [line.strip() for line in flowed(text).split("\n")]


def test_short_lines_blank_lines_and_the_signature_stay():
    assert flowed("时间：9:00\n\n  \n-- \n实验室") == "时间：9:00\n\n\n-- \n实验室"


def test_a_line_that_looks_like_a_quotation_is_kept_apart_from_one():
    assert flowed("> x\nFrom me") == " > x\n From me"


@given(st.text(st.characters(categories=["L", "P", "N", "Zs"], exclude_characters="\u2028"), max_size=300))
def test_nothing_is_lost_when_the_lines_are_joined_again(text):
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    if "--" not in text.split("\n"):
        assert joined(flowed(text)) == text
