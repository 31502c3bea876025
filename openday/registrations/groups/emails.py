"""What we write to the leaders of groups before they have a ticket. No letter carries what a stranger typed."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy, pgettext

from openday.language import formats
from openday.mail import kinds
from openday.mail.actions import queue
from openday.registrations.emails import KEEP_AFTER_VISIT
from openday.registrations.groups.models import GroupVisit
from openday.registrations.models import Offer, Registration
from openday.registrations.rules import Party
from openday.registrations.wording import people, pretty_code

_LONGEST_WAY = timedelta(days=90)


def received(visit: GroupVisit, *, now: datetime) -> None:
    _write(visit, "group_received", now=now)


def asked(visit: GroupVisit, *, now: datetime) -> None:
    _write(visit, "group_question", now=now, extra={"word": visit.word})


def offered(visit: GroupVisit, *, now: datetime) -> None:
    """Say which session is offered, and until when it is held."""
    held: Any = visit.registration
    with translation.override(visit.language):
        until = formats.moment(visit.offered_until, language=visit.language) if visit.offered_until else ""
        session = held.session
        when = formats.day_and_times(session.starts_at, session.ends_at, language=visit.language)
    _write(visit, "group_offer", now=now, extra={"word": visit.word, "when": when, "answer_until": until})


def offered_instead(visit: GroupVisit, party: Registration, offer: Offer, *, now: datetime) -> None:
    """Ask a group that has places whether it would come at another time; what it has is kept until it says yes."""
    language = visit.language
    with translation.override(language):
        times = {
            "when": formats.day_and_times(offer.pool.session.starts_at, offer.pool.session.ends_at, language=language),
            "old_when": formats.day_and_times(party.session.starts_at, party.session.ends_at, language=language),
            "answer_until": formats.moment(offer.answer_by, language=language),
            "people": people(party.party),
        }
    _write(visit, "group_other_time", now=now, extra={"word": visit.word, **times})


def offer_ended(visit: GroupVisit, *, now: datetime) -> None:
    _write(visit, "group_offer_ended", now=now)


def refused(visit: GroupVisit, *, now: datetime) -> None:
    _write(visit, "group_refused", now=now, extra={"word": visit.word})


def withdrawn(visit: GroupVisit, *, now: datetime) -> None:
    _write(visit, "group_withdrawn", now=now)


def list_received(visit: GroupVisit, listed: Party, *, now: datetime) -> None:
    """Say that the list of who comes has arrived, with its numbers; names never travel in letters."""
    with translation.override(visit.language):
        counted = people(listed)
    _write(visit, "group_list", now=now, extra={"listed": counted})


def key_of(visit: GroupVisit) -> str:
    """How the keys of all letters about a request begin."""
    return f"group:{visit.pk}:"


def link_to(visit: GroupVisit) -> str:
    """The secret link, absolute, in the language of the request."""
    return _absolute("registrations:group_swap", visit.token, language=visit.language)


def _absolute(name: str, *args: str, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=args)


def _write(visit: GroupVisit, kind: str, *, now: datetime, extra: dict[str, Any] | None = None) -> None:
    queue(
        kind=kind,
        channel="email" if visit.contact_kind == "email" else "sms",
        to=visit.contact,
        language=visit.language,
        context={**_words(visit), **(extra or {})},
        now=now,
        key=f"{key_of(visit)}{kind}:{visit.turn}",
        purge_after=now + _LONGEST_WAY + KEEP_AFTER_VISIT,
    )


def _words(visit: GroupVisit) -> dict[str, Any]:
    language = visit.language
    with translation.override(language):
        wishes = [formats.day_and_times(wish.session.starts_at, wish.session.ends_at, language=language) for wish in visit.wishes.all()]
        words = {
            "open_day": visit.open_day.name_in(language),
            "people": people(visit.party),
            "code": pretty_code(visit.code),
            "answer_on": formats.day(visit.due_on, language=language),
            "link": link_to(visit),
            "find_link": _absolute("registrations:find", language=language),
        }
        rows = [
            [pgettext("letter", "Open day"), words["open_day"]],
            [pgettext("letter", "Preferred dates"), "\n".join(wishes)],
            [pgettext("letter", "Who"), words["people"]],
            [pgettext("letter", "Code"), words["code"]],
        ]
    return {**words, "rows": rows}


_WORDS = ("open_day", "people", "code", "answer_on", "link", "find_link")
_SAMPLE_ZH: dict[str, Any] = {
    "open_day": "食品检测技术中心开放日",
    "people": "4位成人、36名6至13岁儿童",
    "code": "K7QM-3XVD",
    "answer_on": "2026年11月26日（星期四）",
    "link": f"{settings.BASE_URL}/zh-hans/visits/groups/r/sample/",
    "find_link": f"{settings.BASE_URL}/zh-hans/visits/find/",
    "word": "请问有没有乘坐轮椅的同学？",
    "when": "2026年12月5日（星期六）14:00–15:30",
    "answer_until": "2026年11月28日（星期六）10:00",
    "listed": "4位成人、34名6至13岁儿童",
    "old_when": "2026年11月28日（星期六）09:30–11:00",
}
_SAMPLE_EN: dict[str, Any] = {
    "open_day": "Open day of the food testing centre",
    "people": "4 adults, 36 children aged 6 to 13",
    "code": "K7QM-3XVD",
    "answer_on": "Thursday 26 November 2026",
    "link": f"{settings.BASE_URL}/en/visits/groups/r/sample/",
    "find_link": f"{settings.BASE_URL}/en/visits/find/",
    "word": "Does anybody in the class use a wheelchair?",
    "when": "Saturday 5 December 2026, 14:00–15:30",
    "answer_until": "Saturday 28 November 2026, 10:00",
    "listed": "4 adults, 34 children aged 6 to 13",
    "old_when": "Saturday 28 November 2026, 09:30–11:00",
}
_SAMPLE_ZH["rows"] = [
    ["开放日", _SAMPLE_ZH["open_day"]],
    ["拟来日期", "2026年11月28日（星期六）09:30–11:00"],
    ["人数", _SAMPLE_ZH["people"]],
    ["预约码", _SAMPLE_ZH["code"]],
]
_SAMPLE_EN["rows"] = [
    ["Open day", _SAMPLE_EN["open_day"]],
    ["Preferred dates", "Saturday 28 November 2026, 09:30–11:00"],
    ["Who", _SAMPLE_EN["people"]],
    ["Code", _SAMPLE_EN["code"]],
]
_KINDS = [
    ("group_received", gettext_lazy("Group request received"), (), gettext_lazy("At once, when a group asks to come.")),
    ("group_question", gettext_lazy("Question to a group"), ("word",), gettext_lazy("When the open-day desk asks the leader something.")),
    (
        "group_offer",
        gettext_lazy("Another session offered to a group"),
        ("word", "when", "answer_until"),
        gettext_lazy("When the open-day desk holds places in another session and asks the leader."),
    ),
    (
        "group_other_time",
        gettext_lazy("Another time offered to a group that has places"),
        ("word", "when", "old_when", "answer_until"),
        gettext_lazy("When the open-day desk asks a group to come at another time; its places are kept until it accepts."),
    ),
    (
        "group_offer_ended",
        gettext_lazy("Offer to a group ended"),
        (),
        gettext_lazy("When the leader has not answered in time, or the session offered is cancelled."),
    ),
    ("group_refused", gettext_lazy("Group request refused"), ("word",), gettext_lazy("When the open-day desk cannot take the group.")),
    ("group_withdrawn", gettext_lazy("Group request withdrawn"), (), gettext_lazy("When the leader has taken the request back.")),
    (
        "group_list",
        gettext_lazy("List of a group received"),
        ("listed",),
        gettext_lazy("When the list of who comes is handed in, by the leader or for the leader."),
    ),
]
for _kind, _label, _more, _about in _KINDS:
    kinds.register(
        _kind,
        _label,
        (*_WORDS, *_more),
        {"zh-hans": _SAMPLE_ZH, "en": _SAMPLE_EN},
        family="registration",
        channels=("email", "sms"),
        about=_about,
    )
