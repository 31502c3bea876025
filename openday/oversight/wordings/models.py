"""Prepared texts for answers, questions and reasons, kept by the quality office."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.language.names import in_language
from openday.oversight.wordings import rules


class Wording(models.Model):
    """One prepared text in both languages; Traditional is derived. What it says is checked like any other answer."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", pgettext_lazy("purpose of a text", "Answer")
        QUESTION = "question", pgettext_lazy("purpose of a text", "Question to the citizen")
        ELSEWHERE = "elsewhere", pgettext_lazy("purpose of a text", "Directed elsewhere")
        EXTENSION = "extension", pgettext_lazy("purpose of a text", "Reason of an extension")
        PROGRESS = "progress", pgettext_lazy("purpose of a text", "Progress")

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    name = models.CharField(_("title for colleagues"), max_length=80)
    text_zh = models.TextField(_("text in Simplified Chinese"), max_length=4000)
    text_en = models.TextField(_("text in English"), max_length=6000)
    is_in_use = models.BooleanField(_("in use"), default=True)

    class PersonalData:
        none = "Prepared texts of the office"

    class Meta:
        ordering = ["purpose", "name"]
        verbose_name = _("prepared text")
        verbose_name_plural = _("prepared texts")
        constraints = [models.UniqueConstraint(fields=["purpose", "name"], name="prepared_texts_have_titles_of_their_own")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse placeholders that nobody could fill in."""
        wrong = {}
        for field in ("text_zh", "text_en"):
            if found := rules.unknown(getattr(self, field)):
                wrong[field] = _now("No placeholder has this name: %(names)s") % {"names": ", ".join(found)}
        if wrong:
            raise ValidationError(wrong)

    def text_in(self, language: str) -> str:
        return in_language(zh=self.text_zh, en=self.text_en, language=language)
