"""Pictures that come with a message, each kept with the fingerprint of what was stored."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile

from openday.oversight import rules
from openday.oversight.models import Case, Evidence


def keep_pictures(case: Case, pictures: Sequence[ContentFile], *, now: datetime) -> None:
    """Store pictures that intake.pictures has re-encoded, in the caller's transaction."""
    for picture in pictures[: rules.MAX_PICTURES]:
        picture.seek(0)
        digest = sha256(picture.read()).hexdigest()
        picture.seek(0)
        Evidence.objects.create(case=case, file=picture, sha256=digest, added_at=now)
