"""The drawing of share pictures: every title fits, none shows boxes."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from home import share_card
from home.share_card import Card

WORDS = {"kind": "开放日", "service": "实验室开放日", "authority": "深圳检验检疫局"}


def opened(card, **more):
    return Image.open(io.BytesIO(share_card.draw(card, **more)))


@pytest.mark.parametrize("title", ["短", "農藥殘留檢測開放日" * 12, "Pesticide residues " * 12, "W" * 300, "", "（" * 40])
def test_every_title_gives_a_picture_of_the_size_that_networks_ask_for(title):
    photo = Image.new("RGB", (300, 900), "white")

    with_photo, without = opened(Card(title=title, **WORDS), photo=photo), opened(Card(title=title, **WORDS))

    assert with_photo.format == without.format == "JPEG"
    assert with_photo.size == without.size == (1200, 630)


@given(st.text(st.sampled_from("检测开放日，。、（）“”abc DEF-1"), max_size=80))
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(title):
    lines = list(share_card._lines(title, 50, 600))

    assert all(share_card._width(line, 50) <= 600 for line in lines)
    assert "".join("".join(lines).split()) == "".join(title.split())


def test_no_line_begins_with_a_mark_that_closes_and_none_ends_with_one_that_opens():
    lines = list(share_card._lines("检测，检测。检测；检测（检测）检测《检测》检测、检测：检测！检测？" * 4, 50, 307))

    assert len(lines) > 8
    assert not [line for line in lines if line[0] in share_card._CLOSES or line[-1] in share_card._OPENS]


def test_latin_words_stay_whole():
    assert list(share_card._lines("Pesticide residues in vegetables", 50, 320)) == ["Pesticide", "residues in", "vegetables"]


def test_a_title_that_is_too_long_ends_in_dots():
    lines, size = share_card._fitted("检测" * 200, 600)

    assert (len(lines), size, lines[-1][-1]) == (4, 44, "…")
    assert share_card._width(lines[-1], size) <= 600


@pytest.mark.parametrize(
    ("title", "is_possible"), [("农药残留", True), ("農藥殘留", True), ("Ångström – 5 µg", True), ("姓䶮", False), ("🎉", False)]
)
def test_a_character_that_the_font_lacks_is_noticed(title, is_possible):
    assert share_card.can_be_written(Card(title=title, **WORDS)) is is_possible


def test_words_stand_on_the_picture():
    empty, full = opened(Card("", "", "", "")), opened(Card(title="检测", **WORDS))

    assert empty.tobytes() != full.tobytes()
