"""The letter of an organiser, in the languages of those who read it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.intake.fields import BlockField, LineField
from openday.mail import rules as mail_rules
from openday.mail.letterhead import letterhead
from openday.registrations import letter_words
from openday.registrations.mailings import rules
from openday.registrations.mailings.queries import Audience
from openday.registrations.models import Registration

WORDS = ("subject_zh", "body_zh", "sms_zh", "subject_en", "body_en", "sms_en")


class MailingForm(forms.Form):
    """Whatever language somebody reads is to be written; nothing is sent half translated."""

    subject_zh = LineField(label=gettext_lazy("Subject in Simplified Chinese"), max_length=120, required=False)
    body_zh = BlockField(
        label=gettext_lazy("Text in Simplified Chinese"),
        max_length=4000,
        rows=8,
        required=False,
        help_text=gettext_lazy("Readers of Traditional Chinese get it in their script; it is derived by itself."),
    )
    sms_zh = LineField(
        label=gettext_lazy("Text message in Simplified Chinese"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For those who gave a mobile number. Left empty, they get the text above, if it is short enough."),
    )
    subject_en = LineField(label=gettext_lazy("Subject in English"), max_length=120, required=False)
    body_en = BlockField(label=gettext_lazy("Text in English"), max_length=4000, rows=8, required=False)
    sms_en = LineField(
        label=gettext_lazy("Text message in English"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, audience: Audience, samples: dict[str, Registration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audience, self.samples = audience, samples

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields that somebody reads, by language; a language that nobody reads is not asked for."""
        names = {"zh": _("In Chinese"), "en": _("In English")}
        found = []
        for language, heading in names.items():
            if self.audience.speaks(language):
                parts = [part for part in ("subject", "body", "sms") if part != "sms" or self.audience.speaks(language, channel="mobile")]
                found.append((heading, [self[f"{part}_{language}"] for part in parts]))
        return found

    @property
    def words(self) -> dict[str, str]:
        """The texts, without those that nobody reads."""
        return {name: self.cleaned_data[name] if self.audience.speaks(name[-2:]) else "" for name in WORDS}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in WORDS:
            if wrong := mail_rules.unknown_places(cleaned.get(name, ""), rules.PLACES):
                known = " ".join(f"{{{place}}}" for place in rules.PLACES)
                words = _("This letter has no place %(wrong)s. Places you can use: %(known)s.")
                self.add_error(name, words % {"wrong": " ".join(wrong), "known": known})
        for language in ("zh", "en"):
            if self.audience.speaks(language):
                self._check_is_whole(language, cleaned)
        if not self.errors:
            for party in self.samples.values():
                self._check_text_message(party)
        return cleaned

    def _check_is_whole(self, language: str, cleaned: dict[str, Any]) -> None:
        needed = ("subject", "body") if self.audience.speaks(language, channel="email") else ("body",)
        for part in needed:
            name = f"{part}_{language}"
            # With mobile numbers only, the text message alone is enough.
            if not cleaned.get(name) and name not in self.errors and not (needed == ("body",) and cleaned.get(f"sms_{language}")):
                self.add_error(name, _("Somebody reads this language: please fill it in."))

    def _check_text_message(self, party: Registration) -> None:
        language = party.language
        if not self.audience.speaks(language, channel="mobile"):
            return
        text = rules.text_in(self.cleaned_data, "sms", language=language)
        values = letter_words.visit_words(party)
        if segments := rules.too_long(text, values, service=letterhead(language)["service"]):
            words = _("This would be %(count)d text messages; we send %(most)d at most. Please write something shorter here.")
            field = f"sms_{'en' if language.startswith('en') else 'zh'}"
            if field not in self.errors:
                self.add_error(field, words % {"count": segments, "most": rules.MOST_SEGMENTS})
