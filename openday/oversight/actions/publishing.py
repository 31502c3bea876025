"""A reviewed, neutral summary for everyone; only with the citizen's own consent."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.oversight import emails, states
from openday.oversight.actions.moving import DeedNotPossible, amend
from openday.oversight.disclosure import acknowledging
from openday.oversight.models import Case, RedactedPicture
from openday.oversight.redaction.actions import choose
from openday.oversight.states import Deed, State

if TYPE_CHECKING:
    from openday.accounts.models import User


class NoConsent(Exception):
    """The citizen didn't consent to publication, or took the consent back (PIPL art. 25)."""


class PublisherIsInvolved(Exception):
    """Who handled a case, or is named in it, can't publish it."""


class NotReviewed(Exception):
    """The public texts are missing or no reviewer has seen an answer."""


@transaction.atomic
def publish(
    *,
    case: Case,
    summary_zh: str,
    summary_en: str,
    public_answer_zh: str,
    public_answer_en: str,
    by: "User",
    now: datetime,
    acknowledged: Collection[str] = (),
    pictures: "Collection[RedactedPicture]" = (),
) -> Case:
    """Show the public summary and answer of a decided case to everyone, and tell the citizen.

    `acknowledged` are the keys of passages that look like personal data and may stay (disclosure/acknowledging.py).
    `pictures` are redacted copies that are shown with it; who blacked one out can't choose it.
    Raises NoConsent without the citizen's consent, NotReviewed without texts or without a reviewer,
    PublisherIsInvolved when `by` handled the case or is named in it, PassagesNotAcknowledged.
    """
    if not case.has_consent:
        raise NoConsent
    if case.reviewer_id is None or not (summary_zh.strip() and public_answer_zh.strip()):
        raise NotReviewed
    if case.is_published:
        raise DeedNotPossible(Deed.PUBLISH, case.state)
    if by.pk == case.handler_id or by.pk in case.named_staff_ids:
        raise PublisherIsInvolved
    texts = dict(zip(acknowledging.PUBLIC, (summary_zh, public_answer_zh, summary_en, public_answer_en), strict=True))
    texts["pictures"] = acknowledging.descriptions(pictures)
    acknowledging.insist(case, texts, acknowledged=acknowledged, by=by, now=now)
    event = amend(
        case,
        Deed.PUBLISH,
        within=states.REPLIED,
        by=by,
        now=now,
        public_summary_zh=summary_zh,
        public_summary_en=summary_en,
        public_answer_zh=public_answer_zh,
        public_answer_en=public_answer_en,
        publication_refused_reason="",
        published_at=now,
        published_by=by,
    )
    choose(case, pictures, by=by)
    emails.published(case, event=event, now=now)
    return case


@transaction.atomic
def refuse_publication(*, case: Case, reason: str, by: "User", now: datetime) -> Case:
    """Decide not to publish although the citizen consented; the citizen reads the reason."""
    if case.is_published or not case.has_consent:
        raise DeedNotPossible(Deed.REFUSE_PUBLICATION, case.state)
    amend(
        case,
        Deed.REFUSE_PUBLICATION,
        within=states.REPLIED,
        by=by,
        now=now,
        public_note=reason,
        publication_refused_reason=reason,
    )
    return case


@transaction.atomic
def withdraw_publication(*, case: Case, reason: str, by: "User", now: datetime, acknowledged: Collection[str] = ()) -> Case:
    """Take a published case off the public pages; its address answers that it was withdrawn and why, without content.

    Raises PassagesNotAcknowledged when the reason, which everyone may read, looks like personal data.
    """
    if not case.is_published:
        raise DeedNotPossible(Deed.WITHDRAW_PUBLICATION, case.state)
    acknowledging.insist(case, {"reason": reason}, acknowledged=acknowledged, by=by, now=now)
    amend(
        case,
        Deed.WITHDRAW_PUBLICATION,
        within=set(State),
        by=by,
        now=now,
        public_note=reason,
        published_at=None,
        published_by=None,
        publication_refused_reason=reason,
    )
    return case
