"""Badges to cut out: ten on a sheet of A4, the size of a business card. They say which visit, and never a contact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.language import formats
from openday.language.names import in_our_words
from openday.registrations.models import Registration
from openday.registrations.ticket_pdf import FONT, in_lines, printable
from openday.registrations.wording import pretty_code

if TYPE_CHECKING:
    from fpdf import FPDF

# Fifty sheets, drawn in about a second.
MOST = 500
ACROSS, DOWN = 2, 5
_WIDE, _HIGH = 90.0, 54.0
_LEFT, _TOP = (210 - ACROSS * _WIDE) / 2, (297 - DOWN * _HIGH) / 2
_PADDING = 5.0
_INNER = _WIDE - 2 * _PADDING


@dataclass(frozen=True)
class Badge:
    open_day: str
    when: str
    code: str
    # Which of the party's badges it is, from 1; `of` is 1 where each party gets one.
    number: int
    of: int
    # None: no names are printed. Empty: a line to write on.
    name: str | None


def how_many(parties: Iterable[Registration], *, per_person: bool) -> int:
    return sum(party.party.people if per_person else 1 for party in parties)


def badges_of(parties: Iterable[Registration], *, per_person: bool, named: bool) -> Iterator[Badge]:
    """One badge for each person or party, in the active language; the parties bring session and open day along."""
    for party in parties:
        of = how_many([party], per_person=per_person)
        for number in range(1, of + 1):
            yield Badge(
                open_day=in_our_words(party.session.open_day.name),
                when=formats.day_and_times(party.session.starts_at, party.session.ends_at),
                code=pretty_code(party.code),
                number=number,
                of=of,
                # Somebody else's name would be wrong on the second badge.
                name=(party.name if number == 1 else "") if named else None,
            )


def badges_pdf(badges: Iterable[Badge]) -> bytes:
    """Sheets of ten badges with lines to cut along."""
    # Imported here: it brings 40 MB that a worker only needs once somebody wants paper.
    from fpdf import FPDF  # noqa: PLC0415

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.add_font("noto", fname=FONT)
    pdf.set_lang(translation.get_language() or "zh-hans")
    pdf.set_title(_("Badges"))
    for place, badge in enumerate(badges):
        on_sheet = place % (ACROSS * DOWN)
        if on_sheet == 0:
            pdf.add_page()
            _cutting_lines(pdf)
        _draw(pdf, badge, left=_LEFT + on_sheet % ACROSS * _WIDE, top=_TOP + on_sheet // ACROSS * _HIGH)
    return bytes(pdf.output())


def _cutting_lines(pdf: "FPDF") -> None:
    pdf.set_draw_color(170)
    pdf.set_line_width(0.1)
    for across in range(ACROSS + 1):
        pdf.line(_LEFT + across * _WIDE, _TOP - 4, _LEFT + across * _WIDE, _TOP + DOWN * _HIGH + 4)
    for down in range(DOWN + 1):
        pdf.line(_LEFT - 4, _TOP + down * _HIGH, _LEFT + ACROSS * _WIDE + 4, _TOP + down * _HIGH)


def _draw(pdf: "FPDF", badge: Badge, *, left: float, top: float) -> None:
    middle = left + _WIDE / 2
    pdf.set_font("noto", size=11)
    lines = in_lines(printable(badge.open_day, pdf.fonts["noto"]), pdf=pdf, width=_INNER)
    # A title of three lines is rare: the second one ends in an ellipsis then.
    shown = [lines[0], "".join(lines[1:])][: len(lines)]
    for row, line in enumerate(shown):
        _centred(pdf, line, at=middle, base=top + 8 + row * 5, size=11, least=10)
    _centred(pdf, badge.when, at=middle, base=top + 8 + len(shown) * 5, size=9, least=7)
    visitor, other = _visitor()
    if badge.name is None:
        _centred(pdf, visitor, at=middle, base=top + 33, size=28, least=16)
        _centred(pdf, other, at=middle, base=top + 40, size=12, least=9)
    else:
        if badge.name:
            _centred(pdf, badge.name, at=middle, base=top + 32, size=24, least=10)
        else:
            pdf.set_draw_color(0)
            pdf.line(left + 15, top + 33, left + _WIDE - 15, top + 33)
        _centred(pdf, f"{visitor} {other}", at=middle, base=top + 40, size=12, least=9)
    pdf.set_font("noto", size=14)
    pdf.text(left + _PADDING, top + _HIGH - 5, badge.code)
    if badge.of > 1:
        count = f"{badge.number}/{badge.of}"
        pdf.set_font("noto", size=11)
        pdf.text(left + _WIDE - _PADDING - pdf.get_string_width(count), top + _HIGH - 5, count)


def _visitor() -> tuple[str, str]:
    """The word in the active language, and for those who do not read it in another."""
    own = pgettext("badge", "Visitor")
    with translation.override("zh-hans" if (translation.get_language() or "").startswith("en") else "en"):
        return own, pgettext("badge", "Visitor")


def _centred(pdf: "FPDF", text: str, *, at: float, base: float, size: int, least: int) -> None:
    """One line, smaller where it is too long, and cut with an ellipsis where that is not enough."""
    text = printable(text, pdf.fonts["noto"])
    pdf.set_font("noto", size=size)
    wide = pdf.get_string_width(text)
    if wide > _INNER:
        pdf.set_font("noto", size=max(least, int(size * _INNER / wide)))
        while len(text) > 1 and pdf.get_string_width(text) > _INNER:
            text = text.rstrip("…")[:-1] + "…"
    pdf.text(at - pdf.get_string_width(text) / 2, base, text)
