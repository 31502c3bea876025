"""Days and times as people write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import Context, Template
from django.utils import translation

from openday.language import formats

STARTS = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-hans", "2026年11月22日（星期日）09:30–11:00"),
        ("zh-hant", "2026年11月22日（星期日）09:30–11:00"),
        ("en", "Sunday 22 November 2026, 09:30–11:00"),
    ],
)
def test_a_session_in_words_is_in_the_time_of_the_place(language, expected):
    assert formats.day_and_times(STARTS, ENDS, language=language) == expected
    with translation.override(language):
        assert formats.day_and_times(STARTS, ENDS) == expected


def test_late_evening_in_utc_is_the_next_day_here():
    assert formats.day(datetime(2026, 11, 21, 16, 0, tzinfo=UTC), language="zh-hans") == "2026年11月22日（星期日）"
    assert formats.day(datetime(2026, 11, 22, 0, 0, tzinfo=timezone(timedelta(hours=8))), language="en") == "Sunday 22 November 2026"


def test_an_end_on_another_day_says_which():
    assert formats.time_range(STARTS, STARTS + timedelta(days=1), language="zh-hans") == "09:30 – 2026年11月23日（星期一）09:30"
    assert formats.time_range(STARTS, STARTS + timedelta(days=1), language="en") == "09:30 – Monday 23 November 2026, 09:30"


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "11月22日 周日"), ("zh-hant", "11月22日 週日"), ("en", "Sun 22 Nov")])
def test_short_days(language, expected):
    assert formats.short_day(date(2026, 11, 22), language=language) == expected


def test_every_weekday_and_month_has_its_name():
    days = [date(2026, 6, 1) + timedelta(days=offset) for offset in range(7)]
    assert "".join(formats.day(day, language="zh-hans", year=False)[-2] for day in days) == "一二三四五六日"
    assert formats.day(days[0], language="en", year=False) == "Monday 1 June"


@pytest.mark.parametrize(
    ("first", "last", "chinese", "english"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "2026年10月", "October 2026"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024年2月", "February 2024"),
        (date(2024, 2, 1), date(2024, 2, 28), "2024年2月1日 – 2024年2月28日", "1 February 2024 – 28 February 2024"),
        (date(2026, 10, 2), date(2026, 10, 31), "2026年10月2日 – 2026年10月31日", "2 October 2026 – 31 October 2026"),
        (date(2025, 12, 1), date(2026, 12, 31), "2025年12月1日 – 2026年12月31日", "1 December 2025 – 31 December 2026"),
    ],
)
def test_a_whole_month_is_called_by_its_name(first, last, chinese, english):
    assert formats.period(first, last, language="zh-hans") == chinese
    assert formats.period(first, last, language="en") == english


def test_counts_have_their_thousands_set_apart():
    assert [formats.number(value) for value in (0, 9999, 10_000, 1_234_567, -10_000)] == ["0", "9999", "10,000", "1,234,567", "-10,000"]


def test_a_weekday_in_a_sentence_keeps_its_bracket_on_one_line():
    template = Template("{% load dates_and_numbers %}{{ at|moment|unbroken }}|{{ hostile|unbroken }}")
    with translation.override("zh-hans"):
        chinese = template.render(Context({"at": STARTS, "hostile": "<b>（<i>）"}))
    with translation.override("en"):
        english = template.render(Context({"at": STARTS, "hostile": "<b>（"}))

    assert chinese == '2026年11月22日<span class="nowrap">（星期日）</span>09:30|&lt;b&gt;<span class="nowrap">（&lt;i&gt;）</span>'
    assert english == "Sunday 22 November 2026, 09:30|&lt;b&gt;（"


def test_templates_speak_the_active_language_and_stay_silent_about_nothing():
    template = Template(
        "{% load dates_and_numbers %}{{ at|day }}|{{ at|plain_day }}|{{ at|short_day }}|{{ at|clock }}|{{ at|moment }}|"
        "{{ at|machine_time }}|{% day_and_times at end %}|{% time_range at end %}|{{ count|number }}|"
        "{{ none|day }}{{ none|moment }}{{ none|number }}{{ none|machine_time }}"
    )
    with translation.override("en"):
        english = template.render(Context({"at": STARTS, "end": ENDS, "count": 12345, "none": None}))
    with translation.override("zh-hans"):
        chinese = template.render(Context({"at": STARTS, "end": ENDS, "count": 12345, "none": None}))

    assert english.split("|") == [
        "Sunday 22 November 2026",
        "22 November 2026",
        "Sun 22 Nov",
        "09:30",
        "Sunday 22 November 2026, 09:30",
        "2026-11-22T09:30+08:00",
        'Sunday 22 November 2026, <span class="nowrap">09:30–11:00</span>',
        "09:30–11:00",
        "12,345",
        "",
    ]
    assert chinese.split("|")[0:2] == ["2026年11月22日（星期日）", "2026年11月22日"]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "深圳市福强路", '<span lang="zh-Hans">深圳市福强路</span>'),
        ("en", "检测<b>", '<span lang="zh-Hans">检测&lt;b&gt;</span>'),
        ("en", "Laboratory (检测)", "Laboratory (检测)"),
        ("en", "Food centre", "Food centre"),
        ("zh-hans", "深圳市福强路", "深圳市福强路"),
        ("zh-hant", "深圳市福强路", "深圳市福强路"),
    ],
)
def test_a_text_that_fell_back_to_chinese_names_its_language(language, text, shown):
    with translation.override(language):
        assert Template("{% load sentences %}{{ text|as_written }}").render(Context({"text": text})) == shown


def test_paragraphs_in_chinese_on_an_english_page_name_their_language_on_what_holds_them():
    template = Template("{% load sentences %}<div{{ text|language_of }}>{{ text|linebreaks }}</div>")
    with translation.override("en"):
        assert template.render(Context({"text": "您好"})) == '<div lang="zh-Hans"><p>您好</p></div>'
        assert template.render(Context({"text": "Hello"})) == "<div><p>Hello</p></div>"
    with translation.override("zh-hans"):
        assert template.render(Context({"text": "您好"})) == "<div><p>您好</p></div>"
