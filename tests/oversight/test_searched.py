"""Published cases and promises among what the search finds."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.search.models import IndexEntry

from openday.oversight import actions
from openday.oversight.models import Case, Indicator
from openday.oversight.verdicts import Basis, Direction
from tests.factories.oversight import MONDAY, a_case
from tests.factories.oversight_public import SUMMARY_ZH, a_published_case

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def hits(client, query: str, language: str = "zh-hans", **asked: str) -> list[str]:
    answer = client.get(f"/{language}/search/", {"query": query, **asked}).content.decode()
    return re.findall(r'<h2 class="search-hits__title"><a href="([^"]+)"', answer)


def titles(client, typed: str) -> list[str]:
    return client.get("/zh-hans/search/suggestions/", {"query": typed}).json()["titles"]


def entries() -> int:
    return IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(Case)).count()


def test_a_published_case_is_found_by_its_public_texts_and_never_by_the_citizens(client, office):
    case = a_published_case(office, text="我家的秘密暗号是蓝鲸。")
    address = f"/zh-hans/oversight/published/{case.number}/"

    assert hits(client, "指示牌") == hits(client, "加装") == hits(client, case.number) == [address]
    assert hits(client, "signs", "en") == [address.replace("zh-hans", "en")]
    assert hits(client, "指示牌", kind="cases") == hits(client, "指示牌", unit="food") == [address]
    assert hits(client, "指示牌", year=str(MONDAY.year)) == [address]
    assert titles(client, "指示") == [SUMMARY_ZH]
    for private in ("蓝鲸", "秘密暗号", "The full answer"):
        assert hits(client, private) == []
    assert "蓝鲸" not in "".join(f"{row.title} {row.body}" for row in IndexEntry.objects.all())


@pytest.mark.parametrize(
    "deed",
    [
        lambda case, office: actions.withdraw_publication(case=case, reason="Wrong.", by=office.quality, now=LATER),
        lambda case, office: actions.change_consent(case=case, consents=False, now=LATER),
        lambda case, office: actions.ask_redo(case=case, text="Again, please.", now=LATER),
    ],
)
def test_what_is_withdrawn_is_gone_at_once_and_its_words_leave_the_index(client, office, deed):
    case = a_published_case(office)
    assert entries() == 1
    assert hits(client, "指示牌") != []

    deed(case, office)

    assert hits(client, "指示牌") == titles(client, "指示") == []
    assert entries() == 0


def test_even_what_the_index_still_holds_is_not_found(client, office):
    case = a_published_case(office)
    # Past every deed, as a restored copy or a hand on the database would.
    Case.objects.filter(pk=case.pk).update(published_at=None, published_by=None)

    assert entries() == 1
    assert hits(client, "指示牌") == titles(client, "指示") == []


def test_a_case_that_is_not_published_never_enters_the_index(office):
    a_case(text="指示牌太小。")

    assert entries() == 0
    assert Case.get_indexed_objects().count() == 0


def test_a_promise_is_found_and_leads_to_its_readings(client):
    Indicator.objects.create(
        code="errors",
        name_zh="报告结论性差错率",
        name_en="Errors in conclusions",
        definition_zh="结论有误的报告份数",
        definition_en="Reports with a wrong conclusion",
        basis=Basis.CENSUS,
        direction=Direction.AT_MOST,
    )

    assert hits(client, "差错率") == hits(client, "結論有誤") == ["/zh-hans/oversight/commitments/errors/"]
    assert hits(client, "wrong conclusion", "en") == ["/en/oversight/commitments/errors/"]
