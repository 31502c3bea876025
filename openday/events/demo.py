"""Demo open days: six offers of the three named centres, with sessions around today."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.apps import apps
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from home.models import SiteImage
from openday.accounts.models import Unit
from openday.events import queries
from openday.events.demo_texts import OPEN_DAYS, PLACE_EN, PLACE_ZH, QUESTIONS_EN, QUESTIONS_ZH, DemoOpenDay, PageText
from openday.events.models import OpenDay, OpenDayIndexPage, OpenDayPage, Pool, Session
from openday.events.states import SessionState
from openday.events.working_days import Calendar
from openday.language.names import ENGLISH, SIMPLIFIED

_PAST_DAYS, _DAYS_AHEAD = 20, 30
# Sooner sessions get no demo visitors (registrations/demo.py): they would close while one looks at them.
_SOON = timedelta(hours=6)
_INDEX = {
    SIMPLIFIED: ("开放日", "走进实验室，亲眼看看检测是怎么做的。选一个场次，全家一起来，不用注册账号，全部免费。"),
    ENGLISH: ("Open days", "See with your own eyes how testing is done. Choose a session and bring the family: no account, no fee."),
}
_BATCH = 1000


@transaction.atomic
def fill(*, now: datetime, seed: int, scale: int = 0) -> dict[str, Any]:
    """Make the demo open days with pages in both languages and sessions from 20 days ago to 30 days ahead.

    Repeating it adds only what is missing. `scale` adds that many sessions, two months ahead and
    later, for load work. Sessions are returned with a `wish`: rooms above fill the one called
    "full" and almost fill the one called "nearly-full".
    """
    calendar = queries.load_calendar()
    indexes = _index_pages()
    open_days, sessions = [], []
    for offer in OPEN_DAYS:
        unit = Unit.objects.filter(code=offer.unit).first()
        if unit is None:
            continue
        open_day = _open_day(offer, unit)
        open_days.append(open_day)
        pages = _pages(offer, open_day, indexes)
        sessions += [(session, pages) for session in _sessions(offer, open_day, calendar, now=now)]
    _cancel_one([session for session, _pages in sessions], now=now)
    if scale and open_days:
        _scale(open_days, count=scale, now=now, random=Random(seed))  # noqa: S311 - demo content
    return {
        "addresses": {"open_days": f"/{SIMPLIFIED}/open-days/", "open_days_en": f"/{ENGLISH}/open-days/"},
        "open_days": [_describe(open_day) for open_day in open_days],
        "sessions": _with_wishes([session for session, _pages in sessions], now=now),
    }


def _open_day(offer: DemoOpenDay, unit: Unit) -> OpenDay:
    values = {
        "unit": unit,
        "name_zh": offer.name_zh,
        "name_en": offer.name_en,
        "place_zh": PLACE_ZH,
        "place_en": PLACE_EN,
        "audience": offer.audience,
        "guide_languages": offer.languages,
        "accessibility": offer.access,
        **offer.rules,
    }
    return OpenDay.objects.get_or_create(code=offer.code, defaults=values)[0]


def _sessions(offer: DemoOpenDay, open_day: OpenDay, calendar: Calendar, *, now: datetime) -> Iterator[Session]:
    zone = timezone.get_default_timezone()
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=step) for step in range(-_PAST_DAYS, _DAYS_AHEAD + 1)):
        if not _is_planned(offer, calendar, day):
            continue
        for (start, end), places in zip(offer.hours, offer.individuals, strict=True):
            session, made = Session.objects.get_or_create(
                open_day=open_day,
                starts_at=datetime.combine(day, start, tzinfo=zone),
                defaults={
                    "ends_at": datetime.combine(day, end, tzinfo=zone),
                    "languages": offer.languages,
                    "guide_zh": "演示讲解员",
                },
            )
            if made:
                Pool.objects.create(session=session, kind=Pool.Kind.INDIVIDUALS, capacity=places)
                if offer.groups:
                    Pool.objects.create(session=session, kind=Pool.Kind.GROUPS, capacity=offer.groups)
            yield session


def _is_planned(offer: DemoOpenDay, calendar: Calendar, day: date) -> bool:
    """Weekday offers skip holidays, weekend offers skip make-up working days."""
    return day.weekday() in offer.weekdays and calendar.is_workday(day) != offer.on_days_off


def _cancel_one(sessions: list[Session], *, now: datetime) -> None:
    """Show what a cancelled session looks like: the last one of the first open day that is free of registrations."""
    if any(session.state == SessionState.CANCELLED for session in sessions):
        return
    coming = [session for session in sessions if session.starts_at > now + timedelta(days=2)]
    for session in coming[2:3]:
        Session.objects.filter(pk=session.pk, pools__taken=0).update(
            state=SessionState.CANCELLED, cancelled_at=now, changed_at=now, sequence=1
        )
        session.state = SessionState.CANCELLED


def _with_wishes(sessions: list[Session], *, now: datetime) -> list[dict[str, Any]]:
    """Describe the sessions; the first two that can be registered for six hours from now are to be filled by the room above."""
    pools: dict[int, dict[str, int]] = {}
    for pool in Pool.objects.filter(session__in=[session.pk for session in sessions]).order_by("session", "kind"):
        pools.setdefault(pool.session_id, {})[pool.kind] = pool.capacity
    places = queries.places([session.pk for session in sessions], now=now)
    later = (session for session in sorted(sessions, key=lambda one: (one.starts_at, one.pk)) if session.starts_at >= now + _SOON)
    bookable = [session.pk for session in later if places[session.pk]["state"] == "open"]
    wishes = dict(zip(bookable[:2], ("full", "nearly-full"), strict=False))
    return [
        {
            "id": session.pk,
            "open_day": session.open_day.code,
            "starts_at": timezone.localtime(session.starts_at).isoformat(),
            "state": str(session.state),
            "pools": pools.get(session.pk, {}),
            "wish": wishes.get(session.pk, ""),
        }
        for session in sessions
    ]


def _describe(open_day: OpenDay) -> dict[str, Any]:
    pages = OpenDayPage.objects.filter(open_day=open_day, live=True).select_related("locale")
    return {
        "code": open_day.code,
        "unit": open_day.unit.code,
        "name": open_day.name_zh,
        "addresses": {page.locale.language_code: queries.page_addresses(page.locale.language_code).get(open_day.pk, "") for page in pages},
    }


def _index_pages() -> dict[str, OpenDayIndexPage]:
    """The list of open days under each language's home page; none before the home room has made those."""
    found: dict[str, OpenDayIndexPage] = {}
    home_page = apps.get_model("home", "HomePage")
    for language, (title, summary) in _INDEX.items():
        locale = Locale.objects.filter(language_code=language).first()
        home = home_page.objects.filter(locale=locale).order_by("depth", "path").first() if locale else None
        if home is None:
            continue
        page = OpenDayIndexPage.objects.child_of(home).first()
        if page is None:
            page = OpenDayIndexPage(title=title, slug="open-days", summary=summary, locale=locale, show_in_menus=True)
            if SIMPLIFIED in found:
                page.translation_key = found[SIMPLIFIED].translation_key
            _publish(home, page)
        found[language] = page
    return found


def _pages(offer: DemoOpenDay, open_day: OpenDay, indexes: dict[str, OpenDayIndexPage]) -> dict[str, OpenDayPage]:
    found: dict[str, OpenDayPage] = {}
    for language, index in indexes.items():
        page = OpenDayPage.objects.filter(open_day=open_day, locale=index.locale).first()
        if page is None:
            page = _page(offer.zh if language == SIMPLIFIED else offer.en, open_day)
            page.locale = index.locale
            page.picture = _picture(offer.picture)
            page.way_picture = _picture("way-sketch")
            asked = QUESTIONS_ZH if language == SIMPLIFIED else QUESTIONS_EN
            page.questions = [("question", {"question": question, "answer": f"<p>{answer}</p>"}) for question, answer in asked]
            if SIMPLIFIED in found:
                page.translation_key = found[SIMPLIFIED].translation_key
            _publish(index, page)
        found[language] = page
    return found


def _page(text: PageText, open_day: OpenDay) -> OpenDayPage:
    return OpenDayPage(
        title=text.title,
        slug=open_day.code,
        summary=text.summary,
        open_day=open_day,
        introduction=text.introduction,
        programme=[("step", {"minutes": minutes, "title": title, "text": about}) for minutes, title, about in text.programme],
        rules_text=text.rules,
        accessibility_text=text.access,
        directions=text.directions,
    )


def _publish(parent: Page, page: Page) -> None:
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()


def _picture(name: str) -> SiteImage | None:
    """The drawn picture of that name, shared with the home room; None when it is not in the tree."""
    if found := SiteImage.objects.filter(title__in=[name, f"demo: {name}"]).first():
        return found
    folder = Path(apps.get_app_config("home").path) / "demo" / "pictures"
    path = folder / f"{name}.webp"
    if not path.is_file():
        return None
    words = json.loads((folder / "ALT.json").read_text(encoding="utf-8"))[name]
    with path.open("rb") as file:
        image = SiteImage(title=name, description=words["zh-hans"], description_en=words["en"], file=ImageFile(file, name=path.name))
        image.save()
        return image


def _scale(open_days: list[OpenDay], *, count: int, now: datetime, random: Random) -> None:
    """Add `count` sessions for load work, in batches; they lie beyond the demo's own days."""
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=60)
    for first in range(0, count, _BATCH):
        rows = []
        for number in range(first, min(first + _BATCH, count)):
            starts_at = start + timedelta(hours=number // len(open_days))
            rows.append(
                Session(
                    open_day=open_days[number % len(open_days)],
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=50),
                    languages=["zh-hans"],
                )
            )
        made = Session.objects.bulk_create(rows)
        Pool.objects.bulk_create([Pool(session=session, capacity=random.choice((10, 20, 50))) for session in made])
