"""The editor's first look: what to write, and how the English pages stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from home.models import LabIndexPage, NewsIndexPage, NewsPage
from openday.language.names import ENGLISH, SIMPLIFIED

SHOWN = 8


@dataclass(frozen=True)
class Behind:
    """A Chinese page whose English one is missing or older."""

    title: str
    address: str
    words: str


class PagesPanel(Component):
    """Doors to what is written most, and up to eight published pages whose English one needs work."""

    name = "pages"
    order = 60
    template_name = "home/staff/pages_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        without, older = _without_english(), _older_in_english()
        rows = [_row(page, _("Not in English yet")) for page in without[:SHOWN]]
        rows += [_row(page, _("English is older than Chinese")) for page in older[: SHOWN - len(rows)]]
        return {"doors": _doors(), "rows": rows, "more": without.count() + older.count() - len(rows)}


def _doors() -> list[tuple[str, str]]:
    """(words, address) of the forms for new pages in Chinese, the language that is written first."""
    doors = []
    for words, model, kind in ((_("Write news"), NewsIndexPage, "newspage"), (_("New laboratory page"), LabIndexPage, "labpage")):
        index = model.objects.filter(locale__language_code=SIMPLIFIED).first()
        if index is not None:
            doors.append((words, reverse("wagtailadmin_pages:add", args=["home", kind, index.pk])))
    return doors


def _published() -> Any:
    """Chinese pages with a text of ours; a headline of somebody else's stays as it was printed."""
    headlines = NewsPage.objects.filter(headline_only=True).values("pk")
    return Page.objects.live().filter(depth__gt=1, locale__language_code=SIMPLIFIED).exclude(pk__in=headlines)


def _english() -> Any:
    return Page.objects.live().filter(translation_key=OuterRef("translation_key"), locale__language_code=ENGLISH)


def _without_english() -> Any:
    return _published().exclude(Exists(_english())).order_by("-last_published_at", "pk")


def _older_in_english() -> Any:
    older = _english().filter(last_published_at__lt=OuterRef("last_published_at"))
    return _published().filter(Exists(older)).order_by(F("last_published_at").desc(nulls_last=True), "pk")


def _row(page: Page, words: str) -> Behind:
    return Behind(title=page.title, address=reverse("wagtailadmin_pages:edit", args=[page.pk]), words=words)
