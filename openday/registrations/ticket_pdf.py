"""The ticket as a PDF, for people who print at the office or keep papers: one sheet, with Chinese text in it.

No name stands on it, as on the page: the code and the signed QR text say everything that the gate needs.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.language import formats
from openday.language.names import in_our_words
from openday.registrations.identity.wording import to_bring
from openday.registrations.models import Registration
from openday.registrations.wording import people, pretty_code

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"
# Printed for a character that the font does not have, as printers have done for centuries.
GETA = "〓"
# A word with its space, or one Chinese character with the marks that may not begin a line.
_PIECES = re.compile(r"[^\s\u2e80-\uffef]+\s*|\S[，。、；：？！）》」』”’]*\s*|\s+")
_MARGIN = 20
# 45 modules with their quiet zone: each is 1.4 mm, four pixels at 72 dpi.
_QR_MILLIMETRES = 64
_QUIET_MODULES = 4


def ticket_pdf(registration: Registration, *, qr_text: str) -> bytes:
    """One sheet of A4 in the active language. Takes about 0.2 s."""
    # Imported here: it brings 40 MB that a worker only needs once somebody wants paper.
    from fpdf import FPDF  # noqa: PLC0415

    session, open_day = registration.session, registration.session.open_day
    pdf = FPDF(format="A4")
    pdf.set_margin(_MARGIN)
    pdf.add_font("noto", fname=FONT)
    pdf.set_lang(translation.get_language() or registration.language)
    pdf.set_title(_("Ticket %(code)s") % {"code": pretty_code(registration.code)})
    pdf.add_page()
    _line(pdf, open_day.name, size=22, after=2)
    _line(pdf, formats.day_and_times(session.starts_at, session.ends_at), size=16, after=8)
    pdf.set_line_width(0.4)
    pdf.line(_MARGIN, pdf.get_y(), pdf.w - _MARGIN, pdf.get_y())
    pdf.ln(8)
    top = pdf.get_y()
    _draw_code(pdf, qr_text, left=_MARGIN, top=top)
    beside = _MARGIN + _QR_MILLIMETRES + 8
    for label, value, size in (
        (pgettext("ticket", "Code"), pretty_code(registration.code), 24),
        (pgettext("visit", "Where"), open_day.place, 13),
        (pgettext("visit", "Who"), people(registration.party), 13),
    ):
        pdf.set_left_margin(beside)
        pdf.set_x(beside)
        _line(pdf, label, size=10, after=0)
        _line(pdf, value, size=size, after=5)
    pdf.set_left_margin(_MARGIN)
    pdf.set_xy(_MARGIN, max(pdf.get_y(), top + _QR_MILLIMETRES + 6))
    _line(pdf, _("Show this ticket at the gate, or say the code."), size=13, after=2)
    if words := to_bring(open_day):
        _line(pdf, words, size=13, after=2)
    _line(pdf, _("If you change your visit later, what the gate knows counts, and not what is printed here."), size=11, after=0)
    return bytes(pdf.output())


def _line(pdf: "FPDF", text: str, *, size: float, after: float) -> None:
    pdf.set_font("noto", size=size)
    for line in in_lines(printable(in_our_words(text), pdf.fonts["noto"]), pdf=pdf, width=pdf.epw - 2 * pdf.c_margin):
        pdf.cell(0, size * 0.5, line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(after)


def in_lines(text: str, *, pdf: "FPDF", width: float) -> list[str]:
    """The text in lines of at most `width` millimetres in the font that is set.

    They end between Chinese characters and between words, and none begins with a closing mark. Only a word that is
    wider than a whole line, such as an address, ends where the line does.
    """
    lines = [""]
    for piece in (part for word in _PIECES.findall(text) for part in _cut(word, pdf=pdf, width=width)):
        if lines[-1] and pdf.get_string_width(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _cut(word: str, *, pdf: "FPDF", width: float) -> Iterator[str]:
    while pdf.get_string_width(word.rstrip()) > width:
        fits = 1
        while pdf.get_string_width(word[: fits + 1]) <= width:
            fits += 1
        yield word[:fits]
        word = word[fits:]
    yield word


def printable(text: str, font: Any) -> str:
    """The text with 〓 where the font has no drawing, so that nobody thinks that nothing stood there."""
    return "".join(letter if ord(letter) in font.cmap else GETA for letter in text)


def _draw_code(pdf: "FPDF", text: str, *, left: float, top: float) -> None:
    drawn = segno.make(text, error="m", micro=False, boost_error=False)
    rows = [list(row) for row in drawn.matrix]
    module = _QR_MILLIMETRES / (len(rows) + 2 * _QUIET_MODULES)
    for down, row in enumerate(rows):
        start = None
        # Neighbours in one stroke: hairlines between single squares confuse readers of a coarse picture.
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                x, y = left + (start + _QUIET_MODULES) * module, top + (down + _QUIET_MODULES) * module
                pdf.rect(x, y, (across - start) * module, module * 1.01, style="F")
                start = None
