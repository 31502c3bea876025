"""What we write to visitors: the ready strings of each letter, in the language of the registration.

No letter carries a text that a stranger typed (not even the own name): until the address is
proven, such a letter would be a way to send a message of one's own to somebody else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from openday.events import queries as event_queries
from openday.events import rules as event_rules
from openday.language import formats
from openday.language.names import ENGLISH, in_language, in_our_words
from openday.mail import kinds
from openday.mail.actions import queue
from openday.registrations import ical, queries, rules, visits
from openday.registrations.models import Lot, Offer, Registration
from openday.registrations.states import Ending
from openday.registrations.wording import people, pretty_code

KEEP_AFTER_VISIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a first letter says, put together before the deed locks anything."""

    words: dict[str, Any]
    # For a confirmation by e-mail; empty when the deed is expected to end otherwise.
    calendar: str = ""


def prepare(registration: Registration, *, confirmed: bool, now: datetime) -> Prepared:
    """Put together the words of the letter that will follow, and the calendar entry if places are expected to be left."""
    words = {**visit_words(registration), "link": link_to(registration)}
    return Prepared(words, _entry(registration, method=ical.REQUEST, now=now, link=words["link"]) if confirmed else "")


def confirmed(registration: Registration, *, now: datetime, prepared: Prepared | None = None) -> None:
    _write(registration, "registration_confirmed", now=now, method=ical.REQUEST, prepared=prepared)


def group_confirmed(registration: Registration, *, now: datetime) -> None:
    """One ticket for the whole group, to its leader."""
    _write(registration, "group_confirmed", now=now, method=ical.REQUEST)


def waiting(registration: Registration, *, now: datetime, part: str = "", prepared: Prepared | None = None) -> None:
    position = queries.waiting_position(registration)
    _write(registration, "registration_waiting", now=now, part=part, extra={"position": position}, prepared=prepared)


def applied(registration: Registration, lot: Lot, *, now: datetime, part: str = "") -> None:
    """Say that a party takes part in a draw: its ticket, until when others apply, and what decides."""
    draw, language = lot.draw, registration.language
    extra = {
        **_lot_words(lot, language),
        "applies_until": formats.moment(draw.applies_until, language=language),
        "value_name": in_language(zh=draw.value_zh, en=draw.value_en, language=language),
        "value_on": formats.day(draw.value_on, language=language),
    }
    _write(registration, "draw_applied", now=now, extra=extra, part=part)


def drawn(registration: Registration, lot: Lot, *, now: datetime) -> None:
    _write(registration, "draw_won", now=now, method=ical.REQUEST, extra=_lot_words(lot, registration.language))


def not_drawn(registration: Registration, lot: Lot, *, position: int, now: datetime) -> None:
    _write(registration, "draw_waiting", now=now, extra={**_lot_words(lot, registration.language), "position": position})


def _lot_words(lot: Lot, language: str) -> dict[str, str]:
    return {"ticket": pretty_code(lot.number), "draw_link": _absolute("registrations:draw", str(lot.draw_id), language=language)}


def promoted(registration: Registration, *, now: datetime) -> None:
    _write(registration, "registration_promoted", now=now, method=ical.REQUEST)


def changed(registration: Registration, *, now: datetime) -> None:
    """Write about a changed party; a calendar learns of it by the higher SEQUENCE."""
    method = ical.REQUEST if registration.is_confirmed else None
    _write(registration, "registration_changed", now=now, method=method, part=str(registration.sequence))


def offered(as_offered: Registration, offer: Offer, *, now: datetime) -> None:
    """Offer places; `as_offered` is the registration as it would be. A text message waits for the morning."""
    language = as_offered.language
    with translation.override(language):
        until = formats.moment(offer.answer_by, language=language)
    not_before = None
    if as_offered.contact_kind != "email":
        waking = (settings.WAKING_FROM, settings.WAKING_UNTIL)
        not_before = rules.awake_at(now, waking=waking, zone=timezone.get_default_timezone())
    extra = {"answer_until": until, "is_smaller": offer.is_smaller}
    _write(as_offered, "waiting_offer", now=now, extra=extra, part=str(offer.pk), not_before=not_before)


def offer_expired(registration: Registration, offer: Offer, *, now: datetime) -> None:
    position = queries.waiting_position(registration)
    _write(registration, "offer_expired", now=now, extra={"position": position}, part=str(offer.pk))


def moved(registration: Registration, *, now: datetime) -> None:
    _write(registration, "registration_moved", now=now, method=ical.REQUEST, part=str(registration.sequence))


def erased(registration: Registration, *, had_places: bool, now: datetime) -> None:
    """The last letter: what was erased. It is itself erased as soon as it is delivered."""
    method = ical.CANCEL if had_places else None
    _write(registration, "registration_erased", now=now, method=method, extra={"was_cancelled": registration.is_cancelled}, purge_after=now)


def cancelled(registration: Registration, *, had_places: bool, now: datetime) -> None:
    method = ical.CANCEL if had_places else None
    _write(registration, "registration_cancelled", now=now, method=method, extra={"why": _why(registration)})


def session_cancelled(registration: Registration, *, had_places: bool, now: datetime, extra: dict[str, Any]) -> None:
    _write(registration, "session_cancelled", now=now, method=ical.CANCEL if had_places else None, extra=extra)


def session_moved(registration: Registration, *, method: str | None, now: datetime, extra: dict[str, Any], part: str) -> None:
    _write(registration, "session_moved", now=now, method=method, extra=extra, part=part)


def reminder(registration: Registration, *, now: datetime) -> None:
    _write(registration, "visit_reminder", now=now)


def ask_if_coming(registration: Registration, *, now: datetime) -> None:
    gives_up = registration.session.open_day.release_hours_before
    until = ""
    if gives_up:
        moment = registration.session.starts_at - timedelta(hours=gives_up)
        with translation.override(registration.language):
            until = formats.moment(moment, language=registration.language)
    _write(registration, "coming_question", now=now, extra={"give_up_at": until})


def thanks(registration: Registration, *, now: datetime) -> None:
    """Thanks, and where to say how it was; the mark in that link tells the session and not who was there."""
    with translation.override(registration.language):
        link = settings.BASE_URL + visits.feedback_address(registration)
    _write(registration, "visit_thanks", now=now, extra={"feedback_link": link})


def again(registration: Registration, *, now: datetime) -> None:
    """Send the ticket once more, on the visitor's wish; at most one such letter in a minute."""
    part = f"again:{now:%Y%m%d%H%M}"
    if registration.is_waiting and (lot := queries.lot_of(registration)) is not None and lot.draw.is_pending:
        applied(registration, lot, now=now, part=part)
    elif registration.is_waiting:
        waiting(registration, now=now, part=part)
    else:
        _write(registration, "registration_confirmed", now=now, method=ical.REQUEST, part=part)


def key_of(registration: Registration) -> str:
    """How the keys of all letters to a party begin."""
    return f"registration:{registration.pk}:"


def link_to(registration: Registration) -> str:
    """The secret link, absolute, in the language of the registration."""
    return _absolute("registrations:swap", registration.token, language=registration.language)


def calendar_entry(registration: Registration, *, method: str, now: datetime, link: str, language: str) -> str:
    """The visit as iCalendar text, for a letter or for download."""
    session = registration.session
    open_day = session.open_day
    with translation.override(language):
        lines = [
            _("Number on the ticket: %(code)s.") % {"code": pretty_code(registration.code)},
            people(registration.party),
            _("See, change or cancel: %(link)s") % {"link": link},
        ]
        description = in_our_words("\n".join(lines))
        organizer_name = in_our_words(str(settings.WAGTAIL_SITE_NAME))
    return ical.entry(
        ical.Visit(
            uid=f"{registration.code.lower()}@{_host()}",
            sequence=registration.calendar_sequence,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            summary=open_day.name_in(language),
            location=open_day.place_in(language),
            description=description,
            url=link,
            organizer=settings.DEFAULT_FROM_EMAIL,
            organizer_name=organizer_name,
            attendee=registration.contact if registration.contact_kind == "email" else "",
        ),
        method=method,
        now=now,
    )


def _write(
    registration: Registration,
    kind: str,
    *,
    now: datetime,
    method: str | None = None,
    extra: dict[str, Any] | None = None,
    part: str = "",
    prepared: Prepared | None = None,
    purge_after: datetime | None = None,
    not_before: datetime | None = None,
) -> None:
    prepared = prepared or prepare(registration, confirmed=False, now=now)
    entry = ""
    if method:
        entry = prepared.calendar or _entry(registration, method=method, now=now, link=prepared.words["link"])
    queue(
        kind=kind,
        channel="email" if registration.contact_kind == "email" else "sms",
        to=registration.contact,
        language=registration.language,
        context={**prepared.words, **(extra or {})},
        now=now,
        key=key_of(registration) + ":".join(filter(None, [kind, part])),
        calendar=entry,
        not_before=not_before,
        purge_after=purge_after or registration.session.ends_at + KEEP_AFTER_VISIT,
    )


def _entry(registration: Registration, *, method: str, now: datetime, link: str) -> str:
    """The calendar entry that goes with a letter; a text message has none."""
    if registration.contact_kind != "email":
        return ""
    return calendar_entry(registration, method=method, now=now, link=link, language=registration.language)


def visit_words(registration: Registration) -> dict[str, Any]:
    """What every letter says about the visit, in the language of the registration."""
    session, language = registration.session, registration.language
    open_day = session.open_day
    with translation.override(language):
        words = {
            "open_day": open_day.name_in(language),
            "when": formats.day_and_times(session.starts_at, session.ends_at, language=language),
            "day": formats.short_day(session.starts_at, language=language),
            "clock": formats.clock(session.starts_at),
            "place": open_day.place_in(language),
            "people": people(registration.party),
            "code": pretty_code(registration.code),
            "change_until": formats.moment(event_rules.cancel_closes_at(open_day, session), language=language),
            "find_link": _find_link(language),
            "way_link": _way_link(open_day.pk, language),
        }
        rows = [
            [pgettext("letter", "Open day"), words["open_day"]],
            [pgettext("letter", "When"), words["when"]],
            [pgettext("letter", "Where"), words["place"]],
            [pgettext("letter", "Who"), words["people"]],
            [pgettext("letter", "Code"), words["code"]],
        ]
        return {**words, "rows": rows}


def _why(registration: Registration) -> str:
    with translation.override(registration.language):
        if registration.ending == Ending.NO_PLACE:
            return _("Unfortunately no place came free in this session.")
        if registration.ending == Ending.NO_ANSWER:
            return _("We had asked you and got no answer, so the places went to others.")
        if registration.ending == Ending.STAFF:
            return registration.reason or _("The open-day desk has cancelled the registration.")
        return _("You have cancelled the registration.")


def _absolute(name: str, *args: str, language: str) -> str:
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=args)


@lru_cache(maxsize=8)
def _find_link(language: str) -> str:
    return _absolute("registrations:find", language=language)


def _way_link(open_day_id: int, language: str) -> str:
    """Where the page of the open day says how to get there; empty while it has no page."""
    path = event_queries.page_addresses(language).get(open_day_id)
    return f"{settings.BASE_URL}{path}#way-title" if path else ""


def _host() -> str:
    return settings.BASE_URL.split("://")[1].split(":")[0]


_WORDS = ("open_day", "when", "day", "clock", "place", "people", "code", "change_until", "link", "find_link", "way_link")
_LOT = ("ticket", "draw_link")
_SAMPLE_ZH: dict[str, Any] = {
    "open_day": "食品检测技术中心开放日",
    "when": "2026年11月28日（星期六）09:30–11:00",
    "day": "11月28日 周六",
    "clock": "09:30",
    "place": "深圳市××路1号（演示地址）",
    "people": "2位成人、1名6至13岁儿童",
    "code": "K7QM-3XVD",
    "change_until": "2026年11月28日（星期六）08:30",
    "link": f"{settings.BASE_URL}/zh-hans/visits/r/sample/",
    "find_link": f"{settings.BASE_URL}/zh-hans/visits/find/",
    "way_link": f"{settings.BASE_URL}/zh-hans/open-days/food/#way-title",
    "position": 2,
    "why": "设备需要临时检修。",
    "was_cancelled": True,
    "answer_until": "2026年11月23日（星期一）11:00",
    "is_smaller": False,
    "give_up_at": "",
    "feedback_link": f"{settings.BASE_URL}/zh-hans/oversight/feedback/",
    "ticket": "7H2K-9Q4M",
    "draw_link": f"{settings.BASE_URL}/zh-hans/visits/draws/1/",
    "applies_until": "2026年11月20日（星期五）18:00",
    "value_name": "福利彩票“双色球”当期开奖号码，红球按从小到大",
    "value_on": "2026年11月22日（星期日）",
    "old_when": "2026年11月27日（星期五）14:00",
    "others": [
        ["2026年11月29日（星期日）09:30–11:00", f"{settings.BASE_URL}/zh-hans/visits/12/register/"],
        ["2026年12月5日（星期六）09:30–11:00", f"{settings.BASE_URL}/zh-hans/visits/15/register/"],
    ],
}
_SAMPLE_EN: dict[str, Any] = {
    "open_day": "Open day of the food testing centre",
    "when": "Saturday 28 November 2026, 09:30–11:00",
    "day": "Sat 28 Nov",
    "clock": "09:30",
    "place": "1 Sample Road, Shenzhen (demo address)",
    "people": "2 adults, 1 child aged 6 to 13",
    "code": "K7QM-3XVD",
    "change_until": "Saturday 28 November 2026, 08:30",
    "link": f"{settings.BASE_URL}/en/visits/r/sample/",
    "find_link": f"{settings.BASE_URL}/en/visits/find/",
    "way_link": f"{settings.BASE_URL}/en/open-days/food/#way-title",
    "position": 2,
    "why": "An instrument has to be repaired.",
    "was_cancelled": True,
    "answer_until": "Monday 23 November 2026, 11:00",
    "is_smaller": False,
    "give_up_at": "",
    "feedback_link": f"{settings.BASE_URL}/en/oversight/feedback/",
    "ticket": "7H2K-9Q4M",
    "draw_link": f"{settings.BASE_URL}/en/visits/draws/1/",
    "applies_until": "Friday 20 November 2026, 18:00",
    "value_name": "the numbers of the welfare lottery, red balls in rising order",
    "value_on": "Sunday 22 November 2026",
    "old_when": "Friday 27 November 2026, 14:00",
    "others": [
        ["Sunday 29 November 2026, 09:30–11:00", f"{settings.BASE_URL}/en/visits/12/register/"],
        ["Saturday 5 December 2026, 09:30–11:00", f"{settings.BASE_URL}/en/visits/15/register/"],
    ],
}
_SAMPLE_ZH["rows"] = [
    ["开放日", _SAMPLE_ZH["open_day"]],
    ["时间", _SAMPLE_ZH["when"]],
    ["地点", _SAMPLE_ZH["place"]],
    ["人数", _SAMPLE_ZH["people"]],
    ["预约码", _SAMPLE_ZH["code"]],
]
_SAMPLE_EN["rows"] = [
    ["Open day", _SAMPLE_EN["open_day"]],
    ["When", _SAMPLE_EN["when"]],
    ["Where", _SAMPLE_EN["place"]],
    ["Who", _SAMPLE_EN["people"]],
    ["Code", _SAMPLE_EN["code"]],
]


def _sample_calendar(method: str, language: str) -> str:
    """The calendar entry of the sample: nobody is invited by it."""
    words = _SAMPLE_EN if language == ENGLISH else _SAMPLE_ZH
    starts_at = datetime(2026, 11, 28, 9, 30, tzinfo=ical.ZONE)
    return ical.entry(
        ical.Visit(
            uid=f"sample@{_host()}",
            sequence=1,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=90),
            summary=in_language(zh=words["open_day"], en=words["open_day"], language=language),
            location=in_language(zh=words["place"], en=words["place"], language=language),
            description="",
            url=words["link"],
            organizer=settings.DEFAULT_FROM_EMAIL,
            organizer_name=str(settings.WAGTAIL_SITE_NAME),
        ),
        method=method,
        now=starts_at - timedelta(days=6),
    )


_KINDS = [
    (
        "group_confirmed",
        gettext_lazy("Group visit confirmed"),
        (),
        ical.REQUEST,
        gettext_lazy("When a group gets places, or its leader accepts the session offered."),
    ),
    (
        "registration_confirmed",
        gettext_lazy("Registration confirmed"),
        (),
        ical.REQUEST,
        gettext_lazy("At once, when a party gets its places; once more when a visitor asks for it."),
    ),
    (
        "registration_waiting",
        gettext_lazy("Party is on the waiting list"),
        ("position",),
        "",
        gettext_lazy("At once, when a session is full and the party wants to wait."),
    ),
    (
        "draw_applied",
        gettext_lazy("Party takes part in a draw"),
        (*_LOT, "applies_until", "value_name", "value_on"),
        "",
        gettext_lazy("At once, when a party applies for a session whose places are drawn."),
    ),
    ("draw_won", gettext_lazy("Places drawn"), _LOT, ical.REQUEST, gettext_lazy("After the draw, to every party that got places.")),
    (
        "draw_waiting",
        gettext_lazy("No places drawn"),
        (*_LOT, "position"),
        "",
        gettext_lazy("After the draw, to every party that waits now, in the order of the draw."),
    ),
    (
        "registration_promoted",
        gettext_lazy("Places came free"),
        (),
        ical.REQUEST,
        gettext_lazy("When places come free and the party gets them from the waiting list."),
    ),
    (
        "registration_changed",
        gettext_lazy("Party changed"),
        (),
        ical.REQUEST,
        gettext_lazy("When the visitor has changed the number of people."),
    ),
    (
        "waiting_offer",
        gettext_lazy("Places are offered"),
        ("answer_until", "is_smaller"),
        "",
        gettext_lazy("When places come free and the next waiting party is asked whether it wants them."),
    ),
    (
        "offer_expired",
        gettext_lazy("An offer ran out"),
        ("position",),
        "",
        gettext_lazy("When a waiting party has not answered an offer in time; the places went to the next party."),
    ),
    (
        "registration_moved",
        gettext_lazy("Moved to another session"),
        (),
        ical.REQUEST,
        gettext_lazy("When a visitor has moved the visit to another session of the same open day."),
    ),
    (
        "registration_erased",
        gettext_lazy("Personal data erased"),
        ("was_cancelled",),
        ical.CANCEL,
        gettext_lazy("When a visitor has had all personal data erased. The last letter; it is itself erased once it is delivered."),
    ),
    (
        "registration_cancelled",
        gettext_lazy("Registration cancelled"),
        ("why",),
        ical.CANCEL,
        gettext_lazy("When the visitor or the open-day desk has cancelled, or no place came free."),
    ),
    (
        "session_cancelled",
        gettext_lazy("Session cancelled"),
        ("why", "others"),
        ical.CANCEL,
        gettext_lazy("To every party of a session that does not take place."),
    ),
    (
        "coming_question",
        gettext_lazy("Are you coming?"),
        ("give_up_at",),
        "",
        gettext_lazy("Some days before the visit, where the open day asks for it. `give_up_at` is empty where nobody loses places."),
    ),
    (
        "session_moved",
        gettext_lazy("Session moved to another time"),
        ("why", "old_when", "others"),
        ical.REQUEST,
        gettext_lazy("To every party of a session that takes place at another time, when the time to take the change back is over."),
    ),
    ("visit_reminder", gettext_lazy("Reminder the day before"), (), "", gettext_lazy("The day before the visit.")),
    (
        "visit_thanks",
        gettext_lazy("Thanks after the visit"),
        ("feedback_link",),
        "",
        gettext_lazy("The day after the visit, once, to those who agreed to be asked how it was."),
    ),
]
for _kind, _label, _more, _method, _about in _KINDS:
    kinds.register(
        _kind,
        _label,
        (*_WORDS, *_more),
        {"zh-hans": _SAMPLE_ZH, "en": _SAMPLE_EN},
        family="registration",
        channels=("email", "sms"),
        about=_about,
        calendar=partial(_sample_calendar, _method) if _method else None,
    )
