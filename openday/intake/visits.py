"""The mark of a visit: lets a message say which session it is about, without saying who was there.

The rooms that write to visitors sign it into their links; the room that takes messages reads it.
Neither learns anything else of the other: different keepers, different retention.
"""

from dataclasses import dataclass

from django.core import signing

_SALT = "openday.visit"
MAX_AGE_SECONDS = 60 * 24 * 3600


@dataclass(frozen=True)
class VisitMark:
    """What a link says about a visit. The nonce tells two parties of one session apart and names nobody."""

    session_id: int
    nonce: str


def sign_visit(mark: VisitMark) -> str:
    """The mark as text for an address; it is good for 60 days."""
    return signing.dumps({"session": mark.session_id, "nonce": mark.nonce}, salt=_SALT, compress=True)


def read_visit(token: str) -> VisitMark | None:
    """Return the mark, or None when it is not ours or too old."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("session"), int) or not isinstance(said.get("nonce"), str):
        return None
    return VisitMark(said["session"], said["nonce"])
