"""Rows of the events room. Moments count from NOON, so that tests never read the clock."""

from datetime import UTC, datetime, timedelta

import factory
from wagtail.models import Locale, Page, Site

from openday.accounts.models import Unit
from openday.events.models import OpenDay, OpenDayIndexPage, OpenDayPage, Pool, Session

# Wednesday 16 September 2026, 12:00 in Shenzhen: an ordinary working week.
NOON = datetime(2026, 9, 16, 4, 0, tzinfo=UTC)


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    kind = Unit.Kind.CENTRE
    code = factory.Sequence(lambda n: f"unit-{n}")
    name_zh = factory.LazyAttribute(lambda unit: f"中心{unit.code}")
    name_en = factory.LazyAttribute(lambda unit: f"Centre {unit.code}")


class OpenDayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OpenDay

    unit = factory.SubFactory(UnitFactory)
    code = factory.Sequence(lambda n: f"open-day-{n}")
    name_zh = factory.LazyAttribute(lambda row: f"开放日 {row.code}")
    name_en = factory.LazyAttribute(lambda row: f"Open day {row.code}")
    place_zh = "深圳市福强路 1011 号"
    place_en = "1011 Fuqiang Road, Shenzhen"


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    open_day = factory.SubFactory(OpenDayFactory)
    starts_at = NOON + timedelta(days=7)
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=1))
    languages = ["zh-hans"]


class PoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pool

    session = factory.SubFactory(SessionFactory)
    kind = Pool.Kind.INDIVIDUALS
    capacity = 20


def session_with_places(*, capacity: int = 20, taken: int = 0, groups: int | None = None, **values) -> Session:
    """A session with a pool for individuals and, when `groups` is given, one for groups."""
    session = SessionFactory(**values)
    PoolFactory(session=session, capacity=capacity, taken=taken)
    if groups is not None:
        PoolFactory(session=session, kind=Pool.Kind.GROUPS, capacity=groups)
    return session


def index_page(language: str = "zh-hans") -> OpenDayIndexPage:
    """The list of open days under the root of the default site, in `language`."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    if found := OpenDayIndexPage.objects.filter(locale=locale).first():
        return found
    site = Site.objects.get(is_default_site=True)
    root = site.root_page if site.root_page.locale_id == locale.pk else _root_in(locale, site.root_page)
    return root.add_child(instance=OpenDayIndexPage(title="开放日", slug="open-days", locale=locale))


def _root_in(locale: Locale, other: Page) -> Page:
    if found := Page.objects.filter(translation_key=other.translation_key, locale=locale).first():
        return found
    return other.specific.copy_for_translation(locale)


def open_day_page(open_day: OpenDay | None = None, *, language: str = "zh-hans", live: bool = True, **values) -> OpenDayPage:
    """A page of the open day in `language`."""
    open_day = open_day or OpenDayFactory()
    parent = index_page(language)
    values = {"title": f"{open_day.name_in(language)}", "slug": open_day.code, "summary": "来看看。", **values}
    page = parent.add_child(instance=OpenDayPage(open_day=open_day, locale=parent.locale, live=live, **values))
    return OpenDayPage.objects.get(pk=page.pk)
