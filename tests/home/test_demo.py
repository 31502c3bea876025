from datetime import UTC, datetime

import pytest
from wagtail.models import Page

from home.demo import fill
from home.models import LabPage, NewsPage, SiteSettings, StandardPage
from openday.accounts.models import Unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def _units():
    for code in ("animal-plant", "food", "industrial", "pesticide-lab"):
        Unit.objects.get_or_create(code=code, defaults={"kind": Unit.Kind.CENTRE, "name_zh": code})


@pytest.mark.usefixtures("_units")
def test_the_demo_writes_pairs_once_and_leaves_edited_pages_alone(client):
    fill(now=NOW, seed=1)
    before = set(Page.objects.values_list("pk", flat=True))
    NewsPage.objects.filter(slug="six-checks-six-looks", locale__language_code="zh-hans").update(title="编辑改过")

    fill(now=NOW, seed=1)

    assert set(Page.objects.values_list("pk", flat=True)) == before
    assert NewsPage.objects.filter(title="编辑改过").exists()
    for model in (StandardPage, LabPage, NewsPage):
        pairs = model.objects.exclude(slug__startswith="headline-")
        keys = [set(pairs.filter(locale__language_code=code).values_list("translation_key", flat=True)) for code in ("zh-hans", "en")]
        assert keys[0] == keys[1]
    assert SiteSettings.objects.get().privacy_page.slug == "privacy"


@pytest.mark.usefixtures("_units")
def test_headlines_of_the_source_get_no_invented_text():
    fill(now=NOW, seed=1)

    headlines = NewsPage.objects.filter(headline_only=True)

    assert headlines.count() == 5
    assert all(not page.body and not page.summary and page.source_name for page in headlines)
