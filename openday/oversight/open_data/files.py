"""A dataset as a file: CSV that Excel opens in Chinese, JSON, and a description of its columns (CSV on the Web, W3C)."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation

from home.face import HTML_LANG
from openday.language.names import ALL
from openday.language.spreadsheets import harmless
from openday.oversight.open_data.columns import XSD, Dataset, Row

BOM = "\ufeff"


def as_csv(dataset: Dataset, rows: Iterable[Row]) -> Iterator[bytes]:
    """Line by line, in whatever number of rows; the mark at the start tells Excel that it is UTF-8."""
    writer = csv.writer(_Echo())
    yield BOM.encode()
    yield writer.writerow(dataset.names)
    for row in rows:
        yield writer.writerow([_cell(row[name]) for name in dataset.names])


def as_json(dataset: Dataset, rows: Iterable[Row], *, about: dict[str, Any]) -> Iterator[bytes]:
    """One object with `about` and the list of rows; one row for each line, so that no more than one is held."""
    yield json.dumps(about, ensure_ascii=False, indent=1)[:-2].encode() + b',\n "rows": ['
    separator = b"\n"
    for row in rows:
        yield separator + json.dumps({name: _plain(row[name]) for name in dataset.names}, ensure_ascii=False).encode()
        separator = b",\n"
    yield b"\n]}\n"


def csvw(dataset: Dataset, *, address: str, licence: str) -> dict[str, Any]:
    """What the columns are, for programs: https://www.w3.org/TR/tabular-metadata/."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": address,
        "dc:title": in_every_language(dataset.title),
        "dc:description": in_every_language(dataset.about),
        "dc:license": {"@id": licence},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ","},
        "null": "",
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": in_every_language(column.meaning),
                    "datatype": XSD[column.kind],
                    "required": not column.may_be_empty,
                }
                for column in dataset.columns
            ]
        },
    }


def in_every_language(text: Any) -> dict[str, str]:
    """The text by language tag, as JSON-LD wants it."""
    found = {}
    for code in ALL:
        with translation.override(code):
            found[HTML_LANG[code]] = str(text)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _cell(value: Any) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(_plain(value))


class _Echo:
    """A file that hands back what is written, so that the csv module can feed a stream."""

    def write(self, line: str) -> bytes:
        return line.encode()
