"""“Did you mean”: slips of the fingers and wrong characters of the right sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.models import SearchWord
from home.search.meant import meant, slips
from openday.language.sounds import sounds
from tests.factories import home as factory


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("cadmium", "cadmium", 0),
        ("cadmuim", "cadmium", 1),
        ("laboratry", "laboratory", 1),
        ("pestcides", "pesticide", 2),
        ("cat", "laboratory", None),
        ("abcdef", "fedcba", None),
    ],
)
def test_slips_are_counted(one, other, number):
    assert slips(one, other) == slips(other, one) == number


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_the_same_both_ways_and_none_only_between_equals(one, other):
    assert slips(one, other, 9) == slips(other, one, 9)
    assert (slips(one, other, 9) == 0) == (one == other)


def test_sounds_that_the_south_does_not_tell_apart_are_one():
    assert set(sounds("师")) == set(sounds("丝"))
    assert set(sounds("金")) == set(sounds("经"))
    assert sounds("𫫇") == sounds("x") == ()


@pytest.mark.django_db
def test_wrong_characters_of_the_right_sound_are_offered():
    factory.news_page("one", title="食品检测技术中心", summary="农药残留与重金属")

    assert meant("食品见测", language="zh-hans", found=0) == ["食品检测"]
    assert meant("農藥殘流", language="zh-hans", found=0) == ["农药残留"]
    assert meant("中金属", language="zh-hans", found=0) == ["重金属"]
    assert meant("检测", language="zh-hans", found=1) == []


@pytest.mark.django_db
def test_slips_on_a_latin_keyboard_are_offered_in_the_place_where_they_stand():
    factory.news_page("one", title="Cadmium in laboratory samples", language="en")

    assert meant("cadmuim", language="en", found=0) == ["cadmium"]
    assert meant("cadmium laboratry", language="en", found=0) == ["cadmium laboratory"]
    assert meant("cadmium", language="en", found=1) == []


@pytest.mark.django_db
def test_a_word_of_a_draft_is_never_offered(client):
    page = factory.news_page("secret", title="Cadmium 重金属超标", language="zh-hans")
    assert meant("cadmuim", language="zh-hans", found=0) == ["cadmium"]

    page.unpublish()

    assert SearchWord.objects.filter(word="cadmium").exists()
    assert meant("cadmuim", language="zh-hans", found=0) == []
    assert meant("中金属", language="zh-hans", found=0) == []
    assert "cadmium" not in client.get("/zh-hans/search/", {"query": "cadmuim"}).content.decode()


@pytest.mark.django_db
def test_the_offer_is_a_link_and_the_query_stays_what_was_typed(client):
    factory.news_page("one", title="食品检测")

    answer = client.get("/zh-hant/search/", {"query": "食品見測"}).content.decode()

    assert 'class="search-meant"' in answer
    assert 'value="食品見測"' in answer


@pytest.mark.django_db
def test_a_chinese_offer_on_an_english_page_says_its_language(client):
    factory.news_page("one", title="Food testing 食品检测", language="en")

    answer = client.get("/en/search/", {"query": "食品见测"}).content.decode()

    assert '<span lang="zh-Hans">食品检测</span></a>' in answer
