"""Cutting Chinese into the words of an index."""

from hypothesis import given
from hypothesis import strategies as st

from home.search.text import for_index, for_query, places, terms


def test_a_run_of_characters_becomes_its_pairs_and_its_characters():
    assert for_index("开放日") == "开放 放日 开 放 日"
    assert for_index("茶") == "茶"


def test_letters_and_figures_are_words_of_their_own():
    assert for_index("按GB2763-2021，ＩＣＰ－ＭＳ检测") == "按 gb 2763 2021 icp ms 检测 检 测"


def test_the_same_word_in_every_script_is_the_same_query():
    assert for_query("檢測") == for_query("检测") == ["检测"]
    assert for_query("二噁英") == for_query("二恶英") == for_query("二𫫇英")


def test_a_query_is_one_phrase_for_each_run():
    assert for_query("ISO 17025认证") == ["iso", "17025", "认证"]
    assert for_query("gb2763") == ["gb 2763"]
    assert for_query("“…”") == []


@given(st.text(max_size=200))
def test_only_letters_figures_and_spaces_reach_the_database(text):
    for words in (for_index(text), *for_query(text)):
        # Python does not know the newest characters yet.
        assert all(letter == " " or letter.isalnum() or letter in "々〇" or ord(letter) > 0x20000 for letter in words), words


@given(st.text(alphabet="检测食品安全开放日檢測 abc12", min_size=1, max_size=30), st.data())
def test_what_stands_in_a_text_is_found_by_each_run_of_it(text, data):
    run = data.draw(st.sampled_from(text.split() or ["检"]))
    index = f" {for_index(text)} "
    if run in text.split():
        assert all(f" {phrase} " in index for phrase in for_query(run))


def test_marks_stand_where_the_words_stand_whatever_their_form():
    text = "㎎和檢測，检测ABC"
    assert [text[a:b] for a, b in places(text, terms("检测 mg"))] == ["㎎", "檢測", "检测"]
    # A word is marked from its beginning.
    assert places("lab collaborate", terms("lab")) == [(0, 3)]
