"""Lists as files: reading what a stranger uploads, within bounds, and the template to fill in."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from openday.intake.text import clean_line
from openday.registrations.groups.roster.rules import MOST_LINES

MAX_UPLOAD_BYTES = 1024 * 1024
# What a workbook may be when it is unpacked: ninety lines are a few kilobytes. A zip bomb says so in its own directory,
# and Python's zipfile reads no more from an entry than is said there.
_MAX_UNPACKED_BYTES = 8 * 1024 * 1024
_MAX_ENTRIES = 200
_MAX_COLUMNS = 12
# Headings, instructions and empty lines between classes.
_MAX_ROWS = MOST_LINES * 4


class NotAList(Exception):
    """The file is no workbook, damaged, too large when unpacked, or of the old kind; `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_file(file: IO[bytes]) -> list[list[str]]:
    """The rows of the first sheet of an .xlsx, or of a .csv, as text; no formula is ever run. Raises NotAList."""
    data = file.read(MAX_UPLOAD_BYTES + 1)
    if len(data) > MAX_UPLOAD_BYTES:
        raise NotAList("large")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAList("old")
    rows = _workbook(data) if data.startswith(b"PK") else _separated(data)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _workbook(data: bytes) -> list[list[str]]:
    # Here for its memory: 5 MB of every process, and few ever upload a workbook.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED_BYTES:
            raise NotAList("large")
        # data_only: a formula is what the other program last made of it, never computed here.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            found = sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True)
            return [[_text(value) for value in row] for row in found]
        finally:
            book.close()
    except NotAList:
        raise
    # What a damaged or malicious workbook makes openpyxl raise is as wide as its formats: KeyError, ValueError, expat's errors …
    except Exception:
        raise NotAList("damaged") from None


def _separated(data: bytes) -> list[list[str]]:
    if b"\x00" in data:
        raise NotAList("damaged")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel in China writes CSV in its own code page.
        text = data.decode("gb18030", "replace")
    dialect = csv.excel_tab if "\t" in text else csv.excel
    try:
        rows = list(csv.reader(io.StringIO(text), dialect))
    except csv.Error:
        raise NotAList("damaged") from None
    return [[clean_line(cell) for cell in row[:_MAX_COLUMNS]] for row in rows[:_MAX_ROWS]]


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        # “6-13” typed into a cell is the 13th of June to Excel.
        return f"{value.month}-{value.day}"
    return clean_line(str(value)[:200])


def as_text(rows: Iterable[Iterable[str]]) -> str:
    """The rows as the page shows them for correction; line numbers stay those of the sheet."""
    return "\n".join("\t".join(cell.replace("\t", " ") for cell in row).rstrip("\t") for row in rows)


def template() -> bytes:
    """A workbook to fill in, in the active language: a sheet with the headings, one that explains."""
    from openpyxl import Workbook  # noqa: PLC0415 - as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = _("List of who comes")[:31]
    sheet.append([_("Name (adults only)"), _("Age (or age band)"), _("Role")])
    sheet.freeze_panes = "A2"
    for letter, width in (("A", 28), ("B", 20), ("C", 20)):
        sheet.column_dimensions[letter].width = width
    roles = DataValidation(type="list", formula1='"{}"'.format(",".join((_("supervisor"), _("companion")))), allow_blank=True)
    sheet.add_data_validation(roles)
    roles.add(f"C2:C{MOST_LINES}")
    for row in range(2, MOST_LINES + 1):
        # As text: “6-13” would become a date.
        sheet.cell(row, 2).number_format = "@"
    help_sheet = book.create_sheet(_("How to fill it in")[:31])
    help_sheet.column_dimensions["A"].width = 100
    for line in how_to():
        help_sheet.append([line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def how_to() -> list[str]:
    return [
        _("One line for each person: name, age, role."),
        _("Children and young people: only the age or the age band (0-5, 6-13, 14-17). Their names are not kept; you may leave them out."),
        _("Adults: write “adult” as the age. Who looks after minors has the role “supervisor”, and a name."),
        _("Who comes along only to help a person with access needs has the role “companion”."),
        _("No numbers of documents, telephones or pupils, please. We do not need them."),
        _("Please tell the adults whom you name: we use the list for this visit only, and erase it 7 days after it."),
    ]
