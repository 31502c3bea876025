"""The kinds of letters to visitors: when each leaves, what it may say, and the sample staff see in the gallery of letters."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from openday.language.names import ENGLISH, in_language
from openday.mail import kinds
from openday.registrations import ical
from openday.registrations.letter_words import host

_WORDS = ("open_day", "when", "day", "clock", "place", "people", "code", "change_until", "link", "find_link", "way_link", "bring")
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
    "bring": "",
    "missing": "",
    "wished": "3位成人、2名6至13岁儿童",
    "position": 2,
    "why": "设备需要临时检修。",
    "invited_until": "",
    "invitation_link": "",
    "was_cancelled": True,
    "rule": "6个月内2次预约后未到且未取消的，只能在场次开始前48小时内、仍有名额时预约。未到记录在6个月后删除。",
    "rule_link": f"{settings.BASE_URL}/zh-hans/visits/missed-visits/",
    "expires_on": "2027年5月28日（星期五）",
    "appeal_link": f"{settings.BASE_URL}/zh-hans/visits/missed-visits/a/sample-link/",
    "answer_until": "2026年11月23日（星期一）11:00",
    "decide_by": "2026年11月25日（星期三）10:00",
    "is_smaller": False,
    "give_up_at": "",
    "feedback_link": f"{settings.BASE_URL}/zh-hans/oversight/feedback/",
    "ticket": "7H2K-9Q4M",
    "draw_link": f"{settings.BASE_URL}/zh-hans/visits/draws/1/",
    "applies_until": "2026年11月20日（星期五）18:00",
    "value_name": "福利彩票“双色球”当期开奖号码，红球按从小到大",
    "value_on": "2026年11月22日（星期日）",
    "old_when": "2026年11月27日（星期五）14:00",
    "title": "实验楼南门施工，请从北门进入",
    "text": "您好！11月28日当天实验楼南门施工，请从北门进入，工作人员会在门口等候。\n\n请穿平底鞋，不要携带食品和饮料。",
    "short": "11月28日实验楼南门施工，请从北门进入，工作人员会在门口等候。",
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
    "bring": "",
    "missing": "",
    "wished": "3 adults, 2 children aged 6 to 13",
    "position": 2,
    "why": "An instrument has to be repaired.",
    "invited_until": "",
    "invitation_link": "",
    "was_cancelled": True,
    "rule": "Who misses 2 visits within 6 months without cancelling can register only in the last 48 hours before a session, "
    "if places are left then. A missed visit is erased after 6 months.",
    "rule_link": f"{settings.BASE_URL}/en/visits/missed-visits/",
    "expires_on": "Friday 28 May 2027",
    "appeal_link": f"{settings.BASE_URL}/en/visits/missed-visits/a/sample-link/",
    "answer_until": "Monday 23 November 2026, 11:00",
    "decide_by": "Wednesday 25 November 2026, 10:00",
    "is_smaller": False,
    "give_up_at": "",
    "feedback_link": f"{settings.BASE_URL}/en/oversight/feedback/",
    "ticket": "7H2K-9Q4M",
    "draw_link": f"{settings.BASE_URL}/en/visits/draws/1/",
    "applies_until": "Friday 20 November 2026, 18:00",
    "value_name": "the numbers of the welfare lottery, red balls in rising order",
    "value_on": "Sunday 22 November 2026",
    "old_when": "Friday 27 November 2026, 14:00",
    "title": "Please come in by the north gate",
    "text": "On 28 November the south gate of the laboratory is being repaired. Please come in by the north gate, where we wait for you."
    "\n\nPlease wear flat shoes and leave food and drinks at home.",
    "short": "On 28 November the south gate is being repaired. Please come in by the north gate, where we wait for you.",
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
            uid=f"sample@{host()}",
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
        "request_received",
        gettext_lazy("Request received"),
        ("decide_by",),
        "",
        gettext_lazy("At once, when a party asks to come to an open day that admits by approval."),
    ),
    (
        "request_approved",
        gettext_lazy("Request approved"),
        (),
        ical.REQUEST,
        gettext_lazy("Ten minutes after staff approved a request, with ticket and calendar entry."),
    ),
    (
        "growth_requested",
        gettext_lazy("Request to bring more people received"),
        ("wished", "decide_by"),
        "",
        gettext_lazy("When an approved party asks for more places than were approved; it keeps those it has."),
    ),
    (
        "growth_refused",
        gettext_lazy("More people refused"),
        ("wished", "why"),
        "",
        gettext_lazy("When staff refuse more people, or nobody decided in time; the visit stays as it is."),
    ),
    ("request_refused", gettext_lazy("Request refused"), ("why",), "", gettext_lazy("Ten minutes after staff refused a request.")),
    (
        "request_lapsed",
        gettext_lazy("Request not decided in time"),
        (),
        "",
        gettext_lazy("When nobody decided about a request by the time that the visitor was told."),
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
        ("missing",),
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
        ("why", "invited_until", "invitation_link"),
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
    (
        "organiser_letter",
        gettext_lazy("Letter of the organiser"),
        ("title", "text", "short"),
        "",
        gettext_lazy("When an organiser writes to the visitors of an open day; ten minutes later, so that it can be taken back."),
    ),
    ("visit_reminder", gettext_lazy("Reminder the day before"), ("missing",), "", gettext_lazy("The day before the visit.")),
    (
        "visit_missed",
        gettext_lazy("We missed you"),
        ("rule", "rule_link", "expires_on", "appeal_link"),
        "",
        gettext_lazy("The day after a visit that a party missed without cancelling, where a rule about missed visits is in force."),
    ),
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
