"""Plain text from Simplified to Traditional."""

import polib
import pytest
from django.conf import settings
from opencc import OpenCC

from openday.language import traditional
from openday.language.traditional import add_glossary, forget_glossary, glossary, to_traditional


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("深圳检验检疫局实验室开放日", "深圳檢驗檢疫局實驗室開放日"),
        ("头发与发展，皇后与之后，干净的干部", "頭髮與發展，皇后與之後，乾淨的幹部"),
        ("复核与答复", "覆核與答覆"),
        ("面粉、群众、床、启用", "麵粉、群眾、床、啟用"),
        ("二噁英", "二噁英"),
        ("Open day 2026", "Open day 2026"),
        ("", ""),
    ],
)
def test_text_becomes_what_hong_kong_prints(simplified, expected):
    assert to_traditional(simplified) == expected


@pytest.fixture
def own_words(monkeypatch):
    monkeypatch.setattr(traditional, "_sources", [])
    yield
    monkeypatch.undo()
    forget_glossary()


def test_words_of_the_glossary_win_over_the_converter_and_the_longest_wins(own_words):
    assert to_traditional("质量监督办公室") == "質量監督辦公室"

    add_glossary(lambda: {"质量": "質素", "质量监督": "品質監督"})

    assert glossary()["复核"] == "覆核"
    assert to_traditional("质量监督与质量") == "品質監督與質素"


def test_a_changed_glossary_counts_once_it_is_read_afresh(own_words):
    words = {"网络": "網路"}
    add_glossary(lambda: words)
    assert to_traditional("网络") == "網路"

    words["网络"] = "互聯網"
    forget_glossary()

    assert to_traditional("网络") == "互聯網"


def test_the_variant_is_a_setting(settings, own_words):
    forget_glossary()
    settings.TRADITIONAL_VARIANT = "s2twp"

    assert to_traditional("软件与网络") == "軟體與網路"


def test_long_texts_are_converted_but_not_remembered():
    before = traditional._remembered.cache_info().currsize

    assert to_traditional("发布" * 200) == "發佈" * 200
    assert traditional._remembered.cache_info().currsize == before


def test_control_characters_and_lone_surrogates_do_no_harm():
    assert to_traditional("\x00发\x00布") == "\x00發\x00布"
    assert to_traditional("发\ud800") == "发\ud800"


def test_merged_dictionaries_say_what_the_library_says_about_every_text_of_ours():
    own, stock = traditional._converter("s2hk"), OpenCC("s2hk")
    texts = [entry.msgstr for entry in polib.pofile(str(settings.ROOT / "site/locale/zh_Hans/LC_MESSAGES/django.po"))]

    assert len(texts) > 500
    assert [text for text in texts if own.convert(text) != stock.convert(text)] == []
