"""Puts the judged collection into the database: news, files on one page, and published cases."""

import logging
from types import SimpleNamespace

from django.core.files.base import ContentFile

from home.models import SiteDocument
from tests import people
from tests.factories import home as factory
from tests.home.judged import ENGLISH, Text


def fill(collection: list[Text]) -> dict[tuple[str, int], int]:
    """Kind and key of what stands for each text → its number."""
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    numbers: dict[tuple[str, int], int] = {}
    files = [text for text in collection if text.occasion == "file"]
    made = [SiteDocument.objects.create(title=text.title, file=ContentFile(b"a,b", name="table.csv")) for text in files]
    factory.plain_page("files", title="数据下载", blocks=[("documents", [row.pk for row in made])])
    numbers |= {("documents", row.pk): text.number for row, text in zip(made, files, strict=True)}
    numbers |= {("cases", _case(text)): text.number for text in collection if text.occasion == "case"}
    for text in collection:
        if text.occasion not in {"file", "case"}:
            page = factory.news_page(f"text-{text.number}", title=text.title, summary=text.body)
            numbers["news", page.pk] = text.number
    factory.news_page("english", title="Words", summary=ENGLISH, language="en")
    return numbers


def _case(text: Text) -> int:
    # Imported here: the factories of the room above need the database's models to be there.
    from tests.factories.oversight import MONDAY
    from tests.factories.oversight_public import a_published_case

    office = SimpleNamespace(quality=people.quentin(), handler=people.hana(), reviewer=people.rita(), food=people.unit("food"))
    case = a_published_case(office, now=MONDAY, summary_zh=text.title, answer_zh=text.body)
    return case.pk
