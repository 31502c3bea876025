"""Definitions, the smallest whole, the board of 100 %, the chart, and readings that stay as they were entered."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight import commitments, verdicts
from openday.oversight.demo.promises import fill_promises
from openday.oversight.models import Indicator, Measurement
from tests.oversight.test_views import a_reading

pytestmark = pytest.mark.django_db
SPRING = {"period_from": date(2026, 4, 1), "period_to": date(2026, 6, 30)}


@pytest.fixture
def calibrated(office):
    fill_promises()
    return Indicator.objects.get(code="instruments-calibrated")


@pytest.fixture
def error_rate(office):
    fill_promises()
    return Indicator.objects.get(code="conclusion-error-rate")


@pytest.mark.parametrize(("per_mille", "fewest"), [(1, 2995), (3, 998), (10, 299), (1000, 1), (0, None)])
def test_the_fewest_that_support_a_target_without_an_error(per_mille, fewest):
    assert verdicts.fewest_for(Fraction(per_mille, 1000)) == fewest


@given(st.fractions(min_value=Fraction(1, 2000), max_value=Fraction(999, 1000), max_denominator=2000))
def test_one_fewer_never_supports_the_target(limit):
    fewest = verdicts.fewest_for(limit)

    assert verdicts.sample_supports(0, fewest, limit=limit)
    assert fewest == 1 or not verdicts.sample_supports(0, fewest - 1, limit=limit)


@pytest.mark.parametrize(
    ("numerator", "denominator", "verdict"), [(30, 30, "attained"), (29, 29, "too_few"), (28, 29, "missed"), (1, 1, "too_few")]
)
def test_below_the_smallest_whole_nothing_is_called_attained_and_a_miss_stays_a_miss(numerator, denominator, verdict):
    found = verdicts.verdict(
        numerator=numerator, denominator=denominator, limit_per_mille=Decimal(1000), direction="at_least", basis="census", least=30
    )

    assert found == verdict


def test_the_page_names_numerator_denominator_and_how_many_must_be_checked(client, error_rate):
    html = client.get("/en/oversight/commitments/conclusion-error-rate/").content.decode()

    assert "Reports checked in the period with an error that affects the conclusion." in html
    assert "Reports checked in the period." in html
    assert "must be checked before the target can be called attained" in html
    assert "at least 2,995" in html.replace("2995", "2,995")


def test_every_indicator_of_the_source_defines_its_parts(office):
    fill_promises()

    names = ("numerator_zh", "numerator_en", "denominator_zh", "denominator_en")
    assert [row.code for row in Indicator.objects.all() if not all(getattr(row, name) for name in names)] == []
    assert not Indicator.objects.filter(numerator_zh__contains="：").exists()


def test_the_board_holds_six_promises_and_every_centre_and_lists_the_misses(client, office, calibrated):
    a_reading(calibrated, office.bureau, office, 90, 90)
    a_reading(calibrated, office.food, office, 45, 46, reason_zh="一台送修", reason_en="One is being repaired")

    board = client.get("/en/oversight/commitments/all-100/").context["board"]
    html = client.get("/en/oversight/commitments/all-100/").content.decode()

    assert len(board.rows) == 6
    assert len(board.units) == 3
    row = next(row for row in board.rows if row.url.endswith("instruments-calibrated/"))
    assert {cell.verdict for cell in row.cells} == {"attained", "missed", "not_published"}
    assert [(name, unit, cell.fraction) for name, unit, cell in board.misses] == [
        ("Instruments calibrated", "Food testing centre", "45/46")
    ]
    assert "One is being repaired" in html
    # The error rate is the promise of one centre alone.
    assert "Errors in report conclusions" not in html


def test_an_empty_board_says_that_nobody_knows(client, office):
    fill_promises()

    html = client.get("/en/oversight/commitments/all-100/").content.decode()

    assert "Where nothing is published, nobody knows." in html
    assert html.count("Not published") == 18


def test_readings_of_two_periods_make_a_chart_with_its_table_and_one_makes_none(client, office, calibrated):
    address = "/en/oversight/commitments/instruments-calibrated/"
    first = a_reading(calibrated, office.bureau, office, 80, 90)
    assert '<svg class="chart__svg"' not in client.get(address).content.decode()

    a_reading(calibrated, office.bureau, office, 81, 90, corrects=first)
    a_reading(calibrated, office.bureau, office, 90, 90, **SPRING)
    chart = client.get(address).context["indicator"].chart
    html = client.get(address).content.decode()

    assert [list(cells) for _label, cells in chart.rows] == [["81/90 (90%)"], ["90/90 (100%)"]]
    assert chart.target[1] == "100%"
    assert "<desc" in html


def test_a_miss_is_entered_with_its_reason(client, office, calibrated):
    client.force_login(office.handler)
    form = {"indicator": calibrated.pk, "unit": office.food.pk, "numerator": 45, "denominator": 46, "evidence_zh": "台账"}
    form |= {"period_from": "2026-04-01", "period_to": "2026-06-30"}
    address = reverse("oversight_readings:enter")

    assert list(client.post(address, form).context["form"].errors) == ["reason_zh"]
    assert client.post(address, {**form, "numerator": 46}).status_code == 302
    assert client.post(address, {**form, "reason_zh": "一台送修"}).status_code == 302


def test_a_target_of_one_centre_is_not_held_against_another(office, error_rate):
    figures = {"indicator": error_rate, "period_to": date(2026, 6, 30), "numerator": 9, "denominator": 1000}

    assert commitments.would_miss(unit=office.industrial, **figures)
    assert not commitments.would_miss(unit=office.food, **figures)


@pytest.mark.parametrize(
    "values", [{"numerator": 1}, {"denominator": 999}, {"evidence_zh": "x"}, {"period_to": date(2027, 1, 1)}, {"reason_zh": "x"}]
)
def test_the_database_keeps_a_reading_as_it_was_entered(office, calibrated, values):
    unreleased = a_reading(calibrated, office.bureau, office, 80, 90, released_at=None, released_by=None)

    with pytest.raises(DatabaseError), transaction.atomic():
        Measurement.objects.filter(pk=unreleased.pk).update(**values)


def test_the_database_lets_a_release_be_added_once_and_never_taken_back(office, calibrated):
    reading = a_reading(calibrated, office.bureau, office, 80, 90, released_at=None, released_by=None)
    rows = Measurement.objects.filter(pk=reading.pk)
    released = {"released_at": reading.entered_at, "released_by": office.quality}

    rows.update(**released)

    for change in ({"released_at": None, "released_by": None}, released):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
