"""Judge the search on the database of DATABASE_URL, in a process of its own: prints the figures as JSON.

`python -m tests.bench.judged_search` makes the texts of tests/home/judged.py and asks all queries.
`stock` are the figures of Wagtail's own backend on the same pages, `widened` those of queries that need what an editor
said about words, `unwidened` theirs without it, `offered` the share of slips whose first offer is what was meant.
"""

import dataclasses
import json
import time

import django


def main() -> None:
    django.setup()

    from django.test import override_settings
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    from home.models import SynonymGroup
    from home.search import find
    from home.search.meant import meant
    from tests.home.judged import QUERIES, SLIPS, SYNONYMS, WITH_SYNONYMS, judge, missed, texts
    from tests.home.judged_content import fill

    collection = texts()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        numbers = fill(collection)

    def ours(query: str) -> list[int]:
        shown = find(query, language="zh-hans").rows[:10]
        return [numbers[hit.kind, hit.key] for hit in shown if (hit.kind, hit.key) in numbers]

    ours("检测")
    begun = time.process_time()
    figures = judge(ours, collection)
    spent = (time.process_time() - begun) / len(QUERIES)
    unwidened = judge(ours, collection, WITH_SYNONYMS)
    SynonymGroup.objects.bulk_create(SynonymGroup(words=words, also=also) for words, also in SYNONYMS)
    with override_settings(REMEMBER_SECONDS=0):
        widened = judge(ours, collection, WITH_SYNONYMS)
        again = judge(ours, collection)
    begun = time.process_time()
    wrong = missed(lambda typed, language: meant(typed, language=language, found=0))
    offering = (time.process_time() - begun) / len(SLIPS)

    pages = {key: number for (kind, key), number in numbers.items() if kind == "news"}
    own = {"default": {"BACKEND": "wagtail.search.backends.database"}}
    with override_settings(WAGTAILSEARCH_BACKENDS=own):
        stock = get_search_backend()
        for page in Page.objects.filter(pk__in=pages).specific():
            stock.add(page)
        only = [text for text in collection if text.number in pages.values()]
        theirs = judge(lambda query: [pages[page.pk] for page in stock.search(query, Page)[:10] if page.pk in pages], only)

    each = {"ours": figures, "stock": theirs, "widened": widened, "unwidened": unwidened, "ours_with_synonyms": again}
    told = {name: dataclasses.asdict(one) for name, one in each.items()}
    told |= {"offered": 1 - len(wrong) / len(SLIPS), "missed": wrong}
    told |= {"milliseconds": 1000 * spent, "offer_milliseconds": 1000 * offering, "slips": len(SLIPS)}
    print(json.dumps({**told, "texts": len(collection), "queries": len(QUERIES)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
