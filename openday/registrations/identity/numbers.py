"""Whether a number can be that of a document. Pure; python-stdnum knows the resident identity card (GB 11643)."""

import re
import unicodedata

from stdnum.cn import ric
from stdnum.exceptions import ValidationError as NotANumber

from openday.registrations.identity.states import Document

LAST = 4
_NOISE = re.compile(r"[\s\-‐‑–—.·/]")
# Mainland travel permits: eight digits that stay with the person, and two more on those issued until 2013.
_FORMATS = {
    Document.HOME_RETURN: re.compile(r"[HM]\d{8}(\d{2})?"),
    Document.TAIWAN: re.compile(r"\d{8}|\d{10}[A-Z]?"),
    # ICAO Doc 9303: at most nine letters and digits on the line for machines; some countries print longer ones.
    Document.PASSPORT: re.compile(r"(?=.*\d)[A-Z0-9]{5,12}"),
}
_ENDINGS = {
    Document.RESIDENT: re.compile(r"\d{3}[\dX]"),
    Document.HOME_RETURN: re.compile(r"\d{4}"),
    Document.TAIWAN: re.compile(r"\d{3}[A-Z0-9]"),
    Document.PASSPORT: re.compile(r"[A-Z0-9]{4}"),
}


class Wrong(ValueError):
    """Why something is no number of that kind; `code`: length, slip, format, ending."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def plain(typed: str) -> str:
    """The number without blanks and dashes, in capital letters; full-width letters come from Chinese keyboards."""
    text = unicodedata.normalize("NFKC", typed)
    return _NOISE.sub("", text).upper().replace("×", "X").replace("Х", "X")


def whole(kind: str, typed: str) -> str:
    """The whole number in plain form. Raises Wrong."""
    number = plain(typed)
    if kind == Document.RESIDENT:
        return _resident(number)
    if not number.isascii() or not _FORMATS[Document(kind)].fullmatch(number):
        raise Wrong("format")
    return number


def ending(kind: str, typed: str) -> str:
    """The last four characters in plain form; more than four are refused and never kept. Raises Wrong."""
    number = plain(typed)
    if not number.isascii() or not _ENDINGS[Document(kind)].fullmatch(number):
        raise Wrong("ending")
    return number


def _resident(number: str) -> str:
    if len(number) != 18:
        raise Wrong("length")
    if not number.isascii() or not number[:17].isdigit() or number[17] not in "0123456789X":
        raise Wrong("format")
    # Not `ric.validate`: it asks whether the county had its code in the year of birth, and refuses people who were registered
    # there later, and all cards of residents from Hong Kong, Macao and Taiwan.
    if ric.calc_check_digit(number) != number[-1]:
        raise Wrong("slip")
    try:
        ric.get_birth_date(number)
    except NotANumber:
        raise Wrong("slip") from None
    return number
