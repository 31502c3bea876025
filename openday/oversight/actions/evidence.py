"""Pictures that come with a message, each kept with the fingerprint of what was stored."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile

from openday.oversight import rules
from openday.oversight.models import Case, Evidence
from openday.oversight.originals import actions as originals


def keep_pictures(case: Case, pictures: Sequence[ContentFile], *, now: datetime, seals_originals: bool = False) -> None:
    """Store pictures that intake.pictures has re-encoded, in the caller's transaction.

    With `seals_originals` also the untouched files, encrypted, because the citizen wants them as evidence.
    """
    for picture in pictures[: rules.MAX_PICTURES]:
        picture.seek(0)
        digest = sha256(picture.read()).hexdigest()
        picture.seek(0)
        kept = Evidence.objects.create(case=case, file=picture, sha256=digest, added_at=now)
        if seals_originals and (sent := getattr(picture, "sent", None)) is not None:
            originals.seal(kept, sent, now=now)
