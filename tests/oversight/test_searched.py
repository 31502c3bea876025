"""Published cases and promises among what the search finds."""

import re
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.search.models import IndexEntry

from openday.oversight import actions
from openday.oversight.findings import actions as finding_actions
from openday.oversight.findings.models import Finding
from openday.oversight.findings.states import State
from openday.oversight.instruments.models import Instrument
from openday.oversight.models import Case, Indicator
from openday.oversight.verdicts import Basis, Direction
from tests import people
from tests.factories.findings import a_finding, a_finding_in
from tests.factories.oversight import MONDAY, a_case
from tests.factories.oversight_public import SUMMARY_ZH, a_published_case
from tests.oversight.instruments.test_instruments import an_instrument

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def hits(client, query: str, language: str = "zh-hans", **asked: str) -> list[str]:
    answer = client.get(f"/{language}/search/", {"query": query, **asked}).content.decode()
    return re.findall(r'<h2 class="search-hits__title"><a href="([^"]+)"', answer)


def titles(client, typed: str) -> list[str]:
    return client.get("/zh-hans/search/suggestions/", {"query": typed}).json()["titles"]


def entries(model=Case) -> int:
    return IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(model)).count()


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


def test_a_published_finding_is_found_by_its_public_wording_alone(client, office):
    finding = a_finding_in(
        State.CORRECTING, published=True, title_zh="天平超期使用", title_en="Balance out of date", found_internal="蓝鲸", source_note="蓝鲸"
    )
    address = f"/zh-hans/oversight/findings/{finding.number}/"

    assert hits(client, "天平") == hits(client, "新进人员") == hits(client, "培训不足") == hits(client, finding.number) == [address]
    assert hits(client, "balance", "en") == hits(client, "too little training", "en") == [address.replace("zh-hans", "en")]
    assert hits(client, "天平", kind="findings") == hits(client, "天平", unit="food", year=str(MONDAY.year)) == [address]
    assert hits(client, "天平", kind="cases") == hits(client, "蓝鲸") == []
    assert titles(client, "天平") == ["天平超期使用"]


def test_a_finding_enters_the_index_with_its_publication_and_leaves_it_again(client, office):
    finding = a_finding(title_zh="天平超期使用")
    assert entries(Finding) == Finding.get_indexed_objects().count() == 0
    assert hits(client, "天平") == titles(client, "天平") == []

    finding_actions.publish(finding=finding, by=office.quality, now=MONDAY)
    assert len(hits(client, "天平")) == 1
    finding_actions.reword(
        finding=finding, title_zh="砝码超期使用", found_zh="砝码超期。", reason_zh="写错了。", by=office.quality, now=MONDAY
    )
    assert hits(client, "天平") == []
    assert len(hits(client, "砝码")) == 1

    finding_actions.withdraw_publication(finding=finding, reason_zh="有误。", by=office.quality, now=MONDAY)
    assert hits(client, "砝码") == titles(client, "砝码") == []
    assert entries(Finding) == 0


def test_a_withdrawn_finding_is_not_found_whatever_the_index_still_holds(client, office):
    finding = a_finding_in(State.ANALYSED, published=True, title_zh="天平超期使用")
    Finding.objects.filter(pk=finding.pk).update(published_at=None, published_by=None)

    assert entries(Finding) == 1
    assert hits(client, "天平") == titles(client, "天平") == []


def test_a_public_instrument_is_found_and_no_other(client, office):
    row = an_instrument("lcms", name_zh="液相色谱质谱联用仪", name_en="Mass spectrometer", model="示例型号A", use_zh="测定农药残留。")
    an_instrument("hidden", name_zh="液相色谱仪", is_public=False)
    an_instrument("old", name_zh="旧液相色谱仪", is_in_use=False)
    address = "/zh-hans/oversight/instruments/lcms/"

    assert hits(client, "液相色谱") == hits(client, "农药残留") == hits(client, "型号A") == hits(client, "lcms") == [address]
    assert hits(client, "spectrometer", "en", kind="instruments", unit="food") == [address.replace("zh-hans", "en")]
    assert titles(client, "液相") == ["液相色谱质谱联用仪"]
    assert entries(Instrument) == 1

    row.is_public = False
    row.save()
    assert hits(client, "液相色谱") == titles(client, "液相") == []
    assert entries(Instrument) == 0


def test_the_desk_finds_instruments_that_are_not_public(client, office):
    an_instrument("hidden", name_zh="液相色谱仪", is_public=False)
    client.force_login(people.quentin())

    assert "液相色谱仪" in client.get("/admin/oversight/instruments/", {"q": "色谱"}).content.decode()


def test_kinds_are_counted_beside_each_other(client, office):
    a_finding_in(State.ANALYSED, published=True, title_zh="天平超期使用")
    an_instrument("balance", name_zh="分析天平")
    a_published_case(office, summary_zh="有市民问天平。")

    page = client.get("/en/search/", {"query": "天平"}).content.decode()
    for kind in ("cases", "findings", "instruments"):
        assert re.search(rf"kind={kind}[^>]*>.*?1", page, re.S), kind
