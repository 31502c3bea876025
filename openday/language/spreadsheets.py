"""What a cell may hold so that Excel, LibreOffice and WPS show it as it was meant."""

import re

# What they take for the start of a formula, also after the spaces they trim.
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r\n|＝＋－＠]")
# Characters that XML, and so XLSX, cannot hold.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def harmless(value: object) -> int | float | str:
    """A value for a CSV file: numbers as they are, and text that no spreadsheet program will run."""
    kept = as_kept(value)
    # A CSV has no types: the apostrophe tells spreadsheets "this is text", and +86… does not become 8.6E+12.
    return f"'{kept}" if isinstance(kept, str) and looks_like_a_formula(kept) else kept


def as_kept(value: object) -> int | float | str:
    """Numbers as they are, everything else as text without what no file holds."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return _NOT_IN_XML.sub("", str(value))


def looks_like_a_formula(text: str) -> bool:
    return _FORMULA.match(text) is not None
