"""What the office decides about the public page of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.oversight.desk.forms.answering import MarksPassages, PublicTexts
from openday.oversight.desk.forms.base import SHORT, DeedForm, offer, text_field
from openday.oversight.disclosure import acknowledging
from openday.oversight.models import Case, RedactedPicture


class PictureChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.description)


class PublishForm(MarksPassages, PublicTexts):
    pictures = PictureChoiceField(
        label=_("Redacted pictures"),
        queryset=RedactedPicture.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only copies that somebody else has blacked out. Look at each before you choose it."),
    )
    neutral = forms.BooleanField(label=_("The texts point to no person."))

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return PublicTexts.initial_from(case)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copies = self.case.redacted_pictures.exclude(made_by=self.user)
        if copies.exists():
            offer(self, "pictures", copies)
        else:
            del self.fields["pictures"]
        if not self.is_bound:
            self.mark(acknowledging.public_texts(self.case))

    def texts_to_judge(self) -> dict[str, str]:
        texts = {name: self.cleaned_data.get(name, "") for name in acknowledging.PUBLIC}
        return {**texts, "pictures": acknowledging.descriptions(self.cleaned_data.get("pictures", ()))}

    field_order = ["seen", *PublicTexts.PUBLIC, "pictures", "neutral"]


class RefusePublicationForm(DeedForm):
    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("The citizen reads this."))


class WithdrawPublicationForm(MarksPassages):
    """The reason stands on the page that remains, so it is read like every public text."""

    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("Everyone may read this on the page that remains. Name nobody."))

    def texts_to_judge(self) -> dict[str, str]:
        return {"reason": self.cleaned_data.get("reason", "")}
