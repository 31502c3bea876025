"""Whole pages: texts change, markup and what people typed do not."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.language.html import html_to_traditional
from openday.language.traditional import to_traditional


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>开放日</p>", "<p>開放日</p>"),
        ("开放日", "開放日"),
        ("<title>开放日</title>", "<title>開放日</title>"),
        ('<img alt="实验室" title=\'开放\' src="/实验室.png">', '<img alt="實驗室" title=\'開放\' src="/实验室.png">'),
        ('<a href="/开放日/" aria-label="关闭">进</a>', '<a href="/开放日/" aria-label="關閉">進</a>'),
        ('<input placeholder="请输入" name="x">', '<input placeholder="請輸入" name="x">'),
        ('<meta name="description" content="实验室">', '<meta name="description" content="實驗室">'),
        ('<meta property="og:title" content="实验室">', '<meta property="og:title" content="實驗室">'),
        ('<meta name="theme-color" content="实验室">', '<meta name="theme-color" content="实验室">'),
        ('<input type="submit" value="预约">', '<input type="submit" value="預約">'),
        ('<div data-text-copied="已复制" data-code="复">复</div>', '<div data-text-copied="已複製" data-code="复">復</div>'),
        ("<p>请看“<b>ISO</b>”。</p><p>“Open” day</p>", "<p>請看「<b>ISO</b>」。</p><p>“Open” day</p>"),
        ("<p>发</p><!-- 发 --><p>发</p>", "<p>發</p><!-- 发 --><p>發</p>"),
        ("<p>数 < 五 > 三</p>", "<p>數 < 五 > 三</p>"),
        ('<p title="a>b 发">发', '<p title="a>b 發">發'),
    ],
)
def test_texts_and_readable_attributes_are_converted(page, expected):
    assert html_to_traditional(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        '<input type="text" name="name" value="王发">',
        '<input name="name" value="王发" type="submit">',
        '<textarea name="text">我的意见 <b>发</b></textarea>',
        '<button name="choice" value="发"></button>',
        '<option value="发"></option>',
        "<script>const text = '<b>发</b>';</script>",
        '<script type="application/ld+json">{"name": "实验室"}</script>',
        "<style>.a::before { content: '发' }</style>",
        "<code>发<span>发</span></code>",
        '<dd translate="no">王发<b>发</b></dd>',
        '<span lang="zh-Hans" title="发">简体中文</span>',
        '<a lang="en" title="发">发</a>',
        '<a hreflang="en" translate=no>发</a>',
    ],
)
def test_what_was_typed_and_what_is_no_text_stays_letter_for_letter(page):
    assert html_to_traditional(page) == page


def test_conversion_goes_on_after_a_skipped_element_with_its_own_kind_inside():
    page = '<div translate="no">发<div>发</div>发<br>发</div><div>发</div>'

    assert html_to_traditional(page) == '<div translate="no">发<div>发</div>发<br>发</div><div>發</div>'


def test_a_language_code_of_a_link_target_does_not_stop_the_conversion():
    assert html_to_traditional('<a hreflang="en">发</a>') == '<a hreflang="en">發</a>'


class Texts(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.tags, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


WORDS = st.text("发a 里<>\"'&;=/", max_size=8)


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b class='发'>", "</b>", "<br/>", "&lt;", "发布", '<i data-x="发>">']), max_size=30))
def test_markup_survives_any_mixture_of_good_tags(pieces):
    page, parsed, converted = "".join(pieces), Texts(), Texts()
    parsed.feed(page)
    converted.feed(html_to_traditional(page))

    assert converted.tags == parsed.tags
    assert "".join(converted.texts) == to_traditional("".join(parsed.texts)).replace("发布", "發佈")


@given(st.text("<>/\"'= ab发!-\x00scriptextarea", max_size=300))
def test_broken_markup_never_fails_and_loses_nothing(page):
    assert re.sub("[發髮]", "发", html_to_traditional(page)) == page


def test_a_page_of_unclosed_quotes_does_not_backtrack():
    # A pattern that backtracks needs exponential time for this: the test would never end.
    page = "发" + "<a b='" * 2_000

    assert html_to_traditional(page) == "發" + "<a b='" * 2_000
