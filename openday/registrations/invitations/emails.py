"""What we write to people we invite. They gave us no address here: the letter says who asks them, and that they need do nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from openday.intake.codes import grouped
from openday.language import formats
from openday.mail import actions as mail_actions
from openday.mail import kinds
from openday.mail.actions import queue
from openday.mail.models import Message
from openday.registrations.emails import KEEP_AFTER_VISIT
from openday.registrations.invitations.models import Invitation
from openday.registrations.letter_words import absolute

# As for everything that staff send to many (docs/decisions/0013): until then it is withdrawn without a word.
LETTERS_WAIT = timedelta(minutes=10)


def invited(invitation: Invitation, *, now: datetime) -> None:
    _write(invitation, "invitation", now=now, not_before=now + LETTERS_WAIT)


def withdrawn(invitation: Invitation, *, now: datetime) -> None:
    """Say that the invitation counts no more; a guest whose letter has not left never learns of it."""
    begun = Message.objects.filter(key__startswith=key_of(invitation), state__in=[Message.State.SENT, Message.State.SENDING]).exists()
    mail_actions.forget(keys_begin=key_of(invitation), now=now)
    if begun:
        _write(invitation, "invitation_withdrawn", now=now)


def key_of(invitation: Invitation) -> str:
    """How the keys of all letters about an invitation begin."""
    return f"invitation:{invitation.pk}:"


def link_to(invitation: Invitation) -> str:
    """The secret link, absolute, in the language of the guest."""
    return absolute("registrations:invitation_swap", invitation.token, language=invitation.language)


def _write(invitation: Invitation, kind: str, *, now: datetime, not_before: datetime | None = None) -> None:
    queue(
        kind=kind,
        channel="email",
        to=invitation.contact,
        language=invitation.language,
        context=_words(invitation),
        now=now,
        key=f"{key_of(invitation)}{kind}",
        not_before=not_before,
        purge_after=invitation.valid_until + KEEP_AFTER_VISIT,
    )


def _words(invitation: Invitation) -> dict[str, Any]:
    language, open_day, session = invitation.language, invitation.open_day, invitation.session
    with translation.override(language):
        words: dict[str, Any] = {
            "open_day": open_day.name_in(language),
            "when": formats.day_and_times(session.starts_at, session.ends_at, language=language)
            if session
            else _("a session of your choice"),
            "place": open_day.place_in(language),
            "most": ngettext("up to %(count)d person", "up to %(count)d people", invitation.party_max) % {"count": invitation.party_max},
            "valid_until": formats.moment(invitation.valid_until, language=language),
            "is_reserved": bool(invitation.places),
            "code": grouped(invitation.code),
            "link": link_to(invitation),
        }
        if session is not None:
            words["when"] = formats.day_and_times(session.starts_at, session.ends_at, language=language)
        rows = [
            [pgettext("letter", "Open day"), words["open_day"]],
            [pgettext("letter", "When"), words["when"]],
            [pgettext("letter", "Where"), words["place"]],
            [pgettext("letter", "Who"), words["most"]],
            [pgettext("letter", "Code"), words["code"]],
        ]
    return {**words, "rows": rows}


_WORDS = ("open_day", "when", "place", "most", "valid_until", "is_reserved", "code", "link")
_SAMPLE_ZH: dict[str, Any] = {
    "open_day": "食品检测技术中心开放日",
    "when": "2026年11月28日（星期六）09:30–11:00",
    "place": "深圳市××路1号（演示地址）",
    "most": "最多4人",
    "valid_until": "2026年11月25日（星期三）23:59",
    "is_reserved": True,
    "code": "K7QM-3XVD-9T2B",
    "link": f"{settings.BASE_URL}/zh-hans/visits/i/sample-link/",
}
_SAMPLE_EN: dict[str, Any] = {
    "open_day": "Open day of the food testing centre",
    "when": "Saturday 28 November 2026, 09:30–11:00",
    "place": "1 Sample Road, Shenzhen (demo address)",
    "most": "up to 4 people",
    "valid_until": "Wednesday 25 November 2026, 23:59",
    "is_reserved": True,
    "code": "K7QM-3XVD-9T2B",
    "link": f"{settings.BASE_URL}/en/visits/i/sample-link/",
}
_LABELS_ZH, _LABELS_EN = ("开放日", "时间", "地点", "人数", "预约码"), ("Open day", "When", "Where", "Who", "Code")
for _sample, _labels in ((_SAMPLE_ZH, _LABELS_ZH), (_SAMPLE_EN, _LABELS_EN)):
    _sample["rows"] = [[label, _sample[name]] for label, name in zip(_labels, ("open_day", "when", "place", "most", "code"), strict=True)]
for _kind, _label, _about in [
    ("invitation", gettext_lazy("Invitation"), gettext_lazy("Ten minutes after staff made an invitation for an address.")),
    (
        "invitation_withdrawn",
        gettext_lazy("Invitation withdrawn"),
        gettext_lazy("When staff withdraw an invitation whose letter has left, or its session is cancelled."),
    ),
]:
    kinds.register(_kind, _label, _WORDS, {"zh-hans": _SAMPLE_ZH, "en": _SAMPLE_EN}, family="registration", about=_about)
