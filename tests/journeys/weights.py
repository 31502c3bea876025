"""What every kind of page weighs on a first visit: bytes as the server sends them, and requests.

Read from the answers and from the files that are collected, without a browser, so the figures are exact and the same on every machine.
`python -m tests.journeys.weights` prints the table of docs/operations/speed.md.
"""

import contextlib
import gzip
import http.client
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

from tests.bench.visitor import Answer, Visitor
from tests.journeys import kinds_of_page
from tests.journeys.faces import LANGUAGES

# What WhiteNoise and our middlewares write above a body is 350 to 1,000 bytes; each request pays it.
HEAD_BYTES = 1000
# The month is asked from the list that is read before it.
_A_MONTH = "open-days/?month=next"
PAGES = {**kinds_of_page.PAGES, "open-days-month": _A_MONTH}
_numbers = count(900_000)


@dataclass(frozen=True)
class Weight:
    """One page, cold. Bytes are as transferred; pictures count as requests when they are in the first view, never as bytes."""

    page: str
    language: str
    document: int
    assets: int
    requests: int
    lazy: int

    @property
    def total(self) -> int:
        return self.document + self.assets + HEAD_BYTES * self.requests

    def __str__(self) -> str:
        return (
            f"{self.page} ({self.language}): {self.total / 1024:.1f} KB in {self.requests} requests, document {self.document / 1024:.1f} KB"
        )


@cache
def collected() -> dict[str, int]:
    """Address -> bytes on the wire of every file of the face, joined, hashed and compressed as `collectstatic` does it."""
    from django.contrib.staticfiles.finders import FileSystemFinder
    from django.test import override_settings

    from home.assets import JoinedStaticFilesStorage

    with tempfile.TemporaryDirectory() as folder, override_settings(DEBUG=False):
        storage = JoinedStaticFilesStorage(location=folder)
        paths = {}
        for name, source in FileSystemFinder().list([]):
            paths[name] = (source, name)
            # Collected first, then joined: as the command does.
            with source.open(name) as file:
                storage.save(name, file)
        for _name, _target, fault in storage.post_process(paths):
            if isinstance(fault, Exception):
                raise fault
        return {f"/static/{name}": _smallest(Path(folder) / storage.stored_name(name)) for name in paths}


def _smallest(file: Path) -> int:
    # WhiteNoise leaves no .gz where it would save nothing; of Brotli nothing is assumed.
    packed = file.with_name(file.name + ".gz")
    return (packed if packed.exists() else file).stat().st_size


_TAG = re.compile(r"<(link|script|img|use|source|video|iframe|object|embed)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_FETCHED_LINKS = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}


def asked(page: str) -> tuple[set[str], int, int]:
    """(addresses that a browser fetches at once, pictures in the first view, pictures that wait until they come near)."""
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    addresses: set[str] = set()
    eager = lazy = 0
    for name, inside in _TAG.findall(page):
        attributes = dict(_ATTRIBUTE.findall(inside))
        if name == "img" and not attributes["src"].startswith("data:"):
            eager, lazy = (eager, lazy + 1) if attributes.get("loading") == "lazy" else (eager + 1, lazy)
        elif name == "link" and set(attributes["rel"].split()) & _FETCHED_LINKS:
            addresses.add(attributes["href"])
        elif name in {"script", "iframe", "embed", "video"} and "src" in attributes:
            addresses.add(attributes["src"])
        elif name == "use" and not attributes["href"].startswith("#"):
            addresses.add(attributes["href"].partition("#")[0])
    if found := re.search(r'data-live-places="([^"]*)"', page):
        addresses.add(found[1])
    return addresses, eager, lazy


def weigh(name: str, language: str, sent: bytes, page: str) -> Weight:
    """`sent` is the body as it came over the wire, `page` what it says."""
    addresses, eager, lazy = asked(page)
    files = collected()
    # The manifest and the places of a few sessions are small answers of the portal itself.
    assets = sum(files[address] if address.startswith("/static/") else 1000 for address in addresses)
    return Weight(name, language, len(sent), assets, 1 + len(addresses) + eager, lazy)


@dataclass(frozen=True)
class Site:
    """A running site with the demo content, whose captcha takes the word "test"."""

    port: int
    sessions: list[dict[str, object]]

    def fetch(self, path: str) -> tuple[bytes, str]:
        """A page as a stranger's browser gets it: the bytes on the wire, and its text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        with contextlib.closing(connection):
            connection.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "zh-CN"})
            response = connection.getresponse()
            body = response.read()
            assert response.status in {200, 404, 410, 422}, f"{path}: {response.status}"
        return body, (gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body).decode()

    def pages(self, language: str) -> Iterator[Weight]:
        """Every kind of public page in `language`: those with an address, those one finds on the way, those behind a deed."""
        texts = {}
        for name, path in PAGES.items():
            sent, texts[name] = self.fetch(f"/{language}/{self._address(path, texts)}")
            yield weigh(name, language, sent, texts[name])
        found = {
            "published-case": re.search(rf'href="(/{language}/oversight/published/FK-[\d-]+/)"', texts["published"]),
            "finding": re.search(rf'href="(/{language}/oversight/findings/[\w-]+-\d+/)"', texts["findings"]),
            "report": re.search(rf'href="(/{language}/oversight/reports/[\d-]+/[^"]*)"', texts["reports"]),
        }
        for name, link in found.items():
            assert link, f"the demo content has no {name}"
            sent, text = self.fetch(link[1])
            yield weigh(name, language, sent, text)
        for name, answer in self._deeds(language):
            # Private answers are never compressed (home/middleware.py): the text is what is sent.
            assert answer.status == 200, f"{name}: {answer.status} {answer.text[:500]}"
            yield weigh(name, language, answer.text.encode(), answer.text)

    @staticmethod
    def _address(path: str, texts: dict[str, str]) -> str:
        if path != _A_MONTH:
            return path
        months = re.findall(r'href="[^"]*?(\?[^"]*\bmonth=[\d-]+[^"]*)"', texts["open-days"])
        return "open-days/" + (months[-1].replace("&amp;", "&") if months else "")

    def _deeds(self, language: str) -> Iterator[tuple[str, Answer]]:
        visitor = Visitor(self.port, next(_numbers))
        paths = [f"/{language}/visits/{one['id']}/register/" for one in self.sessions]
        # Some are full, some do not open yet; all of them are pages of one address.
        states = {(answer := visitor.get(path)).state: (path, answer) for path in paths}
        path, form = states.pop("open")
        yield "register-form", form
        yield from ((f"register-{state}", answer) for state, (_path, answer) in states.items())
        typed = {"adults": "2", "name": "测试访客", "contact": visitor.contact, "consent_visit": "on", "captcha": "test"}
        untouched = [(name, value) for name, value in form.fields() if name not in typed]
        review = visitor.post(path, [*untouched, *typed.items()])
        yield "register-review", review
        entrance = visitor.get(visitor.post(path, review.fields()).location)
        yield "ticket", visitor.get(entrance.location)
        yield from self._feedback(visitor, language)
        visitor.leave()

    @staticmethod
    def _feedback(visitor: Visitor, language: str) -> Iterator[tuple[str, Answer]]:
        path = f"/{language}/oversight/feedback/?category=enquiry"
        form = visitor.get(path)
        typed = {"text": "采样记录写了两个日期。", "identity": "unnamed", "captcha": "test"}
        untouched = [(name, value) for name, value in form.fields() if name not in typed]
        sent = visitor.post(path.partition("?")[0], [*untouched, *typed.items()])
        assert sent.status == 303, re.sub(r"<[^>]*>|\s+", " ", sent.text)
        receipt = visitor.get(sent.location)
        yield "feedback-receipt", receipt
        number = re.search(r"FK-\d{4}-\d{6}", receipt.text)
        code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", receipt.text)
        assert number is not None, "no number on the receipt"
        assert code is not None, "no code on the receipt"
        tracking = f"/{language}/oversight/case/"
        token = [pair for pair in visitor.get(tracking).fields() if pair[0] == "csrfmiddlewaretoken"]
        answer = visitor.post(tracking, [*token, ("number", number[0]), ("code", code[0])])
        own = visitor.get(answer.location)
        assert own.state == "case", own.state
        yield "own-case", own


@contextlib.contextmanager
def demo_site(content: dict[str, object], filled: Path) -> Iterator[Site]:
    """Serve a copy of the folder `filled`: `demo.sqlite3`, and what the filling told."""
    from tests.races.server import Database, serve

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "site"
        shutil.copytree(filled, folder)
        more = {"MEDIA_ROOT": str(folder / "media"), "PRIVATE_ROOT": str(folder / "private"), "TRUSTED_PROXIES": "1"}
        with serve(Database(f"sqlite:///{folder / 'demo.sqlite3'}", "sqlite"), folder=folder, workers=1, **more) as server:
            yield Site(server.port, content["sessions"])  # type: ignore[arg-type]


def table(weights: list[Weight]) -> str:
    """The heaviest language of each page, as a table of Markdown."""
    rows: dict[str, Weight] = {}
    for weight in weights:
        if weight.page not in rows or weight.total > rows[weight.page].total:
            rows[weight.page] = weight
    lines = ["| page | transferred | document | requests | pictures below |", "|---|---|---|---|---|"]
    for each in sorted(rows.values(), key=lambda one: -one.total):
        figures = f"{each.total / 1024:.1f} KB ({each.language}) | {each.document / 1024:.1f} KB | {each.requests} | {each.lazy}"
        lines.append(f"| {each.page} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    import json
    import os

    import django

    sys.path.insert(0, str(Path(__file__).parents[2] / "site"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

    django.setup()
    from tests.journeys.conftest import filled_site
    from tests.races.server import migrated_file

    folder = filled_site(migrated_file())
    with demo_site(json.loads((folder / "demo.json").read_text()), folder) as site:
        sys.stdout.write(table([weight for language in LANGUAGES for weight in site.pages(language)]) + "\n")


if __name__ == "__main__":
    main()
