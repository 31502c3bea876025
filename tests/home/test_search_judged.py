"""What the search finds, judged: at least 0.95 of the answers, and nine of ten things shown are answers."""

import json
import subprocess
import sys

import pytest
from wagtail.models import Page

from home.search import find
from tests.factories import home as factory
from tests.home.judged import QUERIES, judge, texts
from tests.races.server import ROOT


def test_the_collection_is_large_enough():
    assert len(texts()) >= 200
    assert len(QUERIES) >= 60
    assert all(any(is_answer(text) for text in texts()) for query, is_answer in QUERIES if query not in {"大学", "放日"})


@pytest.mark.django_db
def test_answers_are_found_and_little_else():
    collection = texts()
    numbers = {}
    for text in collection:
        page = factory.news_page(f"text-{text.number}", title=text.title, summary=text.body)
        numbers[page.pk] = text.number

    def search(query: str) -> list[int]:
        return [numbers[hit.key] for hit in find(query, language="zh-hans").rows[:10]]

    figures = judge(search, collection)

    assert Page.objects.filter(pk__in=numbers).count() == len(collection)
    assert figures.recall >= 0.95, figures
    assert figures.precision >= 0.9, figures
    assert figures.without_a_hit == 0


@pytest.mark.parametrize("real_database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_postgresql_finds_the_same(real_database):
    command = [sys.executable, "-m", "tests.bench.judged_search"]
    done = subprocess.run(command, cwd=ROOT, env=real_database.environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    ours = json.loads(done.stdout.splitlines()[-1])["ours"]
    assert ours["recall"] >= 0.95, ours
    assert ours["precision"] >= 0.9, ours
    assert ours["without_a_hit"] == 0
