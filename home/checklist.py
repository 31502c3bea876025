"""What is worth a look before a page is published: pictures that say nothing, the summary, the other language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

from home.family import language_codes
from home.models.images import SiteImage
from openday.language.formats import day
from openday.language.names import ENGLISH, SIMPLIFIED

_TRANSLATE = "wagtail_localize.submit_translation"


@dataclass(frozen=True)
class Item:
    """One line of the list; `link` leads to where it is mended, and is empty for who may not."""

    words: str
    is_done: bool
    link: str = ""
    link_words: str = ""


def of(page: Page, user: Any) -> list[Item]:
    """The list of a saved page, as its latest draft stands."""
    language = language_codes().get(page.locale_id, SIMPLIFIED)
    pictures = [*_pictures_of_fields(page, language, user), *_pictures_of_texts(page)]
    return [
        *(pictures or [Item(_("Every picture says what it shows."), is_done=True)]),
        *_summary(page, user),
        _english(page, user) if language == SIMPLIFIED else _chinese(page, user),
    ]


def _pictures_of_fields(page: Page, language: str, user: Any) -> Iterator[Item]:
    fields = [field for field in page._meta.fields if isinstance(field, ForeignKey) and field.related_model is SiteImage]
    pictures = {picture.pk: picture for field in fields if (picture := getattr(page, field.name)) is not None}
    for picture in pictures.values():
        said, is_foreign = picture.alternative(language)
        if said and not is_foreign:
            continue
        words = (
            _("The picture “%(title)s” has no description in English.")
            if language == ENGLISH
            else _("The picture “%(title)s” has no description.")
        )
        may_change = policy_registry.get_by_type(SiteImage).user_has_permission_for_instance(user, "change", picture)
        link = reverse("wagtailimages:edit", args=[picture.pk]) if may_change else ""
        yield Item(words % {"title": picture.title}, is_done=False, link=link, link_words=_("Describe it"))


def _pictures_of_texts(page: Page) -> Iterator[Item]:
    """A picture in a text has words of its own there, or is marked as decorative."""
    for field in page._meta.fields:
        if not isinstance(field, StreamField):
            continue
        for picture in _pictures_in(field.stream_block, getattr(page, field.name)):
            if not picture.decorative and not (picture.contextual_alt_text or "").strip():
                words = _("The picture “%(title)s” in the text has no alternative text.") % {"title": picture.title}
                # Where Wagtail's editor puts the field.
                yield Item(words, is_done=False, link=f"#panel-child-content-{field.name}-section", link_words=_("Go to the text"))


def _pictures_in(block: Block, value: Any) -> Iterator[Any]:
    if not value:
        return
    if isinstance(block, ImageBlock):
        yield value
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _pictures_in(child, value.get(name))
    elif isinstance(block, ListBlock):
        for one in value:
            yield from _pictures_in(block.child_block, one)
    elif isinstance(block, StreamBlock):
        for one in value:
            yield from _pictures_in(one.block, one.value)


def _summary(page: Page, user: Any) -> Iterator[Item]:
    # A headline of somebody else's has no text of ours, and no summary.
    if getattr(page, "headline_only", False):
        return
    if getattr(page, "description", ""):
        yield Item(_("The summary is written."), is_done=True)
    else:
        text = _("The summary is missing: lists, search results and shared links have nothing to show.")
        # The editor of translations has no field for what the Chinese page does not say.
        begun = Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True)
        chinese = _twin(page, SIMPLIFIED) if begun.exists() else None
        yield Item(text, is_done=False, link=_door(chinese, user) if chinese else "#id_summary", link_words=_("Write it"))


def _english(page: Page, user: Any) -> Item:
    """How the English page of a Chinese one stands."""
    english = _twin(page, ENGLISH)
    if english is None or english.alias_of_id:
        may = user.has_perm(_TRANSLATE)
        return Item(
            _("There is no English page. English readers see the Chinese one, and are told so."),
            is_done=False,
            link=reverse("wagtail_localize:submit_page_translation", args=[page.pk]) if may else "",
            link_words=_("Translate it"),
        )
    link, words = _door(english, user), _("Open the English page")
    if _waits(english):
        return Item(_("The English page waits for an editor."), is_done=False, link=link, link_words=words)
    if not english.live:
        return Item(_("The English page is a draft."), is_done=False, link=link, link_words=words)
    if changed_on := _changed_since(page, english):
        if user.has_perm(_TRANSLATE) and (source := _source(page)) is not None:
            link, words = reverse("wagtail_localize:update_translations", args=[source.pk]), _("Hand the changes to the translation")
        text = _("The English page is out of date: the Chinese one was published again on %(day)s.") % {"day": changed_on}
        return Item(text, is_done=False, link=link, link_words=words)
    if left := _untranslated(page, english):
        text = ngettext(
            "The English page is out of date: %(count)d text is not translated yet.",
            "The English page is out of date: %(count)d texts are not translated yet.",
            left,
        )
        return Item(text % {"count": left}, is_done=False, link=link, link_words=words)
    return Item(_("The English page is published and up to date."), is_done=True, link=link, link_words=words)


def _chinese(page: Page, user: Any) -> Item:
    """How the Chinese page of an English one stands."""
    chinese = _twin(page, SIMPLIFIED)
    if chinese is None:
        return Item(_("There is no Chinese page. Most readers look for that one."), is_done=False)
    link, words = _door(chinese, user), _("Open the Chinese page")
    if not chinese.live:
        return Item(_("The Chinese page is not published yet."), is_done=False, link=link, link_words=words)
    if page.live and (changed_on := _changed_since(chinese, page)):
        text = _("The Chinese page was published again on %(day)s. Does this one still say the same?") % {"day": changed_on}
        return Item(text, is_done=False, link=link, link_words=words)
    return Item(_("The Chinese page is published."), is_done=True, link=link, link_words=words)


def _twin(page: Page, language: str) -> Page | None:
    twin: Page | None = (
        Page.objects.filter(translation_key=page.translation_key, locale__language_code=language).exclude(pk=page.pk).first()
    )
    return twin


def _door(page: Page, user: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.specific.permissions_for_user(user).can_edit() else ""


def _waits(page: Page) -> bool:
    return page.workflow_states.filter(status=WorkflowState.STATUS_IN_PROGRESS).exists()


def _changed_since(written: Page, translated: Page) -> str:
    """The day on which `written` was published after `translated` was, in words; empty when it was not."""
    ours, theirs = written.last_published_at, translated.last_published_at
    return day(ours, weekday=False) if ours and theirs and written.live and ours > theirs else ""


def _source(page: Page) -> TranslationSource | None:
    """What the editor of translations works on; none for a page whose translation was written by hand."""
    source: TranslationSource | None = TranslationSource.objects.get_for_instance_or_none(page)
    return source if source is not None and source.translations.filter(enabled=True).exists() else None


def _untranslated(page: Page, english: Page) -> int:
    """Texts that stand in Chinese in the editor of translations."""
    begun = Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=english.locale_id, enabled=True).first()
    if begun is None:
        return 0
    total, translated = begun.get_progress()
    return int(total - translated)
