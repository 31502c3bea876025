"""How lots are drawn, and how anybody checks it: Python's standard library alone, no database, no clock.

The public page gives this very file away: `python3 lots.py result.json` computes a draw anew on any computer.

Before the draw: the SHA-256 of a secret seed is published, then the list of tickets and its SHA-256. Later a public
value that nobody could know before comes out (named in the list: which, of which day). Then:

    key   = SHA-256(seed, digest of the list and public value, one per line)
    order = tickets by HMAC-SHA256(key, ticket), smallest first

The office knows the seed but not the value, the world the value but not the seed, and neither can change the list: so
nobody can steer the order, and afterwards everybody can compute it (docs/decisions/0012).
"""

import hashlib
import hmac
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LIST_FORMAT = "openday-draw-list-1"
RESULT_FORMAT = "openday-draw-result-1"
# A list of a million tickets has 60 MB; a file from a stranger that is larger is not read.
LARGEST_FILE_BYTES = 100_000_000


class Wrong(Exception):
    """The file is not what it says; the words tell what differs."""


@dataclass(frozen=True, order=True)
class Ticket:
    """A party in a draw: a number that says nothing about anybody, and the places that the whole party needs."""

    number: str
    places: int


@dataclass(frozen=True)
class Result:
    """All tickets in drawn order, apart: those that get places, and those that wait."""

    drawn: tuple[str, ...]
    waiting: tuple[str, ...]


def sha256(text: str) -> str:
    # A file from outside may hold half of a surrogate pair.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def commitment_to(seed: str) -> str:
    """What is published of the seed before the draw."""
    return sha256(seed)


def canonical(content: Mapping[str, Any]) -> str:
    """One way to write a file down, so that the same content always has the same digest."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def list_of(tickets: Iterable[Ticket], *, places: int, commitment: str, about: Mapping[str, str]) -> str:
    """The published list, in one order whatever order the tickets come in. `about` names the draw and the public value."""
    rows = [{"ticket": one.number, "places": one.places} for one in sorted(tickets)]
    return canonical({"format": LIST_FORMAT, "about": dict(about), "commitment": commitment, "places": places, "tickets": rows})


def plain_value(typed: str) -> str:
    """The public value in one spelling: blanks, commas and the like between its parts are one blank each, capitals, ASCII figures."""
    letters = unicodedata.normalize("NFKC", typed[:200]).upper()
    return " ".join("".join(one if one.isascii() and (one.isalnum() or one == ".") else " " for one in letters).split())


def draw(listed: str, *, seed: str, value: str) -> Result:
    """Draw: whole parties in drawn order, each that still fits gets its places; the others wait in the same order.

    Raises Wrong when the list is broken or the seed is not the one that was promised.
    """
    content = _read(listed, LIST_FORMAT)
    tickets, left = _tickets(content), _count(content.get("places"), least=0)
    if commitment_to(seed) != content.get("commitment"):
        raise Wrong("The seed is not the one that was promised: its SHA-256 is not the published commitment.")
    key = hashlib.sha256("\n".join([seed, sha256(listed), plain_value(value)]).encode()).digest()
    drawn, waiting = [], []
    for ticket in sorted(tickets, key=lambda one: (hmac.digest(key, one.number.encode(errors="surrogatepass"), "sha256"), one.number)):
        if ticket.places <= left:
            left -= ticket.places
            drawn.append(ticket.number)
        else:
            waiting.append(ticket.number)
    return Result(tuple(drawn), tuple(waiting))


def result_file(listed: str, *, seed: str, value: str) -> str:
    """All that a stranger needs to compute the draw anew, and what came out."""
    result = draw(listed, seed=seed, value=value)
    return canonical(
        {
            "format": RESULT_FORMAT,
            "list": json.loads(listed),
            "list_sha256": sha256(listed),
            "seed": seed,
            "value": plain_value(value),
            "drawn": list(result.drawn),
            "waiting": list(result.waiting),
        }
    )


def verify(text: str, *, digest: str = "") -> list[str]:
    """Compute a published file anew and return what was found, line by line; raises Wrong with the first thing that differs.

    A list alone can be checked before the draw. `digest` is the SHA-256 of the list that was noted down when it was published:
    without it a file in which everything was exchanged would agree with itself.
    """
    content = _read(text, LIST_FORMAT, RESULT_FORMAT)
    is_result = content["format"] == RESULT_FORMAT
    inner = content.get("list") if is_result else content
    if not isinstance(inner, dict) or inner.get("format") != LIST_FORMAT:
        raise Wrong("The file holds no list of tickets.")
    try:
        listed = canonical(inner) if is_result else text
    except RecursionError:
        raise Wrong("The list is no list.") from None
    tickets = _tickets(inner)
    found = sha256(listed)
    if is_result and found != content.get("list_sha256"):
        raise Wrong(f"The list was changed: its SHA-256 is {found}, and the file says {content.get('list_sha256')}.")
    if digest and found != digest.strip().lower():
        raise Wrong(f"This is not the list that was published: its SHA-256 is {found}.")
    lines = [f"{len(tickets)} tickets for {inner.get('places')} places. SHA-256 of the list: {found}"]
    if not is_result:
        return lines
    seed, value = content.get("seed"), content.get("value")
    if not isinstance(seed, str) or not isinstance(value, str) or not plain_value(value):
        raise Wrong("The seed or the public value is missing.")
    result = draw(listed, seed=seed, value=value)
    if list(result.drawn) != content.get("drawn") or list(result.waiting) != content.get("waiting"):
        raise Wrong("The result is another one: these tickets, this seed and this value do not give the order in the file.")
    return [*lines, f"The draw is right: {len(result.drawn)} tickets have places, {len(result.waiting)} wait, in this order."]


def _read(text: str, *formats: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    # Deeply nested brackets end in RecursionError, numbers of thousands of digits in ValueError.
    except (ValueError, RecursionError):
        raise Wrong("This is no JSON file.") from None
    if not isinstance(content, dict) or content.get("format") not in formats:
        raise Wrong("This is no file of a draw.")
    return content


def _tickets(content: Mapping[str, Any]) -> list[Ticket]:
    rows = content.get("tickets")
    if not isinstance(rows, list):
        raise Wrong("The list has no tickets.")
    tickets = []
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("ticket"), str):
            raise Wrong("A ticket of the list has no number.")
        tickets.append(Ticket(row["ticket"], _count(row.get("places"), least=1)))
    if len({one.number for one in tickets}) != len(tickets):
        raise Wrong("A ticket is in the list twice.")
    if tickets != sorted(tickets):
        raise Wrong("The list is not sorted by ticket number.")
    return tickets


def _count(number: Any, *, least: int) -> int:
    # True and False are numbers to Python.
    if not isinstance(number, int) or isinstance(number, bool) or number < least:
        raise Wrong("A number of places is missing or impossible.")
    return number


def main(arguments: list[str]) -> int:
    """Check the file named first; the digest noted before the draw may follow it. 0 when all is right."""
    if len(arguments) not in {1, 2}:
        sys.stdout.write("python3 lots.py FILE [SHA-256 of the list]\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8", newline="") as file:
            lines = verify(file.read(LARGEST_FILE_BYTES), digest="".join(arguments[1:]))
    except (OSError, UnicodeDecodeError, Wrong) as problem:
        sys.stdout.write(f"{problem}\n")
        return 1
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
