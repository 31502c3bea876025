"""What we write about missed visits: kindly, with the rule, the day on which it is forgotten, and the way to appeal."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, pgettext

from openday.events.models import Session
from openday.language import formats
from openday.mail import kinds
from openday.mail.actions import queue
from openday.registrations import emails as registration_emails
from openday.registrations.absences import queries, wording
from openday.registrations.letter_words import absolute
from openday.registrations.models import Absence, AbsenceRule

# The answer is erased with other letters; nobody needs it longer than to read it.
_KEEP = timedelta(days=30)


def missed(mark: Absence, rule: AbsenceRule, *, now: datetime) -> None:
    """To the party that did not come, once."""
    extra = {**_about(mark, rule), "appeal_link": appeal_link(mark)}
    registration_emails.visit_missed(mark.registration, now=now, extra=extra)


def answered(mark: Absence, *, accepted: bool, answer: str, now: datetime) -> None:
    """The outcome of an appeal; without a contact the page behind the link says it."""
    queue(
        kind="appeal_accepted" if accepted else "appeal_refused",
        channel="email" if mark.contact_kind == "email" else "sms",
        to=mark.contact,
        language=mark.language,
        context={**_visit(mark), "why": answer, "appeal_link": appeal_link(mark), "expires_on": _day(mark)},
        now=now,
        key=f"{registration_emails.key_of(mark.registration)}appeal:{mark.pk}",
        purge_after=now + _KEEP,
    )


def held_back(*, session: Session, contact: Any, hashed: str, until: datetime, language: str, now: datetime) -> None:
    """To a contact with which somebody tried to register: why not, and how to appeal. The page says it to nobody.

    At most one such letter a day for a contact and session.
    """
    rule = queries.rule_of(session.open_day_id)
    if rule is None:
        return
    marks = queries.standing(hashed, rule).select_related("registration__session__open_day").order_by("missed_on", "pk")
    open_day = session.open_day
    with translation.override(language):
        words = {
            "open_day": open_day.name_in(language),
            "when": formats.day_and_times(session.starts_at, session.ends_at, language=language),
            "rule": wording.with_expiry(rule),
            "rule_link": absolute("registrations:missed_visits", language=language),
            "until": formats.moment(until, language=language),
            "marks": [[formats.day(mark.missed_on, language=language), appeal_link(mark, language=language)] for mark in marks],
        }
        rows = [[pgettext("letter", "Open day"), words["open_day"]], [pgettext("letter", "When"), words["when"]]]
    queue(
        kind="registration_held_back",
        channel="email" if contact.kind == "email" else "sms",
        to=contact.value,
        language=language,
        context={**words, "rows": rows},
        now=now,
        key=f"held-back:{hashed[:32]}:{session.pk}:{timezone.localdate(now):%Y%m%d}",
        purge_after=now + _KEEP,
    )


def appeal_link(mark: Absence, *, language: str = "") -> str:
    return absolute("registrations:appeal_swap", mark.token, language=language or mark.language)


def _day(mark: Absence) -> str:
    return formats.day(mark.expires_on, language=mark.language)


def _about(mark: Absence, rule: AbsenceRule) -> dict[str, Any]:
    with translation.override(mark.language):
        return {
            "rule": wording.with_expiry(rule),
            "rule_link": absolute("registrations:missed_visits", language=mark.language),
            "expires_on": _day(mark),
        }


def _visit(mark: Absence) -> dict[str, Any]:
    session, language = mark.registration.session, mark.language
    with translation.override(language):
        words = {
            "open_day": session.open_day.name_in(language),
            "when": formats.day_and_times(session.starts_at, session.ends_at, language=language),
        }
        rows = [[pgettext("letter", "Open day"), words["open_day"]], [pgettext("letter", "When"), words["when"]]]
    return {**words, "rows": rows}


_SAMPLE_ZH: dict[str, Any] = {
    "open_day": "食品检测技术中心开放日",
    "when": "2026年11月28日（星期六）09:30–11:00",
    "rule": "6个月内2次预约后未到且未取消的，只能在场次开始前48小时内、仍有名额时预约。未到记录在6个月后删除。",
    "rule_link": f"{settings.BASE_URL}/zh-hans/visits/missed-visits/",
    "expires_on": "2027年5月28日（星期五）",
    "until": "2026年11月26日（星期四）09:30",
    "appeal_link": f"{settings.BASE_URL}/zh-hans/visits/missed-visits/a/sample-link/",
    "why": "当天现场记录显示无人签到。",
    "marks": [["2026年10月17日（星期六）", f"{settings.BASE_URL}/zh-hans/visits/missed-visits/a/sample-link/"]],
}
_SAMPLE_EN: dict[str, Any] = {
    "open_day": "Open day of the food testing centre",
    "when": "Saturday 28 November 2026, 09:30–11:00",
    "rule": "Who misses 2 visits within 6 months without cancelling can register only in the last 48 hours before a session, "
    "if places are left then. A missed visit is erased after 6 months.",
    "rule_link": f"{settings.BASE_URL}/en/visits/missed-visits/",
    "expires_on": "Friday 28 May 2027",
    "until": "Thursday 26 November 2026, 09:30",
    "appeal_link": f"{settings.BASE_URL}/en/visits/missed-visits/a/sample-link/",
    "why": "According to the list at the gate nobody came.",
    "marks": [["Saturday 17 October 2026", f"{settings.BASE_URL}/en/visits/missed-visits/a/sample-link/"]],
}
_SAMPLE_ZH["rows"] = [["开放日", _SAMPLE_ZH["open_day"]], ["时间", _SAMPLE_ZH["when"]]]
_SAMPLE_EN["rows"] = [["Open day", _SAMPLE_EN["open_day"]], ["When", _SAMPLE_EN["when"]]]
for _kind, _label, _words, _about_it in [
    (
        "registration_held_back",
        gettext_lazy("Registration held back"),
        ("open_day", "when", "rule", "rule_link", "until"),
        gettext_lazy(
            "When somebody tries to register with a contact that the rule about missed visits holds back. The page says it to nobody."
        ),
    ),
    (
        "appeal_accepted",
        gettext_lazy("Appeal accepted"),
        ("open_day", "when", "why", "appeal_link"),
        gettext_lazy("When staff remove a missed visit after an appeal."),
    ),
    (
        "appeal_refused",
        gettext_lazy("Appeal refused"),
        ("open_day", "when", "why", "appeal_link", "expires_on"),
        gettext_lazy("When staff refuse an appeal about a missed visit, with the reason."),
    ),
]:
    kinds.register(
        _kind,
        _label,
        _words,
        {"zh-hans": _SAMPLE_ZH, "en": _SAMPLE_EN},
        family="registration",
        channels=("email", "sms"),
        about=_about_it,
    )
