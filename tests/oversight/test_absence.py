"""What is not public is nowhere: one walk over everything that leaves the house, with canaries in cases of every hidden kind."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from wagtail.models import Revision
from wagtail.search.models import IndexEntry

from home.remembered import forget_everything
from openday.accounts.models import AuditEntry
from openday.intake.fields import Contact
from openday.mail.models import Message
from openday.oversight import actions
from openday.oversight.models import Case, CaseCounter, Evidence
from openday.oversight.own_data.actions import erase
from openday.oversight.states import State
from tests.factories.oversight import MONDAY, a_case, a_case_in
from tests.factories.oversight_public import a_picture, a_published_case

pytestmark = pytest.mark.django_db
CANARY, SHOWN = "金丝雀甲乙", "白鹭丙丁"
LATER = MONDAY + timedelta(days=2)
# Traditional pages are the Simplified ones in another script, which would hide the canaries and double the walk.
LANGUAGES = ("zh-hans", "en")


def _private(name: str) -> dict:
    """Values of a case that carry the canary wherever the public could find it."""
    return {
        "text": f"{CANARY}{name}原文",
        "name": f"{CANARY}{name}",
        "contact": Contact("email", f"canary-{name}@example.org"),
        "pictures": [ContentFile(a_picture().read(), name=f"{CANARY}-{name}.jpg")],
    }


def _once_public(office, name: str) -> Case:
    return a_published_case(office, summary_zh=f"{CANARY}{name}摘要", answer_zh=f"{CANARY}{name}答复", **_private(name))


@pytest.fixture
def hidden(office) -> dict[str, Case]:
    """One case of each kind that the public must not see, each with words that would give it away."""
    given = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    # Numbers that no page uses as its example.
    CaseCounter.objects.create(year=MONDAY.year, last=7000)
    found = {
        "received": a_case(consents_to_publication=True, **_private("received")),
        "undecided": a_case_in(State.ANSWERED, **given, consents_to_publication=True, **_private("undecided")),
        "refused": a_case_in(State.ANSWERED, **given, consents_to_publication=True, **_private("refused")),
        **{kind: _once_public(office, kind) for kind in ("withdrawn", "unwilling", "redone", "appealed", "erased")},
    }
    words = {"public_summary_zh": f"{CANARY}摘要", "public_answer_zh": f"{CANARY}答复"}
    Case.objects.filter(pk__in=[found["undecided"].pk, found["refused"].pk]).update(**words)
    actions.refuse_publication(case=found["refused"], reason=f"{CANARY}理由", by=office.quality, now=LATER)
    actions.withdraw_publication(case=found["withdrawn"], reason="误登。", by=office.quality, now=LATER)
    actions.change_consent(case=found["unwilling"], consents=False, now=LATER)
    actions.ask_redo(case=found["redone"], text=f"{CANARY}再办", now=LATER)
    actions.ask_appeal(case=found["appealed"], text=f"{CANARY}复核", now=LATER)
    erase(case=found["erased"], now=LATER)
    return found


def _names(patterns, namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}"


def every_address() -> set[str]:
    """Every public address that needs no argument, in every language, as the resolver itself knows them."""
    # The map for search engines has no name.
    found = {"/sitemap.xml"}
    for name in set(_names(get_resolver().url_patterns)):
        for language in LANGUAGES:
            with translation.override(language):
                try:
                    found.add(reverse(name))
                except NoReverseMatch:
                    continue
    return {address for address in found if not address.startswith(("/admin", "/documents", "/readyz", "/metrics"))}


def body(client, address: str) -> str:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace") + str(dict(answer.headers))


def test_the_walk_meets_pages_feeds_files_and_the_map(hidden):
    addresses = every_address()

    wanted = ["/en/oversight/", "/en/oversight/published/", "/en/search/", "/sitemap.xml", "/zh-hans/oversight/satisfaction/"]
    assert [address for address in wanted if address not in addresses] == []
    assert len(addresses) > 60


def test_hidden_cases_are_absent_from_everything_that_leaves_the_house(client, office, hidden):
    shown = a_published_case(office, summary_zh=f"{SHOWN}摘要", answer_zh=f"{SHOWN}答复")
    forget_everything()
    assert f"{CANARY}received原文" in Case.objects.get(pk=hidden["received"].pk).text

    numbers = {case.number for case in hidden.values()}
    queries = [f"/{language}/search/?query={word}" for language in LANGUAGES for word in (CANARY, SHOWN, *sorted(numbers))]
    suggestions = [f"/{language}/search/suggestions/?query={word}" for language in LANGUAGES for word in (CANARY[:2], CANARY, SHOWN)]
    leaks, met = set(), set()
    for address in sorted(every_address() | {f"/zh-hans/oversight/published/{shown.number}/"}) + queries + suggestions:
        text = body(client, address)
        # A search repeats what was asked.
        told = re.sub(r'(<input[^>]*>|<title>.*?</title>|<h1.*?</h1>|"query": "[^"]*")', "", text) if "/search/" in address else text
        met |= {address for word in (SHOWN, shown.number) if word in told}
        if f"{CANARY}" in told.replace(f"“{CANARY}”", "") and "query=" not in address:
            leaks.add(address)
        if any(f"{CANARY}{part}" in told for part in ("摘要", "答复", "理由", *hidden)) or "canary-" in told:
            leaks.add(address)
        if "query=" not in address and any(number in told for number in numbers):
            leaks.add(f"{address} names a hidden case")

    assert leaks == set()
    # What is public was met on its way: on pages, in the search, in the map for search engines.
    assert {"/zh-hans/oversight/published/", "/zh-hans/oversight/", "/sitemap.xml"} <= met


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_own_address_of_a_hidden_case_tells_nothing(client, hidden, language):
    codes = {}
    for kind, case in hidden.items():
        answer = client.get(f"/{language}/oversight/published/{case.number}/")
        codes[kind] = answer.status_code
        assert CANARY not in answer.content.decode()
        assert "canary" not in answer.content.decode()

    gone = {"withdrawn", "unwilling", "redone", "appealed", "erased"}
    assert codes == {kind: 410 if kind in gone else 404 for kind in hidden}


def test_nothing_of_them_lies_in_letters_files_caches_logs_the_index_or_old_revisions(client, hidden, settings):
    for address in ("/zh-hans/oversight/", "/zh-hans/oversight/published/", "/zh-hans/", f"/zh-hans/search/?query={CANARY}"):
        client.get(address)

    letters = [f"{letter.context} {letter.calendar}" for letter in Message.objects.all()]
    audits = [f"{entry.reason} {entry.facts} {entry.by_name}" for entry in AuditEntry.objects.all()]
    index = [f"{entry.title} {entry.body} {entry.autocomplete}" for entry in IndexEntry.objects.all()]
    revisions = [str(revision.content) for revision in Revision.objects.all()]
    kept = [str(cache.get(key.split(":", 2)[-1])) + key for key in getattr(cache, "_cache", {})]
    files = [picture.file.name for picture in Evidence.objects.all()]
    files += [str(path) for path in Path(settings.MEDIA_ROOT).rglob("*")] if Path(settings.MEDIA_ROOT).exists() else []

    assert letters != []
    assert files != []
    places = {"letters": letters, "audits": audits, "index": index, "revisions": revisions, "caches": kept, "files": files}
    assert {place for place, texts in places.items() if any(CANARY in text for text in texts)} == set()
