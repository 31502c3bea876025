"""What the pages about a draw read."""

import json
from dataclasses import dataclass
from typing import Any

from openday.intake.codes import normalise_code
from openday.registrations.models import Draw
from openday.registrations.wording import pretty_code

# A page of thousands of rows helps nobody on a phone: further tickets are in the file, and found one at a time.
SHOWN_AT_MOST = 200


@dataclass(frozen=True)
class Row:
    rank: int
    ticket: str
    places: int


@dataclass(frozen=True)
class Outcome:
    """What the published file of a draw says; before the draw only how many tickets there are."""

    tickets: int = 0
    people: int = 0
    places: int = 0
    value: str = ""
    drawn: tuple[Row, ...] = ()
    waiting: tuple[Row, ...] = ()
    drawn_in_all: int = 0
    waiting_in_all: int = 0
    # The ticket that was asked for: "" (no ticket of this draw), "listed", "drawn" or "waiting".
    asked: str = ""
    found: str = ""
    position: int = 0


def outcome(draw: Draw, *, wanted: str = "") -> Outcome | None:
    """Read the result, or before it the list, from the text that is published; None before the deadline (no query)."""
    if not draw.list_text:
        return None
    listed = json.loads(draw.list_text)
    places = {row["ticket"]: row["places"] for row in listed["tickets"]}
    result: dict[str, Any] = json.loads(draw.result_text) if draw.result_text else {"drawn": [], "waiting": [], "value": ""}
    drawn, waiting = result["drawn"], result["waiting"]
    asked = normalise_code(wanted)
    found, position = "", 0
    if asked in places:
        found = "listed"
        if asked in drawn:
            found = "drawn"
        elif asked in waiting:
            found, position = "waiting", waiting.index(asked) + 1
    return Outcome(
        tickets=len(places),
        people=sum(places.values()),
        places=listed["places"],
        value=result["value"],
        drawn=tuple(Row(rank, pretty_code(one), places[one]) for rank, one in enumerate(drawn[:SHOWN_AT_MOST], start=1)),
        waiting=tuple(Row(rank, pretty_code(one), places[one]) for rank, one in enumerate(waiting[:SHOWN_AT_MOST], start=1)),
        drawn_in_all=len(drawn),
        waiting_in_all=len(waiting),
        asked=wanted.strip()[:20],
        found=found,
        position=position,
    )
