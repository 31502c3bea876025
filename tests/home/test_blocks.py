import pytest
from django.core.exceptions import ValidationError

from home.blocks import FigureBlock
from openday.accounts.personal_data import registry
from tests.factories import home as factory


def figure(**values):
    block = FigureBlock()
    whole = {
        "label": "考核率",
        "shown_as": "percent",
        "numerator": 3,
        "denominator": 4,
        "period": "2026年",
        "source": "质量办",
        "as_of": None,
    }
    return block, block.to_python({**whole, **values})


@pytest.mark.parametrize(
    ("values", "rate"),
    [
        ({}, "75%"),
        ({"shown_as": "per_mille", "numerator": 1, "denominator": 2995}, "0.33‰"),
        ({"numerator": 0}, "0%"),
        ({"numerator": None}, ""),
        ({"shown_as": "count"}, ""),
    ],
)
def test_a_rate_is_counted_from_its_two_numbers(values, rate):
    assert figure(**values)[1].rate == rate


@pytest.mark.parametrize("values", [{"denominator": None}, {"numerator": 5}, {"period": ""}, {"source": ""}])
def test_a_figure_without_what_makes_it_honest_is_refused(values):
    block, value = figure(**values)

    with pytest.raises(ValidationError):
        block.clean(value)


def test_a_figure_that_is_not_published_needs_no_denominator():
    block, value = figure(numerator=None, denominator=None)

    assert not block.clean(value).is_published


@pytest.mark.django_db
def test_what_is_not_published_is_never_shown_as_zero(client):
    _block, value = figure(numerator=None, denominator=None)
    factory.plain_page("figures", language="en", blocks=[("figures", [{"type": "item", "value": dict(value)}])])

    html = client.get("/en/figures/").content.decode()

    assert "Not published" in html
    assert "0%" not in html


@pytest.mark.django_db
def test_the_list_of_personal_data_is_what_the_models_declare(client):
    factory.plain_page("privacy", language="en", blocks=[("personal_data", None)])

    html = client.get("/en/privacy/").content.decode()

    assert html.count("<tr><th scope=") == len(registry()) > 0


@pytest.mark.django_db
def test_a_gallery_shows_every_picture_with_its_words(client):
    shown = [
        {"picture": {"image": factory.picture(name).pk, "alt_text": name, "decorative": False}, "caption": f"图：{name}"} for name in "甲乙"
    ]
    factory.plain_page("gallery", blocks=[("gallery", {"pictures": shown})])

    html = client.get("/zh-hans/gallery/").text

    assert (html.count('alt="甲"'), html.count('alt="乙"'), html.count("<figcaption>图：")) == (1, 1, 2)
