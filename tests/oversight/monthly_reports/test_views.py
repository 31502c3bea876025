"""What everybody reads of the reports, on the screen and on paper; drafts are nobody's."""

import io
import re
from datetime import timedelta

import pypdfium2
import pytest

from openday.accounts import roles
from openday.oversight import actions as cases
from openday.oversight.models import Case
from openday.oversight.monthly_reports import actions
from openday.oversight.vocabulary import Category
from tests import people
from tests.factories.oversight import MONDAY, a_case
from tests.factories.oversight_public import SUMMARY_ZH, a_published_case
from tests.oversight.monthly_reports.test_actions import JULY, JUNE, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(office):
    return people.person("quinn", roles.QUALITY_OFFICE, of="quality-office")


@pytest.fixture
def report(office, second):
    for _each in range(6):
        a_case(category=Category.ENQUIRY)
    a_published_case(office)
    draft = actions.draft(month=JUNE, now=JULY)
    actions.write(report=draft, text_zh="本月重点：\n\n指示牌已加装。", text_en="The signs are up.", by=office.quality, now=JULY)
    return published(draft, office, second)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_what_is_not_approved_is_nowhere(client, office, state):
    draft = actions.draft(month=JUNE, now=JULY)
    actions.write(report=draft, text_zh="秘密的草稿", text_en="A secret draft", by=office.quality, now=JULY)
    if state == "submitted":
        actions.submit(report=draft, by=office.quality, now=JULY)

    for path in ("2026-06/", "2026-06/1/", "2026-06/1.pdf"):
        assert client.get(f"/zh-hans/oversight/reports/{path}").status_code == 404
    for path in ("/zh-hans/oversight/reports/", "/en/oversight/reports/", "/sitemap.xml"):
        text = client.get(path).content.decode()
        assert "秘密的草稿" not in text
        assert "2026-06" not in text


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_published_report_is_listed_and_read_in_each_language(client, report, language):
    listed = client.get(f"/{language}/oversight/reports/").content.decode()
    page = client.get(f"/{language}/oversight/reports/2026-06/").content.decode()

    assert f"/{language}/oversight/reports/2026-06/" in listed
    assert {"zh-hans": "指示牌已加装", "zh-hant": "指示牌已加裝", "en": "The signs are up."}[language] in page
    assert re.search(r"<dd>7</dd>", page)
    assert f"/{language}/oversight/reports/2026-06/1.pdf" in page


def test_an_earlier_revision_stays_readable_and_says_that_there_is_a_later_one(client, report, office, second):
    a_case(now=MONDAY + timedelta(days=2))
    published(
        actions.revise(report=report, reason_zh="漏计一件。", reason_en="One was left out.", by=office.quality, now=JULY), office, second
    )

    latest = client.get("/en/oversight/reports/2026-06/").content.decode()
    first = client.get("/en/oversight/reports/2026-06/1/").content.decode()

    assert "Revision 2: One was left out." in latest
    assert "<dd>8</dd>" in latest
    assert "<dd>7</dd>" in first
    assert "There is a later revision of this report." in first
    assert client.get("/en/oversight/reports/2026-06/3/").status_code == 404


def test_the_cases_on_the_page_are_those_that_are_published_now(client, report, office):
    assert SUMMARY_ZH in client.get("/zh-hans/oversight/reports/2026-06/").content.decode()

    shown = Case.objects.published().get()
    cases.withdraw_publication(case=shown, reason="A name.", by=office.quality, now=JULY)

    assert SUMMARY_ZH not in client.get("/zh-hans/oversight/reports/2026-06/").content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_pdf_says_what_the_page_says(client, report, language):
    response = client.get(f"/{language}/oversight/reports/2026-06/1.pdf")
    document = pypdfium2.PdfDocument(io.BytesIO(response.content))
    text = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "\n")

    assert response["Content-Type"] == "application/pdf"
    assert {"zh-hans": "指示牌已加装", "zh-hant": "指示牌已加裝", "en": "The signs are up."}[language] in text
    assert re.search(r"\b7\b", text)
    assert "〓" not in text
    assert "1/1 (100%)" in text


def test_the_same_revision_is_the_same_file(client, report):
    first, again = (client.get("/zh-hans/oversight/reports/2026-06/1.pdf").content for _time in range(2))

    assert first == again


@pytest.mark.parametrize("path", ["2026-13/", "2026-06/0/", "2026-06/1.doc", "2026-6/", "2026-06%0A/"])
def test_nonsense_is_not_found(client, report, path):
    assert client.get(f"/en/oversight/reports/{path}").status_code == 404


def test_pages_cost_the_same_for_one_report_and_for_three(client, report, office, second, django_assert_num_queries):
    addresses = [f"/zh-hans/oversight/reports/{path}" for path in ("", "2026-06/")]
    for more in ((), (4, 5)):
        for month in more:
            published(actions.draft(month=JUNE.replace(month=month), now=JULY), office, second)
        for address in addresses:
            client.get(address)
            with django_assert_num_queries(4):
                client.get(address)
