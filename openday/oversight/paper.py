"""Sheets of A4 with Chinese text: what reports and notices on paper have in common."""

import unicodedata
from datetime import datetime

from django.conf import settings
from django.utils import translation

from openday.language.names import in_our_words
from openday.registrations.ticket_pdf import FONT, GETA, in_lines, printable

_MARGIN = 22
_LABEL = 74


class Paper:
    """Paragraphs, headings and rows on as many sheets as they need, in the active language.

    `left_out` counts the characters that the font has no drawing for; each is printed as 〓.
    """

    def __init__(self, *, title: str, made_at: datetime | None) -> None:
        # Imported here: it brings 40 MB that a worker only needs once somebody wants paper.
        from fpdf import FPDF  # noqa: PLC0415

        self.pdf = FPDF(format="A4")
        self.pdf.set_margin(_MARGIN)
        self.pdf.set_auto_page_break(True, margin=_MARGIN)
        self.pdf.add_font("noto", fname=FONT)
        self.pdf.set_lang(translation.get_language() or settings.LANGUAGE_CODE)
        self.pdf.set_title(title)
        # The same document is the same file, whenever somebody asks for it.
        self.pdf.set_creation_date(made_at)
        self.left_out = 0
        self.pdf.add_page()

    def text(self, text: str, *, size: float, after: float) -> None:
        """A text of one or more lines; what no longer fits a line goes on in the next."""
        self.pdf.set_font("noto", size=size)
        for part in text.splitlines() or [""]:
            for line in self._lines(part, width=self.pdf.epw - 2 * self.pdf.c_margin):
                self.pdf.cell(0, size * 0.55, line, new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(after)

    def heading(self, text: str) -> None:
        self.pdf.ln(5)
        self.text(text, size=14, after=1)
        self.pdf.set_line_width(0.3)
        self.pdf.line(_MARGIN, self.pdf.get_y(), self.pdf.w - _MARGIN, self.pdf.get_y())
        self.pdf.ln(2)

    def row(self, label: str, value: str, *, label_width: float = _LABEL) -> None:
        """A label, and beside it what it means, in as many lines as that needs."""
        self.pdf.set_font("noto", size=11)
        for number, line in enumerate(self._lines(value, width=self.pdf.epw - label_width - 2 * self.pdf.c_margin)):
            self.pdf.cell(label_width, 7, "" if number else self._printable(label))
            self.pdf.cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")

    def written(self) -> bytes:
        return bytes(self.pdf.output())

    def _lines(self, text: str, *, width: float) -> list[str]:
        return in_lines(self._printable(text), pdf=self.pdf, width=width)

    def _printable(self, text: str) -> str:
        seen = "".join(letter for letter in text.replace("\t", " ") if unicodedata.category(letter) not in {"Cc", "Cf", "Mn"})
        shown = printable(in_our_words(seen), self.pdf.fonts["noto"])
        self.left_out += shown.count(GETA) - seen.count(GETA)
        return shown
