"""Plain text from Simplified to Traditional."""

import polib
import pytest
from django.conf import settings
from opencc import OpenCC

from openday.language import traditional
from openday.language.traditional import add_glossary, as_if, by_rule, edition, glossary, keep_up, to_traditional


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("深圳检验检疫局实验室开放日", "深圳檢驗檢疫局實驗室開放日"),
        ("头发与发展，皇后与之后，干净的干部", "頭髮與發展，皇后與之後，乾淨的幹部"),
        ("复核与答复", "覆核與答覆"),
        ("面粉、群众、床、启用", "麵粉、群眾、床、啟用"),
        ("二噁英", "二噁英"),
        # The root, people who come, counters and machines, animals: the converter takes the wrong one.
        ("人参和当归，近2000人参加", "人蔘和當歸，近2000人參加"),
        ("方便上班的人参与，每场20人参观", "方便上班的人參與，每場20人參觀"),
        ("开放日服务台，仪器总台数", "開放日服務台，儀器總台數"),
        ("上亿头（只）供港畜禽", "上億頭（隻）供港畜禽"),
        # Words of a screen that Hong Kong says in another way.
        ("登录后打开链接，退出登录", "登入後打開連結，登出"),
        ("短信、邮件和电子邮件", "短訊、電郵和電子郵件"),
        ("参观“开放日”之后", "參觀「開放日」之後"),
        ("Open day 2026", "Open day 2026"),
        ("The “open day” of 2026", "The “open day” of 2026"),
        ("", ""),
    ],
)
def test_text_becomes_what_hong_kong_prints(simplified, expected):
    assert to_traditional(simplified) == expected


@pytest.fixture
def own_words(monkeypatch):
    monkeypatch.setattr(traditional, "_sources", [])
    yield
    monkeypatch.setattr(traditional, "_sources", [])
    keep_up()
    # The variant is no part of what texts are remembered by: it changes only here.
    traditional._remembered.cache_clear()


def test_words_of_the_glossary_win_over_the_converter_and_the_longest_wins(own_words):
    assert to_traditional("质量监督办公室") == "質量監督辦公室"

    add_glossary(lambda: {"质量": "質素", "质量监督": "品質監督"})
    keep_up()

    assert glossary()["复核"] == "覆核"
    assert to_traditional("质量监督与质量") == "品質監督與質素"


def test_a_changed_glossary_counts_once_it_is_read_afresh(own_words):
    words = {"网络": "網路"}
    add_glossary(lambda: words)
    keep_up()
    assert to_traditional("网络") == "網路"

    words["网络"] = "互聯網"
    keep_up()

    assert to_traditional("网络") == "互聯網"


def test_only_other_words_begin_a_new_edition(own_words):
    words = {"网络": "網路"}
    add_glossary(lambda: dict(words))
    keep_up()
    before = edition()

    keep_up()
    assert edition() == before

    words.clear()
    keep_up()
    assert edition() == before + 1
    assert to_traditional("网络") == "網絡"


def test_a_word_is_put_into_texts_that_are_traditional_already_and_only_once(own_words):
    add_glossary(lambda: {"软件": "軟體", "检测": "檢測驗", "实验室": "化驗所", "质量监督": "品質監督", "质量": "質素"})
    keep_up()

    for text in ("软件检测实验室的质量与质量监督", "軟件檢測實驗室的質量與質量監督"):
        once = to_traditional(text)
        assert once == "軟體檢測驗化驗所的質素與品質監督"
        assert to_traditional(once) == once


def test_texts_of_the_interface_stay_as_they_were_derived(own_words):
    keep_up()
    texts = [entry.msgstr for entry in polib.pofile(str(settings.ROOT / "site/locale/zh_Hant/LC_MESSAGES/django.po"))]

    assert [text for text in texts if to_traditional(text) != text] == []


def test_the_rule_alone_knows_nothing_of_added_words(own_words):
    add_glossary(lambda: {"软件": "軟體"})
    keep_up()

    assert by_rule("软件复核") == "軟件覆核"
    assert as_if("软件网络", {"网络": "網路"}) == "軟件網路"
    assert to_traditional("软件网络") == "軟體網絡"


def test_the_variant_is_a_setting(settings, own_words):
    traditional._remembered.cache_clear()
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
