"""What search engines read: schema.org as JSON-LD. Pure: plain values in, JSON text out, drawn once for equal inputs.

A data block is never executed, so that the content policy has nothing to allow for it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString

SCHEMA = "https://schema.org"
# Inside <script> no text may end the element or open a comment.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Office:
    """The authority behind the site; empty texts are left out."""

    name: str
    url: str
    telephone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class Article:
    """One piece of news; dates are ISO 8601, `source` who published it first."""

    title: str
    address: str
    description: str
    language: str
    published: str
    modified: str
    picture: str
    source: str


@dataclass(frozen=True)
class Laboratory:
    name: str
    address: str
    description: str
    picture: str


def text(value: Any) -> str:
    """JSON that may stand inside <script>."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def script(parts: Iterable[str]) -> SafeString:
    """The element with the things in `parts`, each as `text` gave it; nothing when there are none."""
    graph = ",".join(part for part in parts if part)
    if not graph:
        return SafeString("")
    return SafeString(f'<script type="application/ld+json">{{"@context":"{SCHEMA}","@graph":[{graph}]}}</script>')


def filled(**values: Any) -> dict[str, Any]:
    """Those with a value; a name that ends in _ stands for one that Python keeps for itself, and type_ and id_ for @type and @id."""
    return {{"type_": "@type", "id_": "@id"}.get(name, name): value for name, value in values.items() if value not in ("", None, [])}


def office(of: Office) -> dict[str, Any]:
    """GovernmentOrganization, named by its @id, so that all pages speak of the same one."""
    place = {"@type": "PostalAddress", "streetAddress": of.address, "addressCountry": "CN"} if of.address else None
    return filled(
        type_="GovernmentOrganization",
        id_=f"{settings.BASE_URL}/#authority",
        name=of.name,
        url=of.url,
        telephone=of.telephone,
        email=of.email,
        address=place,
    )


@lru_cache(maxsize=64)
def website(name: str, address: str, language: str, search: str, of: Office) -> str:
    """The site and who runs it; `search` is the address of its search, to which the words are added."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?query={{words}}"},
        "query-input": "required name=words",
    }
    publisher = office(of)
    site = filled(type_="WebSite", name=name, url=address, inLanguage=language, potentialAction=action, publisher={"@id": publisher["@id"]})
    return f"{text(site)},{text(publisher)}"


@lru_cache(maxsize=1000)
def breadcrumbs(steps: tuple[tuple[str, str], ...]) -> str:
    """The way from the home page to this one: names and whole addresses; the last needs none."""
    items = [filled(type_="ListItem", position=number, name=name, item=address) for number, (name, address) in enumerate(steps, start=1)]
    return text({"@type": "BreadcrumbList", "itemListElement": items})


@lru_cache(maxsize=500)
def article(of: Article, publisher: Office) -> str:
    said_by = office(publisher)
    source = {"@type": "Organization", "name": of.source} if of.source else None
    return text(
        filled(
            type_="NewsArticle",
            headline=of.title[:110],
            url=of.address,
            mainEntityOfPage=of.address,
            description=of.description,
            inLanguage=of.language,
            datePublished=of.published,
            dateModified=of.modified,
            image=[of.picture] if of.picture else [],
            author=source or said_by,
            publisher=said_by,
            sourceOrganization=source,
            isAccessibleForFree=True,
        )
    )


@lru_cache(maxsize=500)
def laboratory(of: Laboratory, part_of: Office) -> str:
    return text(
        filled(
            type_="GovernmentOrganization",
            id_=of.address,
            name=of.name,
            url=of.address,
            description=of.description,
            image=of.picture,
            parentOrganization=office(part_of),
        )
    )
