"""Black out what may not be seen, and look at originals; every look is noted."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction

from openday.accounts import audit
from openday.accounts.sealed_files import unchanged
from openday.oversight.models import Case, Evidence, RedactedPicture
from openday.oversight.redaction.burning import burn
from openday.oversight.redaction.rules import Rectangle

if TYPE_CHECKING:
    from openday.accounts.models import User


class NothingBlackedOut(Exception):
    """A picture without a rectangle needs somebody's word that there is nothing to black out."""


def opened(original: Evidence, *, by: "User", now: datetime) -> bytes:
    """The bytes of a picture that a citizen sent, noted as a look.

    Raises FileNotFoundError when retention has taken it, FileIsChanged when somebody else has.
    """
    audit.note("case.open_picture", by=by, about=original.case, now=now, picture=original.pk)
    return unchanged(original.file, fingerprint=original.sha256)


def redact(
    *,
    original: Evidence,
    rectangles: Iterable[Rectangle],
    description_zh: str,
    description_en: str = "",
    nothing_to_hide: bool = False,
    by: "User",
    now: datetime,
) -> RedactedPicture:
    """Make a copy with the rectangles burnt in; the original stays as it is.

    Raises NothingBlackedOut without rectangles, unless `nothing_to_hide`.
    """
    drawn = list(rectangles)
    if not drawn and not nothing_to_hide:
        raise NothingBlackedOut
    # Encoding takes a second or two: before the transaction, which would hold SQLite's write lock.
    with original.file.open() as file:
        picture = burn(file, drawn)
    with transaction.atomic():
        made = RedactedPicture.objects.create(
            case=original.case,
            original=original,
            file=picture,
            width=picture.image_size[0],
            height=picture.image_size[1],
            sha256=sha256(picture.read()).hexdigest(),
            rectangles=[[one.left, one.top, one.width, one.height] for one in drawn],
            description_zh=description_zh,
            description_en=description_en,
            made_by=by,
            made_at=now,
        )
        audit.note("case.redact_picture", by=by, about=original.case, now=now, rectangles=len(drawn), picture=original.pk)
    return made


def choose(case: Case, pictures: Collection[RedactedPicture], *, by: "User") -> None:
    """Show these redacted pictures with the published case, and no others; in the caller's transaction."""
    case.redacted_pictures.update(chosen_by=None)
    case.redacted_pictures.filter(pk__in=[one.pk for one in pictures]).update(chosen_by=by)


def remove(*, picture: RedactedPicture, by: "User", now: datetime) -> None:
    """Throw a copy away that is not published; the original is untouched."""
    with transaction.atomic():
        audit.note("case.remove_redacted", by=by, about=picture.case, now=now)
        # The file goes after the row: a stop in between leaves a file without a row, never a row without a file.
        name, storage = str(picture.file.name), picture.file.storage
        picture.delete()
        transaction.on_commit(lambda: storage.delete(name))
