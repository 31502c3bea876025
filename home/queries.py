"""Lists of pages that more than one place shows. Each is two queries for any number of rows."""

from django.db.models import F, Prefetch, Q, QuerySet
from wagtail.models import Page

from home.family import language_codes
from home.models.images import SiteImage
from home.models.labs import LabPage
from home.models.news import NewsPage
from home.pictures import every_spec
from openday.language.names import SIMPLIFIED


def pictures() -> Prefetch:
    """Prefetch for `picture` with its renditions, so that a list costs no query per row."""
    return Prefetch("picture", queryset=SiteImage.objects.prefetch_renditions(*every_spec()))


def _readable(model: type[Page], locale_id: int) -> Q:
    """Pages in this language, and the Chinese ones nobody translated yet."""
    chinese = next((pk for pk, code in language_codes().items() if code == SIMPLIFIED), locale_id)
    own = model.objects.filter(locale_id=locale_id, live=True)
    return Q(locale_id=locale_id) | (Q(locale_id=chinese) & ~Q(translation_key__in=own.values("translation_key")))


def news(locale_id: int) -> QuerySet[NewsPage]:
    """Newest first."""
    rows = NewsPage.objects.live().public().filter(_readable(NewsPage, locale_id))
    return rows.prefetch_related(pictures()).defer("body").order_by("-published_on", "-pk")


def laboratories(locale_id: int, *, under: Page | None = None) -> QuerySet[LabPage]:
    """Centres in the order of the tree, each followed by its laboratories; `under` limits to one centre's."""
    rows = LabPage.objects.live().public().filter(_readable(LabPage, locale_id))
    if under is not None:
        rows = rows.filter(path__startswith=under.path)
    return rows.select_related("unit").prefetch_related(pictures()).defer("body", "instruments").order_by(F("path"))
