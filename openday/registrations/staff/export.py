"""Registrations as CSV or XLSX for the organiser's own computer: masked, harmless for Excel, and noted.

Names and contacts leave masked: who needs one in full opens the registration and says why.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.accounts.personal_data import masked
from openday.events.models.choices import GuideLanguage
from openday.language.spreadsheets import as_kept, harmless, looks_like_a_formula
from openday.registrations.models import Registration
from openday.registrations.questions import wording as question_wording
from openday.registrations.questions.rules import Asked
from openday.registrations.wording import pretty_code

_BATCH = 2000


def headings(asked: Sequence[Asked] = ()) -> list[object]:
    """The first line: our own columns, then one for each question of the organiser."""
    ours = [
        pgettext("registration", "code"),
        _("open day"),
        _("starts at"),
        _("state"),
        pgettext("person", "name"),
        _("contact"),
        _("adults"),
        _("children aged 0 to 5"),
        _("children aged 6 to 13"),
        _("young people aged 14 to 17"),
        _("companions"),
        _("places"),
        _("access needs"),
        _("language of letters"),
        _("language of the guide"),
        _("registered at"),
    ]
    return [*ours, *(one.label for one in asked)]


def row(registration: Registration, asked: Sequence[Asked] = ()) -> list[object]:
    """One line; reads session and open day, and answers to what was `asked`, which the query brings along."""
    given = {answer.question_id: answer.value for answer in registration.answers.all()} if asked else {}
    return [
        pretty_code(registration.code),
        registration.session.open_day.name,
        _moment(registration.session.starts_at),
        registration.standing,
        masked(registration, "name"),
        masked(registration, "contact"),
        registration.adults,
        registration.children_0_5,
        registration.children_6_13,
        registration.youths_14_17,
        registration.companions,
        registration.places,
        # That help is needed, not which: the kind of help is health data and stays on the screen.
        _("yes") if registration.access_needs else "",
        registration.get_language_display(),
        _guide(registration),
        _moment(registration.created_at),
        *(question_wording.value_in_words(one, given[one.pk]) if one.pk in given else "" for one in asked),
    ]


def as_csv(registrations: Any, *, filename: str, asked: Sequence[Asked] = ()) -> StreamingHttpResponse:
    return csv_file(headings(asked), _rows(registrations, asked), filename=filename)


def table(kind: str, headings: list[str], rows: Iterable[list[Any]], *, filename: str) -> StreamingHttpResponse | FileResponse:
    """Any small table as `csv` or `xlsx`; numbers stay numbers, and no text is run."""
    make = csv_file if kind == "csv" else xlsx_file
    return make(headings, rows, filename=filename, title=filename, freeze="B2")


def as_xlsx(registrations: Any, *, filename: str, asked: Sequence[Asked] = ()) -> FileResponse:
    return xlsx_file(headings(asked), _rows(registrations, asked), filename=filename, title=_("Registrations"), wide="BCFP")


def _rows(registrations: Any, asked: Sequence[Asked]) -> Iterator[list[object]]:
    return (row(registration, asked) for registration in registrations.iterator(chunk_size=_BATCH))


def csv_file(heads: Sequence[object], rows: Iterable[list[object]], *, filename: str, **_only_for_xlsx: str) -> StreamingHttpResponse:
    """Stream rows line by line, each value made harmless; the mark at the start tells Excel that the file is UTF-8."""
    response = StreamingHttpResponse(_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """A file that hands back what is written, so that the csv module can feed a stream."""

    def write(self, line: str) -> bytes:
        return line.encode()


def _lines(heads: Sequence[object], rows: Iterable[list[object]]) -> Iterator[bytes]:
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"
    for values in chain([heads], rows):
        yield writer.writerow([harmless(value) for value in values])


def xlsx_file(
    heads: Sequence[object], rows: Iterable[list[object]], *, filename: str, title: str, wide: str = "A", freeze: str = "A2"
) -> FileResponse:
    """Write row by row into a temporary file; never all rows in memory. `wide` are the columns that hold long texts."""
    from openpyxl import Workbook  # noqa: PLC0415 - 5 MB of every process, and few ever write a workbook
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title=title[:31])
    # The headings stay in sight, and what is long is not cut off.
    sheet.freeze_panes = freeze
    for letter in wide:
        sheet.column_dimensions[letter].width = 24
    for values in chain([heads], rows):
        sheet.append([_typed(WriteOnlyCell(sheet), value) for value in values])
    return _workbook(workbook, filename=filename)


def _workbook(workbook: Any, *, filename: str) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.save(file)
    file.seek(0)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"{filename}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _typed(cell: Any, value: object) -> Any:
    """The cell with its value: text is typed as text, so that it needs no apostrophe, and +86… is read as it is."""
    cell.value = kept = as_kept(value)
    if isinstance(kept, str):
        # openpyxl would make a formula of "=1+1".
        cell.data_type = "s"
        if looks_like_a_formula(kept):
            # Text it stays, too, when somebody clicks into the cell and leaves it again.
            cell.number_format = "@"
    return cell


def _guide(registration: Registration) -> str:
    """The language in words, as the form of the visitor calls it; a code that is none of ours stays a code."""
    code = registration.guide_language
    return str(GuideLanguage(code).label) if code in GuideLanguage.values else code


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
