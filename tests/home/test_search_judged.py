"""What the search finds, judged: at least 0.95 of the answers, and nine of ten things shown are answers."""

import json
import subprocess
import sys

import pytest

from home.models import SynonymGroup
from home.search import find
from home.search.meant import meant
from tests.home.judged import QUERIES, SLIPS, SYNONYMS, WITH_SYNONYMS, judge, missed, texts
from tests.home.judged_content import fill
from tests.races.server import ROOT


def test_the_collection_is_large_enough():
    assert len(texts()) >= 200
    assert len(QUERIES) >= 60
    assert all(any(is_answer(text) for text in texts()) for query, is_answer in QUERIES if query not in {"大学", "放日"})


@pytest.mark.django_db
def test_answers_are_found_and_little_else(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    collection = texts()
    numbers = fill(collection)

    def search(query: str) -> list[int]:
        return [numbers[hit.kind, hit.key] for hit in find(query, language="zh-hans").rows[:10] if (hit.kind, hit.key) in numbers]

    figures = judge(search, collection)

    assert len(numbers) == len(collection)
    assert figures.recall >= 0.95, figures
    assert figures.precision >= 0.9, figures
    assert figures.without_a_hit == 0

    # What only an editor can know: 重金属 are 铅 and 镉 too.
    assert judge(search, collection, WITH_SYNONYMS).recall < 0.5
    SynonymGroup.objects.bulk_create(SynonymGroup(words=words, also=also) for words, also in SYNONYMS)
    figures = judge(search, collection, WITH_SYNONYMS)
    assert figures.recall >= 0.95, figures
    assert figures.precision >= 0.9, figures

    assert len(missed(lambda typed, language: meant(typed, language=language, found=0))) <= 0.2 * len(SLIPS)


@pytest.mark.parametrize("real_database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_postgresql_finds_the_same(real_database):
    command = [sys.executable, "-m", "tests.bench.judged_search"]
    done = subprocess.run(command, cwd=ROOT, env=real_database.environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    for figures in (told["ours"], told["widened"]):
        assert figures["recall"] >= 0.95, figures
        assert figures["precision"] >= 0.9, figures
        assert figures["without_a_hit"] == 0
    assert told["offered"] >= 0.8, told["missed"]
