"""The text in the QR code of a ticket, signed so that a gate without a network can check it.

`OD2`, then base 45 (RFC 9285) of: key number (1 byte), code (5), session (4), people (1), sequence (2), signature (64).
Only letters of QR's own 45-letter alphabet: 119 of the 122 that a code of version 5 holds, which is small enough
for the camera of an old phone. static/js/gate/ticket.js reads the same.
"""

import struct
from dataclasses import dataclass

from openday.intake.codes import ALPHABET
from openday.registrations.gate import keys
from openday.registrations.models import Registration

PREFIX = "OD2"
_FACTS = struct.Struct(">B5sIBH")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_CODE_LETTERS = 8
# What is signed begins with its use: a signature of a list can never pass for one of a ticket.
_USE = b"openday ticket\0"


@dataclass(frozen=True)
class TicketText:
    """What the gate learns from a QR code alone."""

    code: str
    session_id: int
    people: int
    sequence: int


def payload(ticket: TicketText) -> str:
    """Return the text of the QR code."""
    facts = struct.pack(">5sIBH", _packed(ticket.code), ticket.session_id, min(ticket.people, 255), ticket.sequence % 65536)
    number, signature = keys.sign(_USE + facts)
    return PREFIX + base45(bytes([number]) + facts + signature)


def text_of(registration: Registration) -> str:
    """The text in the QR code of this party's ticket, as it stands now."""
    return payload(
        TicketText(
            code=registration.code,
            session_id=registration.session_id,
            people=registration.party.people,
            sequence=registration.sequence,
        )
    )


def read(text: str) -> TicketText | None:
    """Return what a scanned text says; None when it was not signed by us."""
    text = text.strip()
    if not text.startswith(PREFIX) or (whole := from_base45(text[len(PREFIX) :])) is None:
        return None
    if len(whole) != _FACTS.size + keys.SIGNATURE_BYTES:
        return None
    number, packed, session_id, people, sequence = _FACTS.unpack_from(whole)
    if not keys.is_signed(_USE + whole[1 : _FACTS.size], number=number, signature=whole[_FACTS.size :]):
        return None
    return TicketText(code=_unpacked(packed), session_id=session_id, people=people, sequence=sequence)


def _packed(code: str) -> bytes:
    # Eight letters of five bits are exactly five bytes.
    value = 0
    for letter in code:
        value = value * 32 + ALPHABET.index(letter)
    return value.to_bytes(5, "big")


def _unpacked(packed: bytes) -> str:
    value = int.from_bytes(packed, "big")
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(_CODE_LETTERS)))


def base45(whole: bytes) -> str:
    """RFC 9285. A text never ends with a space, so that trimming cannot harm it."""
    letters = []
    for start in range(0, len(whole), 2):
        pair = whole[start : start + 2]
        value = int.from_bytes(pair, "big")
        for _place in range(3 if len(pair) == 2 else 2):
            value, letter = divmod(value, 45)
            letters.append(_LETTERS[letter])
    return "".join(letters)


def from_base45(text: str) -> bytes | None:
    """The bytes of a base 45 text; None when it is none."""
    whole = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        places = [_LETTERS.find(letter) for letter in group]
        value = sum(place * 45**power for power, place in enumerate(places))
        size = len(group) - 1
        if min(places) < 0 or size < 1 or value >= 256**size:
            return None
        whole += value.to_bytes(size, "big")
    return bytes(whole)
