"""What the recipient reads."""

import pytest

from openday.mail import kinds, rendering
from openday.mail.models import LetterText
from tests.mail.conftest import SAMPLE

pytestmark = pytest.mark.django_db


def test_text_is_not_escaped_and_html_is(letter_templates):
    rendered = rendering.email("visit", "en", SAMPLE | {"title": "Food & <b>more</b>"})

    assert rendered.subject == "王小明: Food & <b>more</b>"
    assert 'Your visit & "more", 王小明' in rendered.text
    assert "<b>more" not in rendered.html
    assert "Food &amp; &lt;b&gt;more&lt;/b&gt;" in rendered.html


def test_text_is_short_lined_readable_and_signed(letter_templates):
    text = rendering.email("visit", "en", SAMPLE).text

    assert "\n\n\n" not in text
    assert "日期: 2026年11月22日（星期日）\n人数: 3\n" in text
    assert "\nhttps://openday.example.org/zh-hans/visits/r/abc?x=1&y=2\n" in text
    assert "\n--\n" in text
    assert "<" not in text


def test_html_carries_its_style_in_its_elements_and_fetches_nothing(letter_templates):
    html = rendering.email("visit", "zh-hans", SAMPLE).html

    assert 'lang="zh-Hans"' in html
    assert 'style="' in html
    assert "prefers-color-scheme" in html
    assert "<img" not in html
    assert "<link" not in html
    assert "url(" not in html
    assert len(html) < 20_000


def test_a_letter_without_html_gets_its_text_set_in_the_frame(letter_templates):
    rendered = rendering.email("bare", "en", {"name": "Li"})

    assert "Only a text for Li &lt;b&gt;" in rendered.html
    assert 'href="https://example.org/a?b=1&amp;c=2"' in rendered.html
    assert rendered.text.startswith("Only a text for Li <b>\n")
    assert "Laboratory open days" in rendered.text


def test_a_traditional_letter_is_traditional_but_for_the_name_that_was_typed(letter_templates):
    rendered = rendering.email("visit", "zh-hant", SAMPLE | {"name": "王发"})

    assert rendered.subject == "王发: 食品檢測實驗室開放日"
    assert "王发" in rendered.html
    assert "食品檢測實驗室開放日" in rendered.html
    assert "實驗室開放日" in rendered.text


@pytest.mark.parametrize("name", ["Buy at evil.example.com", "http://a", "加微信www。看", "a@b", "x" * 61, "two\nlines", "evil。com"])
def test_a_name_that_could_advertise_is_left_out(letter_templates, name):
    rendered = rendering.email("visit", "en", SAMPLE | {"name": name})

    assert name.split()[0] not in rendered.subject + rendered.text + rendered.html.replace("http://testserver", "")


@pytest.mark.parametrize("name", ["王小明", "J. R. R. Smith", "O’Neill", "Jean-Luc", "阿卜杜拉·买买提"])
def test_real_names_stay(letter_templates, name):
    assert name in rendering.email("visit", "en", SAMPLE | {"name": name}).text


def test_words_of_staff_replace_subject_and_opening_and_close_the_letter(letter_templates):
    LetterText.objects.create(kind="visit", language="zh-hans", subject="请来{title}", intro="尊敬的{name}：\n您好！", outro="请带身份证。")

    rendered = rendering.email("visit", "zh-hans", SAMPLE)

    assert rendered.subject == "请来食品检测实验室开放日"
    assert rendered.text.startswith("尊敬的王小明：\n您好！")
    assert "请带身份证。" in rendered.text
    assert "Your visit" not in rendered.text + rendered.html
    assert "尊敬的王小明：<br>您好！" in rendered.html
    assert rendering.email("visit", "zh-hant", SAMPLE).subject == "請來食品檢測實驗室開放日"
    assert rendering.email("visit", "en", SAMPLE).subject == "王小明: 食品检测实验室开放日"


def test_a_value_is_never_read_as_a_place_nor_as_markup(letter_templates):
    LetterText.objects.create(kind="visit", language="en", subject="{name}", intro="<b>{name}</b>")
    kinds.register("visit", "Visit", ["name", "title"], SAMPLE)

    rendered = rendering.email("visit", "en", SAMPLE | {"name": "{title}"})

    assert rendered.subject == "{title}"
    assert "&lt;b&gt;{title}&lt;/b&gt;" in rendered.html


def test_a_text_message_is_one_line(letter_templates):
    assert rendering.sms("bare", "en", {"title": "a\nb"}) == "【Laboratory open days】a b"
    assert rendering.sms("bare", "en", {"title": "a"}, signed=False) == "a"
