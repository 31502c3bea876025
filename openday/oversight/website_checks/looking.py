"""Look at the site: five queries, and one for the titles of dead links, whatever the number of pages and cases."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Max, Min
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, ReferenceIndex

from home.models import NewsPage
from home.models.news import Topic
from openday.oversight import states
from openday.oversight.models import Case
from openday.oversight.website_checks.rules import Check, Kind, age_in_days, has_waited_too_long, is_stale

_HOME_DEPTH, _COLUMN_DEPTH = 2, 3
_COLUMN_PATH = Page.steplen * _COLUMN_DEPTH
_MOST_LINKS = 50


def look(*, now: datetime) -> list[Check]:
    """Everything that was looked at, what is wrong first."""
    today = timezone.localdate(now)
    found = [*_homes_and_columns(today), *_topics(today), _messages(today), *_links()]
    return sorted(found, key=lambda check: not check.is_wrong)


def _homes_and_columns(today: date) -> Iterator[Check]:
    # Below each column: how many pages, and when the last of them was published.
    below = (
        Page.objects.live()
        .filter(depth__gt=_COLUMN_DEPTH)
        .order_by()
        .annotate(column=Substr("path", 1, _COLUMN_PATH))
        .values_list("column")
        .annotate(pages=Count("pk"), newest=Max("last_published_at"))
    )
    counted = {column: (pages, newest) for column, pages, newest in below}
    pages = Page.objects.live().filter(depth__in=[_HOME_DEPTH, _COLUMN_DEPTH]).order_by("path").select_related("content_type")
    homes = [page for page in pages if page.depth == _HOME_DEPTH]
    for home in homes:
        inside = [page for page in pages if page.depth == _COLUMN_DEPTH and page.path.startswith(home.path)]
        moments = [home.last_published_at, *(page.last_published_at for page in inside)]
        moments += [counted[page.path][1] for page in inside if page.path in counted]
        yield _update(Kind.HOME, home, _newest(moments), today=today, most_days=settings.WEBSITE_CHECKS["home_days"])
        for column in inside:
            if not _holds_pages(column):
                continue
            number, newest = counted.get(column.path, (0, None))
            if number:
                yield _update(Kind.COLUMN, column, _newest([newest]), today=today, most_days=settings.WEBSITE_CHECKS["column_days"])
            else:
                yield Check(Kind.EMPTY, column.title, is_wrong=True, address=_editor(column.pk))


def _topics(today: date) -> Iterator[Check]:
    """Topics of news are columns, too: readers follow them on their own. Those that are empty in every language."""
    rows = NewsPage.objects.live().order_by().values_list("topic").annotate(newest=Max("last_published_at"))
    newest = {topic: _newest([moment]) for topic, moment in rows}
    for topic in Topic:
        name = _("News: %(topic)s") % {"topic": topic.label}
        if topic in newest:
            limit = settings.WEBSITE_CHECKS["column_days"]
            yield Check(
                Kind.COLUMN,
                name,
                is_wrong=is_stale(newest[topic], today=today, most_days=limit),
                on=newest[topic],
                days=age_in_days(newest[topic], today=today),
                limit=_days(limit),
            )
        else:
            yield Check(Kind.EMPTY, name, is_wrong=True)


def _messages(today: date) -> Check:
    """The oldest message that has no answer and was not set aside; a question back to its author does not make it younger."""
    oldest = Case.objects.filter(state__in=states.OPEN, answered_at=None).aggregate(oldest=Min("received_at"))["oldest"]
    on = timezone.localdate(oldest) if oldest else None
    months = settings.WEBSITE_CHECKS["message_months"]
    return Check(
        Kind.MESSAGES,
        _("Oldest unanswered message"),
        is_wrong=on is not None and has_waited_too_long(on, today=today, months=months),
        address=reverse("oversight_desk:index"),
        on=on,
        days=age_in_days(on, today=today),
        limit=ngettext("%(number)d month", "%(number)d months", months) % {"number": months},
    )


def _links() -> Iterator[Check]:
    """Public pages with a link to a page that is not public."""
    kind = ContentType.objects.get_for_model(Page)
    gone = Page.objects.not_live().annotate(key=Cast("pk", CharField())).values("key")
    shown = Page.objects.live().annotate(key=Cast("pk", CharField())).values("key")
    rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind, to_object_id__in=gone, object_id__in=shown)
    pairs = sorted({(int(source), int(target)) for source, target in rows.values_list("object_id", "to_object_id")[:_MOST_LINKS]})
    titles = dict(Page.objects.filter(pk__in={key for pair in pairs for key in pair}).values_list("pk", "title"))
    for source, target in pairs:
        words = _("“%(page)s” leads to “%(gone)s”, which is not public") % {"page": titles[source], "gone": titles[target]}
        yield Check(Kind.LINKS, words, is_wrong=True, address=_editor(source))


def _update(kind: Kind, page: Page, on: date | None, *, today: date, most_days: int) -> Check:
    wrong = is_stale(on, today=today, most_days=most_days)
    return Check(kind, page.title, wrong, _editor(page.pk), on, age_in_days(on, today=today), _days(most_days))


def _holds_pages(page: Page) -> bool:
    """A column is a page made to hold others; a plain page may well stand alone."""
    model = page.content_type.model_class()
    return bool(model and getattr(model, "max_count_per_parent", None) == 1 and model.clean_subpage_models())


def _newest(moments: list[datetime | None]) -> date | None:
    known = [moment for moment in moments if moment]
    return timezone.localdate(max(known)) if known else None


def _editor(key: Any) -> str:
    return reverse("wagtailadmin_explore", args=[key])


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
