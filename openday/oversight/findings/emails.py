"""Letters about corrective action, all to staff by their work address: a number, a day and a link, never what was found."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from openday.accounts.models import User
from openday.accounts.roles import HANDLER, QUALITY_OFFICE
from openday.language import formats
from openday.mail import kinds
from openday.mail.actions import queue
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingEvent
from openday.oversight.queries import staff_of

_LINK = f"{settings.BASE_URL}/admin/oversight/findings/"
_SAMPLE = {
    "zh-hans": {"number": "ZG-2026-0007", "due": "2026年11月30日", "link": _LINK},
    "en": {"number": "ZG-2026-0007", "due": "30 November 2026", "link": _LINK},
}
_KINDS = {
    "staff_action_planned": (_("To staff: action planned"), _("To whoever owes a corrective action, when it is planned.")),
    "staff_action_overdue": (
        _("To staff: action overdue"),
        _("To the unit the day after a corrective action was due, to the quality office on the third day."),
    ),
    "staff_finding_to_verify": (
        _("To staff: effect to be checked"),
        _("To uninvolved reviewers, on the first day on which the effect may be checked."),
    ),
    "staff_finding_not_effective": (
        _("To staff: not effective"),
        _("To the unit concerned and the quality office, when what was done did not help."),
    ),
}
for _kind, (_label, _about) in _KINDS.items():
    kinds.register(_kind, _label, ("number", "due", "link"), _SAMPLE, family="staff_case", daily_limit=None, about=_about)


def planned(action: CorrectiveAction, *, event: FindingEvent, now: datetime) -> None:
    # A printed source names some actions without a day: those are history, nobody is to be written to.
    if action.due_on is not None:
        _write("staff_action_planned", owners_of(action), action.finding, due=action.due_on, key=f"{event.pk}", now=now)


def overdue(action: CorrectiveAction, *, to_office: bool, event: FindingEvent, now: datetime) -> None:
    people = quality_office() if to_office else owners_of(action) or quality_office()
    _write("staff_action_overdue", people, action.finding, due=action.due_on, key=f"{event.pk}", now=now)


def to_verify(finding: Finding, people: Iterable[User], *, event: FindingEvent, now: datetime) -> None:
    """Queued when the unit hands over; leaves on the morning of the first day on which the effect may be checked."""
    if finding.verify_from is None:
        return
    morning = timezone.make_aware(datetime.combine(finding.verify_from, time(8, 30)))
    _write("staff_finding_to_verify", people, finding, due=finding.verify_from, key=f"{event.pk}", now=now, not_before=max(now, morning))


def not_effective(finding: Finding, *, event: FindingEvent, now: datetime) -> None:
    people = {person.pk: person for person in [*_handlers(finding.unit_id), *quality_office()]}
    _write("staff_finding_not_effective", people.values(), finding, due=None, key=f"{event.pk}", now=now)


def owners_of(action: CorrectiveAction) -> list[User]:
    """The person who sees to it; else every handler of the unit."""
    return [action.owner] if action.owner is not None and action.owner.is_active else _handlers(action.owner_unit_id)


def quality_office() -> list[User]:
    people = User.objects.filter(groups__name=QUALITY_OFFICE, is_active=True).order_by("username").distinct()
    return list(people.select_related("wagtail_userprofile"))


def _handlers(unit_id: int) -> list[User]:
    return list(staff_of({unit_id}, HANDLER).select_related("wagtail_userprofile"))


def _write(
    kind: str,
    people: Iterable[User],
    finding: Finding,
    *,
    due: date | None,
    key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    for person in people:
        profile = getattr(person, "wagtail_userprofile", None)
        language = (profile.preferred_language if profile else "") or settings.LANGUAGE_CODE
        with translation.override(language):
            words: dict[str, Any] = {"number": finding.number, "due": formats.day(due) if due else "", "link": f"{_LINK}{finding.pk}/"}
        queue(
            kind=kind,
            channel="email",
            to=person.email,
            language=language,
            context=words,
            now=now,
            key=f"finding:{key}:{kind}:{person.pk}",
            not_before=not_before,
        )
