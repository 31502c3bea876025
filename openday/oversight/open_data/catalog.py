"""The catalogue for other portals: DCAT 3 as JSON-LD, and the same in the shape of data.json (DCAT-US 1.1)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from home.face import names
from openday.language.names import ALL, ENGLISH, SIMPLIFIED
from openday.oversight.open_data.columns import Dataset
from openday.oversight.open_data.datasets import DATASETS
from openday.oversight.open_data.files import in_every_language

_FORMATS = (("csv", "text/csv"), ("json", "application/json"))
_EU = "http://publications.europa.eu/resource/authority"


def file_address(dataset: Dataset, ending: str) -> str:
    return settings.BASE_URL + reverse("open_data_files:file", args=[dataset.code, ending])


def page_address(dataset: Dataset, language: str = SIMPLIFIED) -> str:
    return f"{settings.BASE_URL}/{language}/open-data/{dataset.code}/"


def dcat(site_id: int | None) -> dict[str, Any]:
    """https://www.w3.org/TR/vocab-dcat-3/."""
    publisher = {"@type": "foaf:Organization", "foaf:name": [_said(names(site_id, code).authority, code) for code in (SIMPLIFIED, ENGLISH)]}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": f"{settings.BASE_URL}/open-data/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": [_said(names(site_id, code).service, code) for code in ALL],
        "dct:publisher": publisher,
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "dct:language": [{"@id": f"{_EU}/language/{code}"} for code in ("ZHO", "ENG")],
        "foaf:homepage": {"@id": f"{settings.BASE_URL}/{SIMPLIFIED}/open-data/"},
        "dcat:dataset": [_dataset(dataset, publisher) for dataset in DATASETS],
    }


def data_json(site_id: int | None) -> dict[str, Any]:
    """https://resources.data.gov/resources/dcat-us/: what harvesters of governments look for."""
    known = names(site_id, SIMPLIFIED)
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "dataset": [
            {
                "@type": "dcat:Dataset",
                "identifier": page_address(dataset),
                "title": str(dataset.title),
                "description": str(dataset.about),
                "keyword": [dataset.code],
                "accessLevel": "public",
                "license": settings.OPEN_DATA_LICENCE,
                "language": ["zh", "en"],
                "landingPage": page_address(dataset),
                "publisher": {"@type": "org:Organization", "name": known.authority},
                "contactPoint": {"@type": "vcard:Contact", "fn": known.authority, "hasEmail": f"mailto:{known.email}"},
                "distribution": [
                    {
                        "@type": "dcat:Distribution",
                        "downloadURL": file_address(dataset, ending),
                        "mediaType": media,
                        "format": ending.upper(),
                    }
                    for ending, media in _FORMATS
                ],
            }
            for dataset in DATASETS
        ],
    }


def _dataset(dataset: Dataset, publisher: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": page_address(dataset),
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.code,
        "dct:title": _in_every_language(dataset.title),
        "dct:description": _in_every_language(dataset.about),
        "dct:publisher": publisher,
        "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/CONT"},
        "dcat:landingPage": {"@id": page_address(dataset)},
        "dcat:distribution": [
            {
                "@id": file_address(dataset, ending),
                "@type": "dcat:Distribution",
                "dct:license": {"@id": settings.OPEN_DATA_LICENCE},
                "dcat:downloadURL": {"@id": file_address(dataset, ending)},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
                "dct:conformsTo": {"@id": file_address(dataset, "csv") + "-metadata.json"},
            }
            for ending, media in _FORMATS
        ],
    }


def _in_every_language(text: Any) -> list[dict[str, str]]:
    return [{"@language": tag, "@value": words} for tag, words in in_every_language(text).items()]


def _said(text: str, code: str) -> dict[str, str]:
    return {"@language": {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(code, code), "@value": text}
