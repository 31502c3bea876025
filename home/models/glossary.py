"""Words that staff want on Traditional pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.glossary import rules


class GlossaryEntry(models.Model):
    """A phrase in Simplified and what it becomes in Traditional, whatever the converter says."""

    simplified = models.CharField(
        _("phrase in Simplified"),
        max_length=rules.LONGEST,
        unique=True,
        error_messages={"unique": _("This phrase is in the glossary already.")},
        help_text=_("As it stands on our pages, at least two Chinese characters. The longest phrase wins."),
    )
    traditional = models.CharField(
        _("how it is to read in Traditional"),
        max_length=rules.LONGEST,
        help_text=_("To keep a phrase as it is, write the same characters again."),
    )
    note = models.CharField(_("why this entry"), max_length=200, blank=True, help_text=_("For colleagues; it is not published."))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["simplified"]
        verbose_name = _("word for Traditional pages")
        verbose_name_plural = _("words for Traditional pages")

    class PersonalData:
        none = "Words of the office"

    def __str__(self) -> str:
        return f"{self.simplified} → {self.traditional}"
