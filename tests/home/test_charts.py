"""Charts: the scale, the positions, and the table that says the same."""

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import example, given
from hypothesis import strategies as st

from home import charts
from home.charts import Scale, Series

NUMBERS = st.one_of(st.none(), st.floats(0, 1e7, allow_nan=False), st.integers(0, 10_000_000))


def columns(*series, labels=("1", "2", "3"), **more):
    return charts.columns(key="k", title="Title", description="What it shows.", over="Month", labels=labels, series=series, **more)


@given(st.lists(NUMBERS, min_size=1, max_size=24))
@example([0, 0])
@example([None])
def test_no_bar_leaves_the_drawing(values):
    chart = columns(Series("a", values), labels=[str(at) for at in range(len(values))])

    for mark in chart.bars:
        assert charts.TOP - 0.06 <= float(mark.top) <= charts.GROUND
        assert float(mark.top) + float(mark.height) == pytest.approx(charts.GROUND, abs=0.2)
        assert float(mark.left[:-1]) >= charts.LEFT
        assert float(mark.left[:-1]) + float(mark.width[:-1]) <= 100.02
    assert len(chart.bars) + len(chart.missing) == len(values)


@given(st.floats(0, 1e9, allow_nan=False))
def test_a_scale_begins_at_nought_holds_its_largest_number_and_has_few_lines(largest):
    scale = Scale.over([Series("a", [largest])])

    assert scale.grid()[0] == 0
    assert scale.grid()[-1] >= largest * (1 - 1e-9)
    assert 2 <= len(scale.grid()) <= 6


@pytest.mark.parametrize(
    ("largest", "grid"), [(7, [0, 2, 4, 6, 8]), (100, [0, 20, 40, 60, 80, 100]), (0, [0, 1]), (0.9, [0, 0.2, 0.4, 0.6, 0.8, 1])]
)
def test_the_lines_stand_at_round_numbers(largest, grid):
    assert Scale.over([Series("a", [largest])]).grid() == pytest.approx(grid)


def test_twice_as_much_is_twice_as_high():
    bars = columns(Series("a", [2, 4, 8])).bars

    assert [float(mark.height) for mark in bars] == pytest.approx([45, 90, 180])


def test_what_does_not_exist_is_neither_a_bar_nor_a_nought():
    chart = columns(Series("a", [3, None, 0]))

    assert len(chart.missing) == 1
    assert [cells for _label, cells in chart.rows] == [["3"], ["–"], ["0"]]


def test_a_line_is_broken_where_a_value_is_missing():
    chart = charts.lines(key="k", title="T", description="D", over="Month", labels="12345", series=[Series("a", [1, 2, None, 3, 4])])

    assert len(chart.dots) == 4
    assert len(chart.strokes) == 2


def test_a_target_above_all_values_is_inside_the_drawing():
    chart = charts.lines(key="k", title="T", description="D", over="M", labels="1", series=[Series("a", [1])], target=(50, "50"))

    assert chart.target is not None
    assert charts.TOP <= float(chart.target[0]) < charts.GROUND


def test_the_drawing_says_what_it_is_and_the_table_beside_it_has_every_number():
    chart = columns(
        Series("In <b>", [1, 2, 3]), Series("Out", [None, 5, 6], ["Not published", "5", "6"]), whole_labels=["Jan", "Feb", "Mar"]
    )

    html = render_to_string("components/chart.html", {"chart": chart, "level": "h2"})

    assert 'role="img" aria-labelledby="chart-k-title chart-k-desc"' in html
    assert re.search(r'<title id="chart-k-title">Title</title>\s*<desc id="chart-k-desc">What it shows\.</desc>', html)
    assert re.findall(r"<td data-number>([^<]*)</td>", html) == ["1", "Not published", "2", "5", "3", "6"]
    assert "<title>Feb · Out · 5</title>" in html
    assert "In &lt;b&gt;" in html
    assert not re.search(r"style=|<style|<script|<b>", html)
