"""Shape of an entry in the glossary, with a sentence to try it on."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from home.glossary import rules
from home.models import GlossaryEntry
from openday.language.folding import fold
from openday.language.traditional import as_if, by_rule


class GlossaryForm(WagtailAdminModelForm):
    """Refuses what would be markup, what is looked for in vain, and words that change each other."""

    sentence = forms.CharField(
        label=gettext_lazy("a sentence to try it on"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("In Simplified. It is not kept; without one, the phrase alone is shown."),
    )

    class Meta:
        model = GlossaryEntry
        fields = ["simplified", "traditional", "note"]

    def clean_simplified(self) -> str:
        phrase = str(self.cleaned_data["simplified"])
        if not rules.is_phrase(phrase):
            raise forms.ValidationError(_("Write at least two Chinese characters, without spaces, angle brackets or quotation marks."))
        # Capitals and widths are folded too; only Han characters tell one script from the other.
        if any(ord(letter) >= 0x3400 and fold(letter) != letter for letter in phrase):
            raise forms.ValidationError(_("Write this phrase in Simplified: %(phrase)s.") % {"phrase": fold(phrase)})
        return phrase

    def clean_traditional(self) -> str:
        words = str(self.cleaned_data["traditional"])
        if not rules.is_word(words):
            raise forms.ValidationError(_("Spaces, angle brackets and quotation marks cannot stand here."))
        return words

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        phrase, words = cleaned.get("simplified"), cleaned.get("traditional")
        if phrase and words:
            others = self._others()
            if self.instance.pk is None and len(others) >= rules.MOST_ENTRIES:
                raise forms.ValidationError(_("The glossary is full: %(count)d phrases.") % {"count": rules.MOST_ENTRIES})
            if clash := _clash(phrase, words, others):
                raise forms.ValidationError(
                    _("This entry and “%(other)s” would change each other’s words. Choose one of the two.") % {"other": clash}
                )
        return cleaned

    def readings(self) -> tuple[str, str, str]:
        """The sentence that was typed, how it reads without this entry, and how it will read."""
        sentence = self.cleaned_data.get("sentence") or self.cleaned_data["simplified"]
        others = self._others()
        own = {self.cleaned_data["simplified"]: self.cleaned_data["traditional"]}
        return sentence, as_if(sentence, others), as_if(sentence, others | own)

    def _others(self) -> dict[str, str]:
        return dict(GlossaryEntry.objects.exclude(pk=self.instance.pk).order_by("pk").values_list("simplified", "traditional"))


def _clash(phrase: str, words: str, others: dict[str, str]) -> str:
    """The phrase of another entry that would be looked for in the words of this one, or the other way round."""
    for other, wanted in others.items():
        if _leads_on(words, other, wanted) or _leads_on(wanted, phrase, words):
            return other
    return ""


def _leads_on(words: str, phrase: str, wanted: str) -> bool:
    """Whether the entry `phrase` → `wanted` would change `words`."""
    return words in {phrase, by_rule(phrase)} and words != wanted
