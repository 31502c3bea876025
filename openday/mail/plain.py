"""Plain text as simple mail programs show it: short lines that join again where there is room (RFC 3676). Pure.

A long line is cut at the edge of the window wherever it happens to fall, in mutt and in quotations; lines of 72
columns are not. A space at the end of a line says that the next one belongs to it (format=flowed) and is taken
away when they are joined (DelSp=yes), because Chinese puts nothing between two words.
"""

import re

from openday.language.widths import columns

WIDTH = 72
PARAMETERS = {"format": "flowed", "delsp": "yes"}
SIGNATURE = "-- "

# No line begins with these, and none ends with those.
_NEVER_FIRST = set("、。，．：；！？）》」』】〉〕’”…—～·%％℃,.:;!?)]}")
_NEVER_LAST = set("（《「『【〈〔‘“([{￥$")
# Latin words, numbers and addresses stay whole; a Chinese letter stands for itself.
_PIECE = re.compile(r"\s+|[!-~–’·]+|.", re.DOTALL)


def flowed(text: str) -> str:
    """Fold every paragraph of `text` at 72 columns; a Chinese letter takes two. Addresses are never broken."""
    return "\n".join(row for line in text.split("\n") for row in _rows(line))


def _rows(line: str) -> list[str]:
    if line.rstrip() == SIGNATURE.rstrip():
        return [SIGNATURE]
    line = line.rstrip()
    rows, row, width = [], "", 0
    for piece in _units(line):
        size = columns(piece)
        # The space that says "goes on" has to fit too.
        if row.strip() and width + columns(piece.rstrip()) > WIDTH - 2:
            rows.append(row + " ")
            row, width = "", 0
        row += piece
        width += size
    rows.append(row.rstrip())
    return [_stuffed(row) for row in rows]


def _units(line: str) -> list[str]:
    """Pieces between which the line may end; spaces and closing marks stay with what stands before them."""
    units: list[str] = []
    for piece in _PIECE.findall(line):
        last = units[-1][-1:] if units else ""
        if units and (piece[0].isspace() or piece[0] in _NEVER_FIRST or last in _NEVER_LAST):
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _stuffed(row: str) -> str:
    # A program that reads format=flowed takes one space away from a line that begins so.
    return f" {row}" if row.startswith((" ", ">", "From ")) else row
