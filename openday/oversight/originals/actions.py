"""Seal an original, look at it for a reason, destroy it when its time is over."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet

from openday.accounts import audit
from openday.accounts.sealed_files import unchanged
from openday.oversight import states
from openday.oversight.models import Case, Evidence, SealedOriginal
from openday.oversight.states import State

if TYPE_CHECKING:
    from openday.accounts.models import User

# A joined case is over with the one it was joined with: that may still need its evidence.
OVER = (states.SET_ASIDE | {State.CLOSED}) - {State.MERGED}


def seal(picture: Evidence, sent: Any, *, now: datetime) -> SealedOriginal:
    """Keep the file as it was sent, encrypted; in the caller's transaction."""
    sent.seek(0)
    clear = sent.read()
    return SealedOriginal.objects.create(
        picture=picture,
        file=ContentFile(clear, name=str(sent.name or "")[-60:] or "original"),
        sha256=sha256(clear).hexdigest(),
        sealed_at=now,
    )


def opened(original: SealedOriginal, *, reason: str, by: "User", now: datetime) -> bytes:
    """The clear bytes, noted as a look with its reason, also when the file turns out to be gone.

    Raises FileNotFoundError, or FileIsChanged when the fingerprint differs.
    """
    audit.note("case.open_original", by=by, about=original.picture.case, now=now, reason=reason, picture=original.picture_id)
    return unchanged(original.file, fingerprint=original.sha256)


def when_over(case: Case, *, now: datetime) -> None:
    """Destroy what was sealed as soon as the case is over; called in the transaction of every move.

    Files go after commit, for a deed that is rolled back must not cost the evidence. What a crash leaves, `sweep` takes.
    """
    if case.state in OVER:
        transaction.on_commit(partial(_destroy_with_joined, case.pk, now=now), robust=True)


def _destroy_with_joined(case: int, *, now: datetime) -> None:
    destroy(SealedOriginal.objects.filter(Q(picture__case=case) | Q(picture__case__merged_into=case)), now=now)


def of_case(case: Case) -> QuerySet[SealedOriginal]:
    return SealedOriginal.objects.filter(picture__case=case)


def of_cases(pks: Iterable[int]) -> QuerySet[SealedOriginal]:
    return SealedOriginal.objects.filter(picture__case__in=pks)


def destroy(originals: QuerySet[SealedOriginal], *, now: datetime) -> int:
    """Delete files and rows, and note for each case that it was done; returns how many.

    Files before rows: a stop in between leaves rows that the next run finds, never files that no row knows.
    """
    gone: dict[int, int] = {}
    cases: dict[int, Case] = {}
    for one in originals.select_related("picture__case"):
        one.file.delete(save=False)
        one.delete()
        case = cases.setdefault(one.picture.case_id, one.picture.case)
        gone[case.pk] = gone.get(case.pk, 0) + 1
    for pk, count in gone.items():
        audit.note("case.destroy_originals", by=None, about=cases[pk], now=now, files=count)
    return sum(gone.values())


def left_over() -> QuerySet[SealedOriginal]:
    """Sealed originals whose case is over: a crash between the closing and the deletion leaves them."""
    over = Q(picture__case__state__in=OVER)
    return SealedOriginal.objects.filter(over | Q(picture__case__state=State.MERGED, picture__case__merged_into__state__in=OVER))
