"""Files that people upload as lists, and the template they download."""

import io
import zipfile

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from openday.registrations.groups.roster import files
from openday.registrations.groups.roster.files import NotAList, read_file, template
from openday.registrations.groups.roster.rules import Member, read


def workbook(*rows) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_a_sheet_is_read_as_text_with_its_line_numbers():
    rows = read_file(workbook(["姓名", "年龄", "身份"], [], ["王老师", 35, "带队"], [None, 8.0, None]))

    assert [row[:3] for row in rows] == [["姓名", "年龄", "身份"], ["", "", ""], ["王老师", "35", "带队"], ["", "8", ""]]
    assert files.as_text(rows).split("\n")[2] == "王老师\t35\t带队"


def test_a_formula_is_never_run():
    rows = read_file(workbook(["=1+7", '=WEBSERVICE("http://127.0.0.1/")']))

    # openpyxl wrote no value beside it, as no program has opened the file: there is nothing to read.
    assert rows == []


def _bomb() -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(workbook(["8"])) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for entry in good.infolist():
            bad.writestr(entry.filename, good.read(entry))
        bad.writestr("xl/sharedStrings.xml", b" " * (60 * 1024 * 1024))
    out.seek(0)
    return out


def _entity() -> io.BytesIO:
    out = io.BytesIO()
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(2, 10))
    evil = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l1 "lol">{lol}]><worksheet><sheetData>&l9;</sheetData></worksheet>'
    with zipfile.ZipFile(workbook(["8"])) as good, zipfile.ZipFile(out, "w") as bad:
        for entry in good.infolist():
            bad.writestr(entry.filename, evil if entry.filename.endswith("sheet1.xml") else good.read(entry))
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (_bomb(), "large"),
        (_entity(), "damaged"),
        (io.BytesIO(b"8\n" * (files.MAX_UPLOAD_BYTES // 2 + 1)), "large"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0old excel"), "old"),
        (io.BytesIO(b"PK\x03\x04 no zip"), "damaged"),
        (io.BytesIO(b"\x00\x01\x02"), "damaged"),
        (io.BytesIO(b"\x89PNG\r\n\x1a\n\x00"), "damaged"),
    ],
    ids=["bomb", "entities", "megabytes", "xls", "broken", "binary", "picture"],
)
def test_what_is_no_list_is_refused_cheaply(file, code):
    with pytest.raises(NotAList) as refused:
        read_file(file)

    assert refused.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_of_excel_in_china_is_read_too(encoding):
    assert read_file(io.BytesIO("王老师,成人,带队\r\n,8,\r\n".encode(encoding))) == [["王老师", "成人", "带队"], ["", "8", ""]]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_filled_in_template_is_understood_in_each_language(language):
    with translation.override(language):
        book = load_workbook(io.BytesIO(template()))
    roles = book.worksheets[0].data_validations.dataValidation[0].formula1.strip('"').split(",")
    book.worksheets[0].append([])
    for row, cells in enumerate((["王老师", "35", roles[0]], ["李梅", "成人", roles[1]], [None, "6-13", None]), start=2):
        for column, value in enumerate(cells, start=1):
            book.worksheets[0].cell(row, column, value)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)

    found = read(read_file(out))

    assert found.slips == []
    assert found.members == [Member("adults", supervisor=True, name="王老师"), Member("companions", name="李梅"), Member("children_6_13")]
