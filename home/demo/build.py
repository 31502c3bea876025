"""Write the demo pages: each as a pair of translations, published, with its pictures."""

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.blocks.video import SILENT
from home.demo import campaign, centre_news, first_look, labs, synonyms, texts
from home.demo.parts import Block, Pair
from home.models import (
    BasePage,
    HomePage,
    LabIndexPage,
    LabPage,
    NewsIndexPage,
    NewsPage,
    SiteDocument,
    SiteImage,
    SiteSettings,
    StandardPage,
)
from openday.accounts.models import Unit
from openday.language.names import ENGLISH, SIMPLIFIED

FOLDER = Path(__file__).parent / "pictures"
FILES = Path(__file__).parent / "files"
LANGUAGES = (SIMPLIFIED, ENGLISH)


class Builder:
    """Pictures and parents found once; pages made only where their address is still free."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.alternatives: dict[str, dict[str, str]] = json.loads((FOLDER / "ALT.json").read_text(encoding="utf-8"))
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.homes: dict[str, Page] = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
        self.images: dict[str, SiteImage] = {}

    def image(self, name: str) -> SiteImage:
        """The picture called `name`, described in both languages."""
        if name not in self.images:
            image = SiteImage.objects.filter(title=f"demo: {name}").first()
            if image is None:
                with (FOLDER / f"{name}.webp").open("rb") as file:
                    image = SiteImage(
                        title=f"demo: {name}",
                        description=self.alternatives[name][SIMPLIFIED],
                        description_en=self.alternatives[name][ENGLISH],
                    )
                    image.file = ImageFile(file, name=f"{name}.webp")
                    image.save()
            self.images[name] = image
        return self.images[name]

    def body(self, blocks: list[Block], language: str) -> str:
        """Blocks as StreamField keeps them; the names of pictures become their numbers."""
        return json.dumps([{"type": kind, "value": self._value(kind, value, language)} for kind, value in blocks], ensure_ascii=False)

    def _value(self, kind: str, value: Any, language: str) -> Any:
        if kind == "picture":
            return self._picture(value, language)
        if kind == "gallery":
            return {"pictures": [self._picture(one, language) for one in value["pictures"]]}
        if kind == "documents":
            return [self.document(name, title).pk for name, title in value]
        if kind == "video":
            return self._film(value)
        return value

    def _picture(self, value: dict[str, str], language: str) -> dict[str, Any]:
        name = value["picture"]
        shown = {"image": self.image(name).pk, "alt_text": self.alternatives[name][language], "decorative": False}
        return {"picture": shown, "caption": value["caption"]}

    def _film(self, value: dict[str, str]) -> dict[str, Any]:
        return {
            "title": value["title"],
            "file": self.document(f"{value['film']}.webm", f"demo: {value['film']}").pk,
            "captions": self.document(value["captions"], f"demo: {value['captions']}").pk,
            "without_captions": SILENT,
            "still": self.image(value["still"]).pk,
            "transcript": value["transcript"],
            "described": None,
            "without_description": "",
        }

    def document(self, name: str, title: str) -> SiteDocument:
        """The file of demo/files called `name`, among the documents once."""
        found = SiteDocument.objects.filter(title=title).first()
        if found is None:
            with (FILES / name).open("rb") as file:
                found = SiteDocument(title=title)
                found.file = File(file, name=name)
                found.file_size = found.file.size
                found.save()
        return found

    def pair(self, model: type[BasePage], slug: str, parents: dict[str, Page], fields: dict[str, dict[str, Any]]) -> dict[str, Page]:
        """The Chinese and the English page at `slug`, made as translations of each other where they are missing."""
        pages: dict[str, Page] = {}
        key = uuid.uuid4()
        for language in LANGUAGES:
            page = model.objects.child_of(parents[language]).filter(slug=slug).first()
            if page is None:
                page = model(slug=slug, locale=self.locales[language], translation_key=key, show_in_menus=False, **fields[language])
                parents[language].add_child(instance=page)
                page.save_revision().publish()
            key = page.translation_key
            pages[language] = page
        return pages

    def common(self, title: Pair, summary: Pair, picture: str = "") -> dict[str, dict[str, Any]]:
        image = self.image(picture) if picture else None
        return {language: {"title": title.in_(language), "summary": summary.in_(language), "picture": image} for language in LANGUAGES}


@transaction.atomic
def fill(*, now: datetime, seed: int, scale: int = 0) -> dict[str, Any]:
    """Fill the page tree. `seed` and `scale` change nothing here: pages are few and written by hand."""
    builder = Builder(now)
    _front(builder)
    _laboratories(builder)
    _news(builder)
    _settings(builder, _plain_pages(builder))
    synonyms.fill()
    return {"addresses": {"home": "/zh-hans/", "home_en": "/en/", "laboratories": "/zh-hans/laboratories/", "news": "/zh-hans/news/"}}


def _front(builder: Builder) -> None:
    for language, home in builder.homes.items():
        if not home.headline:
            home.headline = texts.HOME["headline"].in_(language)
            home.introduction = texts.HOME["introduction"].in_(language)
            home.summary = texts.HOME["summary"].in_(language)
            home.picture = builder.image("hero-laboratory")
            home.save_revision().publish()


def _lists(model: type[BasePage], summary: Pair) -> dict[str, Page]:
    pages = {page.locale.language_code: page for page in model.objects.select_related("locale")}
    for language, page in pages.items():
        if not page.summary:
            page.summary = summary.in_(language)
            page.save_revision().publish()
    return pages


def _laboratories(builder: Builder) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    index = _lists(LabIndexPage, texts.LABS_SUMMARY)
    centres = {}
    for centre in labs.CENTRES:
        if centre.code not in units:
            continue
        fields = builder.common(centre.title, centre.summary, centre.picture)
        for language, words in ((SIMPLIFIED, centre.zh), (ENGLISH, centre.en)):
            fields[language].update(
                unit=units[centre.code],
                accent=centre.accent,
                tests=centre.tests.in_(language),
                body=builder.body([("text", words)], language),
            )
        centres[centre.code] = (builder.pair(LabPage, centre.slug, index, fields), centre)
    for laboratory in labs.LABORATORIES:
        if laboratory.code not in units or laboratory.centre not in centres:
            continue
        parents, centre = centres[laboratory.centre]
        fields = builder.common(laboratory.title, laboratory.summary, laboratory.picture)
        for language in LANGUAGES:
            fields[language].update(
                unit=units[laboratory.code],
                accent=centre.accent,
                tests=laboratory.tests.in_(language),
                is_example=True,
                body=builder.body([("text", labs.EXAMPLE.in_(language))], language),
                instruments=_instruments(builder, laboratory, language),
            )
        builder.pair(LabPage, laboratory.slug, parents, fields)


def _instruments(builder: Builder, laboratory: labs.Laboratory, language: str) -> str:
    rows = []
    for name_zh, name_en, purpose_zh, purpose_en, picture in laboratory.instruments:
        shown = {"image": builder.image(picture).pk if picture else None, "alt_text": "", "decorative": bool(picture)}
        value = {"name": Pair(name_zh, name_en).in_(language), "purpose": Pair(purpose_zh, purpose_en).in_(language), "picture": shown}
        rows.append({"type": "instrument", "value": value})
    return json.dumps(rows, ensure_ascii=False)


def _news(builder: Builder) -> None:
    index = _lists(NewsIndexPage, texts.NEWS_SUMMARY)
    units = {unit.code: unit for unit in Unit.objects.all()}
    for story in [*campaign.STORIES, *centre_news.STORIES]:
        fields = builder.common(story.title, story.summary, story.picture)
        for language, blocks in ((SIMPLIFIED, story.zh), (ENGLISH, story.en)):
            fields[language].update(
                published_on=story.published_on,
                source_name=campaign.SOURCE.in_(language),
                body=builder.body(blocks, language),
                topic=story.topic,
                unit=units.get(story.unit),
            )
        builder.pair(NewsPage, story.slug, index, fields)
    # Headlines are Chinese and have no text: the English list shows them as they are.
    for slug, title, is_cut, day in centre_news.HEADLINES:
        if not NewsPage.objects.child_of(index[SIMPLIFIED]).filter(slug=slug).exists():
            page = NewsPage(
                slug=slug,
                title=title,
                locale=builder.locales[SIMPLIFIED],
                published_on=day,
                headline_only=True,
                topic="advice" if slug == "headline-rice-dumplings" else "notices",
                source_is_cut=is_cut,
                source_name=centre_news.HEADLINE_SOURCE,
                source_title=title,
                source_date=day,
            )
            index[SIMPLIFIED].add_child(instance=page)
            page.save_revision().publish()
    fields = builder.common(texts.DEMO_NEWS, texts.DEMO_NEWS_SUMMARY, "hero-laboratory")
    for language, blocks in ((SIMPLIFIED, texts.DEMO_NEWS_ZH), (ENGLISH, texts.DEMO_NEWS_EN)):
        fields[language].update(published_on=timezone.localdate(builder.now), body=builder.body(blocks, language))
    builder.pair(NewsPage, "about-this-demonstration", index, fields)


def _plain_pages(builder: Builder) -> dict[str, Page]:
    found = {}
    for plain in [*texts.PAGES, first_look.PAGE]:
        fields = builder.common(plain.title, plain.summary, plain.picture)
        for language, blocks in ((SIMPLIFIED, plain.zh), (ENGLISH, plain.en)):
            fields[language]["body"] = builder.body(blocks, language)
        pages = builder.pair(StandardPage, plain.slug, builder.homes, fields)
        if plain.footer:
            found[plain.footer] = pages[SIMPLIFIED]
    return found


def _settings(builder: Builder, plain: dict[str, Page]) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    if settings.authority_zh:
        return
    for name, value in {**texts.SITE, **plain}.items():
        setattr(settings, name, value)
    settings.share_picture = builder.image("share-default")
    settings.save()
