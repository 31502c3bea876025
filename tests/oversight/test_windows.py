from datetime import date, timedelta

import pytest
from django.utils import translation

from openday.oversight import windows
from openday.oversight.models import PlanItem


@pytest.mark.parametrize(
    ("day", "precision", "last"),
    [
        (date(2026, 6, 3), "day", date(2026, 6, 3)),
        (date(2026, 6, 1), "ten_days", date(2026, 6, 10)),
        (date(2026, 6, 10), "ten_days", date(2026, 6, 10)),
        (date(2026, 6, 11), "ten_days", date(2026, 6, 20)),
        (date(2026, 6, 21), "ten_days", date(2026, 6, 30)),
        (date(2026, 7, 31), "ten_days", date(2026, 7, 31)),
        (date(2028, 2, 21), "ten_days", date(2028, 2, 29)),
        (date(2026, 2, 1), "month", date(2026, 2, 28)),
        (date(2026, 12, 31), "month", date(2026, 12, 31)),
    ],
)
def test_a_window_ends_on_the_last_day_that_its_words_can_mean(day, precision, last):
    assert windows.last_day(day, precision) == last


@pytest.mark.parametrize("precision", ["ten_days", "month"])
def test_the_last_day_is_never_before_the_day_and_in_the_same_month(precision):
    for offset in range(800):
        day = date(2026, 1, 1) + timedelta(days=offset)
        last = windows.last_day(day, precision)
        assert last >= day
        assert (last.year, last.month) == (day.year, day.month)
        assert windows.last_day(last, precision) == last


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "2026年5月下旬 – 2026年6月中旬"), ("en", "late May 2026 – mid June 2026")])
def test_a_window_is_said_as_exactly_as_it_is_known(language, words):
    with translation.override(language):
        assert windows.in_words(date(2026, 5, 31), date(2026, 6, 15), "ten_days") == words


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "2026年6月"), ("en", "June 2026")])
def test_one_month_is_said_once(language, words):
    with translation.override(language):
        assert windows.in_words(date(2026, 6, 1), date(2026, 6, 30), "month") == words


def test_a_plan_item_is_late_only_after_the_last_day_of_its_window():
    item = PlanItem(ends_on=date(2026, 6, 12), precision="ten_days", progress="planned")

    assert not item.is_overdue(today=date(2026, 6, 20))
    assert item.is_overdue(today=date(2026, 6, 21))
    assert not PlanItem(ends_on=None).is_overdue(today=date(2026, 6, 21))
    item.progress = "done"
    assert not item.is_overdue(today=date(2027, 1, 1))
