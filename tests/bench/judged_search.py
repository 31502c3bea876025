"""Judge the search on the database of DATABASE_URL, in a process of its own: prints the figures as JSON.

`python -m tests.bench.judged_search` makes the 220 texts of tests/home/judged.py and asks all queries.
`stock` are the figures of Wagtail's own backend on the same texts.
"""

import dataclasses
import json
import logging
import time

import django


def main() -> None:
    django.setup()
    # Wagtail tells of each page it makes.
    logging.getLogger("wagtail").setLevel(logging.WARNING)

    from django.test import override_settings
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from home.search import find
    from tests.factories import home as factory
    from tests.home.judged import QUERIES, judge, texts

    collection = texts()
    numbers = {}
    for text in collection:
        page = factory.news_page(f"text-{text.number}", title=text.title, summary=text.body)
        numbers[page.pk] = text.number

    def ours(query: str) -> list[int]:
        return [numbers[hit.key] for hit in find(query, language="zh-hans").rows[:10] if hit.key in numbers]

    begun = time.process_time()
    figures = judge(ours, collection)
    spent = (time.process_time() - begun) / len(QUERIES)

    own = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    with override_settings(WAGTAILSEARCH_BACKENDS=own):
        stock = get_search_backend()
        stock.add_bulk(Page, [])
        for page in Page.objects.filter(pk__in=numbers).specific():
            stock.add(page)
        theirs = judge(lambda query: [numbers[page.pk] for page in stock.search(query, Page)[:10] if page.pk in numbers], collection)

    told = {"ours": dataclasses.asdict(figures), "stock": dataclasses.asdict(theirs), "milliseconds": 1000 * spent}
    print(json.dumps({**told, "texts": len(collection), "queries": len(QUERIES)}))


if __name__ == "__main__":
    main()
