"""What handlers and reviewers write on the way to an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.oversight.desk.forms.base import SHORT, DeedForm, text_field
from openday.oversight.disclosure import acknowledging
from openday.oversight.disclosure.acknowledging import Marked
from openday.oversight.models import Case
from openday.oversight.vocabulary import Outcome


class AskBackForm(DeedForm):
    question = text_field(_("Question to the citizen"), help_text=_("The citizen reads this. The clock stands still until the answer."))


class CarryOnForm(DeedForm):
    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("The citizen reads this."))


class ProgressForm(DeedForm):
    text = text_field(
        _("How far the case is"), max_length=SHORT, help_text=_("The citizen reads this. It counts as the note of half time.")
    )


class ExtendForm(DeedForm):
    reason = text_field(_("Public reason"), max_length=SHORT, help_text=_("Everyone may read this. The limit can be extended once."))


class DraftForm(DeedForm):
    text = text_field(_("Draft answer"))

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {"text": case.draft_answer}


class MarksPassages(DeedForm):
    """A form whose texts will be public: passages that may point to a person are ticked one by one, or taken out.

    The ticks are drawn beside the passages (oversight/desk/passages.html); `marked` is what to draw.
    """

    marked: list[tuple[Marked, bool]] = []
    # A look at what everybody would read decides nothing.
    is_preview = False

    def texts_to_judge(self) -> dict[str, str]:
        """What stands in the case already; forms that write public texts give what was typed."""
        return acknowledging.public_texts(self.case)

    def mark(self, texts: dict[str, str]) -> frozenset[str]:
        """Find the passages, remember which are ticked, and give their keys."""
        ticked = set(self.data.getlist("acknowledged")) if hasattr(self.data, "getlist") else set(self.data.get("acknowledged", ()))
        passages = acknowledging.marked(self.case, texts)
        self.marked = [(one, one.key in ticked) for one in passages]
        return frozenset(one.key for one, is_ticked in self.marked if is_ticked)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["acknowledged"] = self.mark(self.texts_to_judge())
        if not self.is_preview and not all(is_ticked for _one, is_ticked in self.marked):
            self.add_error(None, _("Some passages may point to a person. Remove each, or tick that it may stay."))
        return cleaned


class PublicTexts(DeedForm):
    """The neutral texts that everyone may read, in both languages."""

    summary_zh = text_field(
        _("Public summary in Simplified Chinese"),
        max_length=2000,
        help_text=_("Neutral, without names, dates or places that point to a person."),
    )
    summary_en = text_field(_("Public summary in English"), max_length=3000, required=False)
    public_answer_zh = text_field(_("Public answer in Simplified Chinese"), max_length=4000)
    public_answer_en = text_field(_("Public answer in English"), max_length=6000, required=False)

    PUBLIC = ("summary_zh", "summary_en", "public_answer_zh", "public_answer_en")

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {
            "summary_zh": case.public_summary_zh,
            "summary_en": case.public_summary_en,
            "public_answer_zh": case.public_answer_zh,
            "public_answer_en": case.public_answer_en,
        }


class SubmitForm(PublicTexts):
    text = text_field(_("Answer to the citizen"))
    outcome = forms.TypedChoiceField(label=_("Outcome"), choices=[("", "---------"), *Outcome.choices], coerce=Outcome)

    field_order = ["seen", "text", "outcome", *PublicTexts.PUBLIC]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.PUBLIC:
            # Without consent nothing is published, so nobody writes texts for it.
            if self.case.has_consent:
                self.fields[name].required = False
            else:
                del self.fields[name]

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {"text": case.draft_answer, "outcome": case.outcome, **PublicTexts.initial_from(case)}


class ReturnForm(DeedForm):
    note = text_field(_("Note for the handler"), max_length=500, help_text=_("Stays inside the office."))


class ApproveForm(MarksPassages):
    uninvolved = forms.BooleanField(
        label=_("I had no part in this case, I am not named in it, and I have no interest in its outcome."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.mark(self.texts_to_judge())
