"""Lists of the staff area say how many there are in a sentence, in every language of the staff area."""

import pytest
from django.core.files.base import ContentFile

from home.models import SiteDocument
from tests import people
from tests.factories.findings import a_finding

pytestmark = pytest.mark.django_db


def foot(text: str) -> str:
    return text.partition('<div class="pagination__end">')[2].partition("</div>")[0].strip()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "共 2 项"), ("zh-hant", "共 2 項"), ("en", "2 in all")])
def test_the_foot_of_a_list_counts_with_a_counter_word(client, language, words):
    people.rita()
    for _number in range(2):
        a_finding()
    client.force_login(people.quentin())

    page = client.get("/admin/oversight/findings/", headers={"Accept-Language": language}).content.decode()

    assert foot(page) == words


def test_choosers_and_lists_of_wagtail_itself_count_the_same_way(client):
    client.force_login(people.root())
    SiteDocument.objects.create(title="守则", file=ContentFile(b"%PDF-1.7", "rules.pdf"))

    users = client.get("/admin/users/", headers={"Accept-Language": "zh-hans"}).content.decode()
    chooser = client.get("/admin/documents/chooser/", headers={"Accept-Language": "zh-hans"}).json()["html"]

    assert [foot(users), foot(chooser)] == ["共 1 项", "共 1 项"]
