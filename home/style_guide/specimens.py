"""Invented contents for the components: what the templates ask for, and nothing of the database.

Plain values in two languages; Traditional is derived from Simplified as everywhere. `Words` and `Row` are shaped like those of the
events room, which lies above this one and cannot be imported.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from home import charts
from home.blocks import ArticleBody
from home.models import LabPage, NewsPage
from openday.intake.captcha import CaptchaField
from openday.intake.forms import PublicForm
from openday.language.names import ENGLISH

STARTS = datetime(2026, 9, 19, 1, 30, tzinfo=UTC)
DAY = date(2026, 9, 19)


class SpecimenForm(PublicForm):
    """One field of each kind."""

    name = forms.CharField(label=_("Your name"), help_text=_("As in your identity document."))
    contact = forms.CharField(label=_("Email or mobile number"))
    adults = forms.IntegerField(label=pgettext_lazy("specimen", "Adults"), min_value=1)
    way = forms.ChoiceField(
        label=_("How do you come?"), choices=[("metro", _("By metro")), ("foot", _("On foot"))], widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("Anything else?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agrees = forms.BooleanField(label=_("I agree that my details are used for this visit."))
    captcha = CaptchaField()


@dataclass(frozen=True)
class Words:
    """As events.listing.Words."""

    session_id: int
    state: str
    left: int
    state_words: str
    starts: str
    times: str
    when: str
    spoken: str
    can_register: bool
    is_waiting: bool
    is_by_lot: bool = False
    register_address: str = "#specimens"


def _page(model: type[Page], **values: Any) -> Page:
    """A page that is in no tree: cards ask for a real one."""
    page = model(**values)
    page.get_url = lambda request=None: "#specimens"
    return page


def _sessions(texts: dict[str, str]) -> list[Words]:
    states = (("open", 12, True, False), ("waiting", 0, True, True), ("full", 0, False, False), ("closed", 0, False, False))
    return [
        Words(number, state, left, texts[state], STARTS.isoformat(), "09:30–11:00", texts["when"], texts["spoken"], can, waits)
        for number, (state, left, can, waits) in enumerate(states)
    ]


def _month(texts: dict[str, str]) -> dict[str, Any]:
    first = date(2026, 9, 1)
    days: list[dict[str, Any] | None] = [None] + [
        {"day": first + timedelta(days=at), "number": at + 1, "is_today": at == 9, "is_past": at < 9, "count": 0} for at in range(30)
    ]
    for at, chosen in ((12, False), (19, True), (26, False)):
        days[at] = {**(days[at] or {}), "count": at % 5 + 1, "address": "#month", "is_chosen": chosen}
    days += [None] * (-len(days) % 7)
    weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
    weekdays = list(zip(texts["weekdays"].split(), texts["weekday_names"].split(), strict=True))
    return {"name": texts["month"], "previous": "#month", "next": "#month", "weekdays": weekdays, "weeks": weeks}


def _body(texts: dict[str, str]) -> Any:
    """Every block that an editor can put into a text; pictures and files come from the site's own."""
    figure = {
        "label": texts["rate"],
        "shown_as": "percent",
        "numerator": 981,
        "denominator": 1000,
        "period": "2026",
        "source": texts["office"],
    }
    raw: list[tuple[str, Any]] = [
        ("text", f"<p>{texts['sentence']}</p><ul><li>{texts['lab']}</li><li>{texts['centre']}</li></ul>"),
        *(
            ("call_out", {"level": level, "title": texts["notice"], "text": f"<p>{texts['sentence']}</p>"})
            for level in ("info", "success", "warn", "error")
        ),
        ("quote", {"text": texts["sentence"], "who": texts["who"], "source": ""}),
        ("steps", [{"title": texts["title"], "text": texts["sentence"]}] * 3),
        ("timeline", [{"when": "2026", "title": texts["title"], "text": texts["sentence"]}] * 2),
        ("questions", [{"question": texts["question"], "answer": f"<p>{texts['sentence']}</p>"}]),
        ("figures", [figure, {**figure, "numerator": None}]),
        ("table", _table(texts)),
    ]
    items = [{"type": kind, "value": value} for kind, value in raw]
    return ArticleBody().to_python(items)


def _table(texts: dict[str, str]) -> dict[str, Any]:
    columns = [{"type": "text", "heading": texts["lab"]}, {"type": "number", "heading": texts["rate"]}]
    rows = [{"values": [texts["centre"], 98.1]}, {"values": [texts["lab"], 100.0]}]
    return {"caption": texts["rate"], "table": {"columns": columns, "rows": rows, "caption": ""}, "source": texts["office"]}


def _oversight(texts: dict[str, str]) -> dict[str, Any]:
    card = {
        "url": "#indicator", "name": texts["rate"], "target": "≥ 98%", "set_by": texts["office"], "binds": "", "fraction": "981/1000",
        "ratio": "98.1%", "period": "2026", "source": texts["office"],
    }  # fmt: skip
    case = {
        "number": "FK-2026-000001", "category": texts["category"], "unit": texts["centre"], "summary": texts["summary"],
        "answer": texts["sentence"], "outcome": texts["outcome"], "received_on": DAY, "answered_on": DAY, "answered_in_time": True,
        "published_on": DAY, "check": "", "only_chinese": False,
    }  # fmt: skip
    figures = {
        "period_from": date(2026, 1, 1), "period_to": DAY, "received": 128, "accepted": 117, "answered": 96, "in_time": 94, "overdue": 2,
        "median_working_days": 7,
    }  # fmt: skip
    steps = [{"at": STARTS, "text": texts[name], "note": ""} for name in ("received", "working", "answered")]
    messages = [
        {"at": STARTS, "is_question": True, "from_citizen": False, "text": texts["question"]},
        {"at": STARTS, "from_citizen": True, "text": texts["sentence"]},
    ]
    cards = [
        {**card, "verdict": "met", "verdict_label": texts["met"]},
        {**card, "verdict": "missed", "verdict_label": texts["missed"]},
        {**card, "verdict": "none", "verdict_label": texts["unknown"], "fraction": ""},
    ]
    limits = {"triage": 2, "shortest": 5, "longest": 15, "extension": 10}
    return {"cards": cards, "case": case, "figures": figures, "steps": steps, "messages": messages, "limits": limits}


def _charts(texts: dict[str, str]) -> dict[str, Any]:
    months = [str(number) for number in range(1, 13)]
    answered = charts.Series(texts["answered"], [9, 14, 11, 18, 21, 16, 12, None, None, None, None, None])
    received = charts.Series(texts["received"], [12, 15, 11, 22, 24, 18, 13, None, None, None, None, None])
    rate = charts.Series(texts["rate"], [96.5, 97.2, None, 98.1, 98.4], ["96.5%", "97.2%", texts["unknown"], "98.1%", "98.4%"])
    common: dict[str, Any] = {"description": texts["sentence"], "over": texts["month"][:5]}
    return {
        "columns": charts.columns(key="columns", title=texts["received"], labels=months, series=[received, answered], **common),
        "lines": charts.lines(
            key="lines", title=f"{texts['rate']} (2026)", labels=months[:5], series=[rate], target=(98, f"{texts['met']} ≥ 98%"), **common
        ),
    }


def specimens(language: str) -> dict[str, Any]:
    """What `home/style_guide.html` draws, in the language."""
    texts = {name: pair[language == ENGLISH] for name, pair in TEXTS.items()}
    sessions = _sessions(texts)
    open_day = SimpleNamespace(
        name=texts["title"], place=texts["place"], unit=SimpleNamespace(name=texts["centre"]),
        audience="", guide_languages="", minimum_age=6,
        release_days_before=14, release_time=STARTS, closes_minutes_before=120, cancel_until_minutes_before=1440, party_max=10,
        children_per_adult_max=3, one_per_day=True, waiting_list=True, offer_hours=0,
    )  # fmt: skip
    session = SimpleNamespace(pk=1, starts_at=STARTS, ends_at=STARTS + timedelta(minutes=90), open_day=open_day)
    form = SpecimenForm({"name": "", "contact": "li.mei", "adults": "0", "way": "", "note": ""}, auto_id="faulty_%s")
    form.add_error("contact", texts["contact_error"])
    page = Paginator(range(100), 10).get_page(3)
    page.shown_numbers = list(page.paginator.get_elided_page_range(3, on_each_side=1, on_ends=1))  # type: ignore[attr-defined]
    return {
        "texts": texts,
        "hero": SimpleNamespace(headline=texts["headline"], introduction=texts["sentence"], picture=None, title=""),
        "form": SpecimenForm(),
        "faulty": form,
        "pager": page,
        "sessions": sessions,
        "starts_at": STARTS,
        "session": session,
        "rows": [SimpleNamespace(words=words, session=session, address="#specimens") for words in sessions[:2]],
        "days": [(DAY, [SimpleNamespace(words=words, session=session, address="#specimens") for words in sessions])],
        "alternatives": [SimpleNamespace(session=session, left=12)],
        # Four people wait; two of their places are held already.
        "waiting": SimpleNamespace(code="K7PM3QXD", places=4, saved=2),
        "moved": SimpleNamespace(code="K7PM3QXD", can_be_cancelled=True, time_changed_at=STARTS, time_suits_at=STARTS),
        "open_day": open_day,
        "listing": {"previous_number": 1, "next_number": 3},
        "month": _month(texts),
        "target": _page(NewsPage, title=texts["title"], summary=texts["sentence"], locale_id=0),
        "targets": [_page(NewsPage, title=texts["title"], summary=texts["sentence"], locale_id=0, published_on=DAY) for _time in range(3)],
        "examples": [_page(LabPage, title=texts["lab"], summary=texts["sentence"], locale_id=0, is_example=True)],
        "body": _body(texts),
        **(oversight := _oversight(texts)),
        "cases": [oversight["case"]],
        **_charts(texts),
    }


# Simplified, English.
TEXTS = {
    "title": ("农药残留检测开放日", "Pesticide residue open day"),
    "headline": ("走进实验室，看看食品怎样检测", "See how food is tested"),
    "sentence": ("从收样到出报告，每一步都可以看、可以问。", "From the sample to the report, you may watch and ask at every step."),
    "summary": ("一位市民询问抽样记录为何写了两个日期。", "Somebody asked why a sampling record bears two dates."),
    "question": ("需要带什么？", "What should I bring?"),
    "lab": ("农药残留实验室", "Pesticide residue laboratory"),
    "centre": ("食品检测技术中心", "Food testing centre"),
    "place": ("深圳市福强路1011号", "1011 Fuqiang Road, Shenzhen"),
    "office": ("质量办", "Quality office"),
    "who": ("一位参观者", "A visitor"),
    "rate": ("报告按时率", "Reports on time"),
    "notice": ("请注意", "Please note"),
    "category": ("检测工作质量", "Quality of testing"),
    "outcome": ("情况属实", "Upheld"),
    "received": ("已收到", "Received"),
    "working": ("正在核查", "Being looked into"),
    "answered": ("已答复", "Answered"),
    "met": ("达标", "Attained"),
    "missed": ("未达标", "Missed"),
    "unknown": ("未公布", "Not published"),
    "open": ("余12个名额", "12 places left"),
    "waiting": ("可候补", "Waiting list"),
    "full": ("已约满", "Full"),
    "closed": ("尚未开放预约", "Not open yet"),
    "when": ("9月19日 09:30", "19 September, 09:30"),
    "spoken": ("普通话", "Mandarin"),
    "month": ("2026年9月", "September 2026"),
    "weekdays": ("一 二 三 四 五 六 日", "M T W T F S S"),
    "weekday_names": ("星期一 星期二 星期三 星期四 星期五 星期六 星期日", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "contact_error": ("请填写电子邮箱或手机号码。", "Write an email address or a mobile number."),
    "people": ("2位成人，1位儿童", "2 adults, 1 child"),
}
