"""Words that stand for others: kept by editors, at work in the search, tried before they are saved."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from home.models import SynonymGroup
from home.search import find
from home.search.synonyms import tried
from openday.accounts import roles
from tests import people
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [hit.title for hit in find(query, language="zh-hans").rows[:10]]


def test_heavy_metals_find_a_text_about_lead_only_when_somebody_said_so():
    factory.news_page("lead", title="玩具中的铅")
    assert found("重金属") == []

    SynonymGroup.objects.create(words="重金属、heavy metals", also="铅、镉")

    assert found("重金属") == found("重金屬") == found("Heavy Metals") == ["玩具中的铅"]
    assert found("铅") == ["玩具中的铅"]


def test_one_way_is_not_the_other():
    factory.news_page("all", title="重金属")
    SynonymGroup.objects.create(words="重金属", also="铅")

    assert found("铅") == []


def test_words_that_mean_the_same_find_one_another_inside_a_longer_word_too():
    factory.news_page("one", title="农药残留检测")
    factory.news_page("two", title="农残快检")
    SynonymGroup.objects.create(words="农残，农药残留")

    assert set(found("农残")) == set(found("农药残留")) == {"农药残留检测", "农残快检"}
    assert found("农残检测") == ["农药残留检测"]


def test_the_page_says_what_else_was_looked_for_and_marks_it(client):
    factory.news_page("lead", title="玩具中的铅")
    SynonymGroup.objects.create(words="重金属", also="铅、镉")

    answer = client.get("/zh-hans/search/", {"query": "重金属"}).content.decode()

    assert '<span class="search-also">' in answer
    assert "玩具中的<mark>铅</mark>" in answer


NOT_ENOUGH = [("铅", ""), ("，，", ""), ("铅、鉛", ""), ("重金属", "重金属、铅"), ("铅、……", "")]
TOO_MUCH = [("长" * 25 + "、短", ""), ("、".join("一二三四五六七八九十甲乙丙"), "")]


@pytest.mark.parametrize(("words", "also"), [*NOT_ENOUGH, *TOO_MUCH])
def test_groups_that_say_nothing_are_refused(words, also):
    with pytest.raises(ValidationError):
        SynonymGroup(words=words, also=also).full_clean()


def test_a_group_is_tried_before_it_is_saved():
    factory.news_page("lead", title="玩具中的铅")

    rows = tried(SynonymGroup(words="重金属", also="铅"))

    assert [(row.word, row.without, row.with_group) for row in rows] == [("重金属", 0, 1)]


def test_an_editor_keeps_the_words_and_reception_does_not(client):
    address = reverse("wagtailsnippets_home_synonymgroup:add")
    client.force_login(people.person("ed", roles.EDITOR))
    assert client.get(address).status_code == 200
    sent = client.post(address, {"words": "农残，农药残留", "also": "", "note": ""})
    assert sent.status_code == 302
    assert SynonymGroup.objects.get().word_list == ["农残", "农药残留"]

    client.force_login(people.person("rec", roles.RECEPTION))
    assert client.get(address).status_code == 302
