"""What the search knows besides the texts: words that stand for others, and the words that stand in the index."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin
from wagtail.users.models import UserProfile

_BETWEEN = re.compile(r"[,，、;；\n]+")
MOST_WORDS, LONGEST_WORD = 12, 24
_HELP = _("Separate the words with commas: 重金属、铅、镉. Traditional characters and capitals need not be listed.")


def words_in(text: str) -> list[str]:
    """The words of a list as somebody typed it, each once."""
    return list(dict.fromkeys(word for part in _BETWEEN.split(text) if (word := " ".join(part.split()))))


class SynonymGroup(PreviewableMixin, models.Model):
    """Words that find one another's texts, or, with `also`, words that find the texts of others but not the reverse."""

    words = models.CharField(_("words"), max_length=300, help_text=_HELP)
    also = models.CharField(
        _("find also"),
        max_length=300,
        blank=True,
        help_text=_("Empty: all the words above mean the same. Filled: a search for a word above finds these too, but not the reverse."),
    )
    note = models.CharField(_("why"), max_length=200, blank=True, help_text=_("For your colleagues, such as where you looked it up."))

    class Meta:
        ordering: ClassVar[list[str]] = ["words", "pk"]
        verbose_name = _("search synonyms")
        verbose_name_plural = _("search synonyms")

    class PersonalData:
        none = "Words of the language."

    def __str__(self) -> str:
        words = "、".join(self.word_list)
        return f"{words} → {'、'.join(self.also_list)}" if self.also else words

    def clean(self) -> None:
        from home.search.text import for_query  # noqa: PLC0415 - the search stands on this file

        faults: dict[str, Any] = {}
        for name, words in (("words", self.word_list), ("also", self.also_list)):
            said = [tuple(for_query(word)) for word in words]
            if len(words) > MOST_WORDS:
                faults[name] = _("At most %(count)d words belong together.") % {"count": MOST_WORDS}
            elif any(len(word) > LONGEST_WORD for word in words):
                faults[name] = _("A word has at most %(count)d characters. Are there commas between the words?") % {"count": LONGEST_WORD}
            elif not all(said):
                faults[name] = _("A word needs a letter, a character or a figure.")
            elif len(set(said)) < len(said):
                faults[name] = _("Two of these words are one and the same to the search.")
        if not faults and not self.also_list and len(self.word_list) < 2:
            faults["words"] = _("Name at least two words that mean the same, or fill in “find also”.")
        if not faults and {tuple(for_query(word)) for word in self.word_list} & {tuple(for_query(word)) for word in self.also_list}:
            faults["also"] = _("A word finds its own texts anyway: leave it out here.")
        if faults:
            raise ValidationError(faults)

    @property
    def word_list(self) -> list[str]:
        return words_in(self.words)

    @property
    def also_list(self) -> list[str]:
        return words_in(self.also)

    def pairs(self) -> list[tuple[str, list[str]]]:
        """Each word that may be typed, and what it finds besides itself."""
        words, also = self.word_list, self.also_list
        return [(word, also or [other for other in words if other != word]) for word in words]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """In the language of whoever looks: it is a page of the staff area, and has no address that names one."""
        with translation.override(UserProfile.get_for_user(request.user).get_preferred_language()):
            shown: HttpResponse = super().serve_preview(request, mode_name).render()
        return shown

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "home/synonyms/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from home.search.synonyms import tried  # noqa: PLC0415 - the search stands on this file

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "rows": tried(self)}


class SearchWord(models.Model):
    """A word of the index under one of the ways in which people miss it: a sound for two characters, two letters for others.

    Filled as texts are indexed, drafts too: a word is never offered to anybody unless a search for it finds
    something that is public (home/search/meant.py).
    """

    # As reading what points where costs Wagtail a query for each row.
    wagtail_reference_index_ignore = True

    word = models.CharField(max_length=40)
    key = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "word"], name="search_word_once_under_each_key")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["word"], name="search_word_by_word")]

    class PersonalData:
        none = "Words of pages."

    def __str__(self) -> str:
        return self.word
