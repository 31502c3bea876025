"""Pages of the home room, made below the tree that the migration plants."""

import json
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile

from home.models import HomePage, LabIndexPage, LabPage, NewsIndexPage, NewsPage, SiteImage, StandardPage
from openday.accounts.models import Unit
from tests.pictures import leaky


def home_page(language: str = "zh-hans") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def news_index(language: str = "zh-hans") -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale__language_code=language)


def lab_index(language: str = "zh-hans") -> LabIndexPage:
    return LabIndexPage.objects.get(locale__language_code=language)


def news_page(slug: str, *, language: str = "zh-hans", **values: Any) -> NewsPage:
    parent = news_index(language)
    values = {"title": f"新闻 {slug}", "summary": "一句话。", "published_on": date(2026, 9, 1), **values}
    return parent.add_child(instance=NewsPage(slug=slug, locale=parent.locale, **values))


def lab_page(slug: str, *, language: str = "zh-hans", parent: Any = None, **values: Any) -> LabPage:
    parent = parent or lab_index(language)
    unit, _made = Unit.objects.get_or_create(code=slug, defaults={"kind": Unit.Kind.LABORATORY, "name_zh": slug})
    return parent.add_child(instance=LabPage(slug=slug, locale=parent.locale, unit=unit, **{"title": f"实验室 {slug}", **values}))


def plain_page(slug: str, *, language: str = "zh-hans", blocks: list[tuple[str, Any]] | None = None, **values: Any) -> StandardPage:
    parent = home_page(language)
    body = json.dumps([{"type": kind, "value": value} for kind, value in blocks or []])
    return parent.add_child(instance=StandardPage(slug=slug, locale=parent.locale, body=body, **{"title": f"页面 {slug}", **values}))


def picture(title: str = "一张图片") -> SiteImage:
    image = SiteImage(title=title, description="一间实验室")
    image.file = ImageFile(BytesIO(leaky("JPEG", size=(1000, 1600))), name="picture.jpg")
    image.save()
    return image
