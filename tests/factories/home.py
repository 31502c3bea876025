"""Pages of the home room, made below the tree that the migration plants."""

import json
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from home.models import HomePage, LabIndexPage, LabPage, NewsIndexPage, NewsPage, SiteDocument, SiteImage, StandardPage
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


def document(name: str, content: bytes = b"film") -> SiteDocument:
    return SiteDocument.objects.create(title=name, file=ContentFile(content, name=name))


def every_block() -> list[tuple[str, Any]]:
    """One of each block that a text may hold."""
    shown = {"picture": {"image": picture().pk, "alt_text": "检测台", "decorative": False}, "caption": "检测台"}
    film = {
        "title": "参观路线",
        "file": document("walk.mp4").pk,
        "described": document("described.mp4").pk,
        "transcript": "<p>收样处。</p>",
    }
    captions = document("walk.vtt", "WEBVTT\n\n00:01.000 --> 00:04.000\n收样处。\n".encode()).pk
    silent = {**film, "described": None, "without_captions": "silent"}
    columns = [{"type": "text", "heading": "项目"}, {"type": "number", "heading": "批次"}]
    figure = {"label": "合格率", "shown_as": "percent", "numerator": 3, "denominator": 4, "period": "2026年", "source": "质量办"}
    return [
        ("text", "<h2>小标题</h2><p>一句话。</p><h3>更小的标题</h3><ul><li>一</li></ul>"),
        ("picture", shown),
        ("gallery", {"pictures": [shown, shown]}),
        ("video", {**film, "captions": captions}),
        ("video", silent),
        ("call_out", {"level": "warn", "title": "请注意", "text": "<p>一句话。</p>"}),
        ("quote", {"text": "一句话。", "who": "检测员", "source": ""}),
        ("steps", [{"title": "第一步", "text": "选场次。"}]),
        ("timeline", [{"when": "3月", "title": "开始", "text": "一句话。"}]),
        ("questions", [{"question": "收费吗？", "answer": "<p>不收费。</p>"}]),
        ("table", {"caption": "批次", "table": {"columns": columns, "rows": [{"values": ["蔬菜", 3]}]}, "source": "质量办"}),
        ("figures", [figure, {**figure, "numerator": None}]),
        ("documents", [document("plan.pdf", b"%PDF-1.7").pk]),
        ("personal_data", None),
    ]
