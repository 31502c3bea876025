"""The contrast of every pair of colours that the sheets put together, computed as WCAG 2.2 does."""

import re

import pytest

from home.style_guide.tokens import SHAPES, TEXT, contrast, scheme, sheet

TOKENS = sheet()


def below(colours: dict[str, str], pairs: list[tuple[str, str]], least: float) -> dict[tuple[str, str], float]:
    ratios = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}


def test_the_ratio_is_the_one_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("name", "least"), [("light", 4.5), ("dark", 4.5), ("high", 7)])
def test_every_text_can_be_read(name, least):
    colours = scheme(name)

    assert {
        pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2)
        for pair in TEXT
        if contrast(colours[pair[0]], colours[pair[1]]) < least
    } == {}


@pytest.mark.parametrize("name", ["light", "dark", "high"])
def test_every_shape_that_means_something_can_be_seen(name):
    colours = scheme(name)

    assert below(colours, SHAPES, 3) == {}


@pytest.mark.parametrize(("name", "picture"), [("light", "#000000"), ("dark", "#ffffff")])
@pytest.mark.parametrize("below", ["paper", "surface", "surface-quiet"])
def test_an_alternative_text_can_be_read_on_the_colour_of_any_picture(name, picture, below):
    colours = scheme(name)
    thickness = float(re.findall(r"--ground: (0\.\d)", TOKENS)[["light", "dark"].index(name)])

    assert contrast(colours["text"], blend(picture, colours[below], thickness)) >= 4.5


def blend(over: str, under: str, thickness: float) -> str:
    pairs = [(int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one * thickness + other * (1 - thickness)):02x}" for one, other in pairs)


def test_high_contrast_leaves_no_colour_of_the_dark_scheme_behind():
    dark = TOKENS[TOKENS.index("@media screen and (prefers-color-scheme: dark)") : TOKENS.index(':root[data-contrast="high"]')]
    high = TOKENS[TOKENS.index(':root[data-contrast="high"]') : TOKENS.index("@media (prefers-contrast: more)")]

    assert set(re.findall(r"--([\w-]+):", dark)) - set(re.findall(r"--([\w-]+):", high)) == set()
