"""The front page is kept in memory for seconds; what was taken back is gone from its own address at once."""

import pytest

from home.remembered import forget_everything
from openday.oversight import actions
from openday.oversight.demo.promises import fill_promises
from openday.oversight.models import Indicator
from tests.factories.oversight import MONDAY
from tests.factories.oversight_public import a_published_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("remembering")]
FRONT = "/zh-hans/oversight/"


def text(client, path=FRONT):
    return client.get(path).content.decode()


def test_a_second_visitor_asks_the_database_nothing(client, office, django_assert_num_queries):
    fill_promises()
    a_published_case(office)
    first = text(client)

    with django_assert_num_queries(0):
        assert text(client) == first


def test_each_language_has_its_own_words_in_memory(client, office):
    fill_promises()
    a_published_case(office)
    indicator = Indicator.objects.order_by("position").first()

    pages = {language: text(client, f"/{language}/oversight/") for language in ("zh-hans", "en", "zh-hans")}

    assert indicator.name_zh in pages["zh-hans"]
    assert indicator.name_en in pages["en"]
    assert "一位市民反映指示牌不清。" in pages["zh-hans"]
    assert "Someone told us that signs are missing." in pages["en"]


@pytest.mark.parametrize("path", [FRONT, "/zh-hans/oversight/commitments/"])
def test_a_changed_promise_is_seen_when_the_seconds_are_over(client, office, path):
    fill_promises()
    text(client, path)

    Indicator.objects.update(name_zh="换了名字的指标")
    forget_everything()

    assert "换了名字的指标" in text(client, path)


def test_an_answer_that_is_withdrawn_leaves_its_own_page_at_once_and_this_one_after_the_seconds(client, office):
    case = a_published_case(office)
    address = f"{FRONT}published/{case.number}/"
    assert case.number in text(client)

    actions.withdraw_publication(case=case, reason="本人要求", by=office.quality, now=MONDAY)

    assert client.get(address).status_code == 410
    assert case.number not in text(client, f"{FRONT}published/")
    forget_everything()
    assert case.number not in text(client)
