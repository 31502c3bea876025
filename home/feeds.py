"""News of any kind as Atom (RFC 4287) and JSON Feed 1.1. Pure: what is written comes in as a Feed, texts in its language."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date

ATOM, JSON = "application/atom+xml", "application/feed+json"
# How many entries a feed holds: readers ask again every hour and keep what they have seen.
MOST_ENTRIES = 30
# XML 1.0 cannot say these at all, not even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One piece of news. `identity` never changes, whatever the address or the title become; addresses are whole."""

    identity: str
    title: str
    address: str
    summary: str
    published_at: datetime
    updated_at: datetime
    # BCP 47, where it is another one than the feed's.
    language: str = ""
    picture: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """`addresses` are the feed's own, by media type; `home` is the page that shows the same."""

    identity: str
    title: str
    subtitle: str
    author: str
    language: str
    home: str
    addresses: dict[str, str]
    entries: tuple[Entry, ...]

    @property
    def updated_at(self) -> datetime:
        # A feed must name a moment, and one without entries has none of its own: any that stays the same.
        return max((entry.updated_at for entry in self.entries), default=datetime(2026, 1, 1, tzinfo=UTC))


def answer(feed: Feed, kind: str) -> HttpResponse:
    """The feed as a response that any cache may keep and any web page may read."""
    body = atom(feed) if kind == ATOM else json_feed(feed)
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response["Last-Modified"] = http_date(feed.updated_at.timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=300)
    return response


def identity(kind: str, key: object) -> str:
    """A tag URI (RFC 4151): a name for ever that is no address."""
    host = settings.BASE_URL.split("://")[1].split(":")[0]
    return f"tag:{host},2026:{kind}:{key}"


def atom(feed: Feed) -> bytes:
    head = [
        _element("id", feed.identity),
        _element("title", feed.title),
        _element("subtitle", feed.subtitle) if feed.subtitle else "",
        _element("updated", _moment(feed.updated_at)),
        f"<author>{_element('name', feed.author)}</author>",
        *(_link("self" if kind == ATOM else "alternate", address, kind) for kind, address in feed.addresses.items()),
        _link("alternate", feed.home, "text/html"),
    ]
    entries = "".join(map(_atom_entry, feed.entries))
    start = f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.language)}>'
    return f"{start}{''.join(head)}{entries}\n</feed>\n".encode()


def _atom_entry(entry: Entry) -> str:
    language = f" xml:lang={quoteattr(entry.language)}" if entry.language else ""
    parts = [
        _element("id", entry.identity),
        _element("title", entry.title),
        _link("alternate", entry.address, "text/html"),
        _link("enclosure", entry.picture, _picture_kind(entry.picture)) if entry.picture else "",
        _element("published", _moment(entry.published_at)),
        _element("updated", _moment(entry.updated_at)),
        _element("summary", entry.summary) if entry.summary else "",
        # An entry without summary must have some content.
        f'<content type="html">{_text(_html(entry))}</content>' if entry.lines or not entry.summary else "",
    ]
    return f"\n<entry{language}>{''.join(parts)}</entry>"


def json_feed(feed: Feed) -> bytes:
    whole: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.addresses[JSON],
        "description": feed.subtitle,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps({name: value for name, value in whole.items() if value or name == "items"}, ensure_ascii=False).encode(
        errors="replace"
    )


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.identity,
        "url": entry.address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": _html(entry),
        "image": entry.picture,
        "date_published": _moment(entry.published_at),
        "date_modified": _moment(entry.updated_at),
        "language": entry.language,
    }
    return {name: value for name, value in item.items() if value}


def _html(entry: Entry) -> str:
    paragraph = f"<p>{escape(entry.summary or entry.title)}</p>"
    return paragraph + (f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in entry.lines)}</ul>" if entry.lines else "")


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(value: str) -> str:
    return escape(_UNSAYABLE.sub("", value))


def _element(name: str, value: str) -> str:
    return f"<{name}>{_text(value)}</{name}>"


def _link(relation: str, address: str, kind: str) -> str:
    return f'<link rel="{relation}" type="{kind}" href={quoteattr(address)}/>'


def _picture_kind(address: str) -> str:
    return "image/jpeg" if address.endswith((".jpg", ".jpeg")) else "image/webp"
