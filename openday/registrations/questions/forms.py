"""What a visitor changes of the answers, and what an organiser says of a question."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.intake.fields import BlockField, LineField
from openday.intake.forms import PublicForm
from openday.registrations.questions import fields, rules
from openday.registrations.questions.answers import Given
from openday.registrations.questions.models import Question
from openday.registrations.questions.rules import Asked
from openday.registrations.questions.states import OFFERS_CHOICES, Kind


class AnswersForm(PublicForm):
    """The answers of a party that is registered; `questions` are those that concern it."""

    def __init__(self, data: Any = None, *, questions: Sequence[Asked], children: int, **more: Any) -> None:
        super().__init__(data, **more)
        self.questions = [one for one in questions if one.concerns(children=children)]
        self._children = children
        self.fields.update(fields.fields_for(self.questions))

    def given(self) -> list[Given]:
        return fields.given(self.cleaned_data, self.questions, children=self._children)


class QuestionForm(forms.Form):
    """One question. What answers forbid to change is shown and cannot be changed."""

    label_zh = LineField(label=gettext_lazy("Question in Simplified Chinese"), max_length=rules.LABEL_LETTERS)
    label_en = LineField(
        label=gettext_lazy("Question in English"),
        max_length=rules.LABEL_LETTERS,
        required=False,
        help_text=gettext_lazy("Traditional Chinese is derived. Without English, English pages show the Chinese words."),
    )
    help_zh = LineField(
        label=gettext_lazy("Help in Simplified Chinese"),
        max_length=rules.HELP_LETTERS,
        required=False,
        help_text=gettext_lazy("Say what you need it for: people answer better when they know."),
    )
    help_en = LineField(label=gettext_lazy("Help in English"), max_length=rules.HELP_LETTERS, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of question"), choices=Kind.choices)
    choices_zh = BlockField(
        label=gettext_lazy("Choices in Simplified Chinese"),
        max_length=rules.CHOICES_AT_MOST * (rules.CHOICE_LETTERS + 1),
        rows=4,
        required=False,
        help_text=gettext_lazy("One on each line; only for “one of several” and “several of several”."),
    )
    choices_en = BlockField(
        label=gettext_lazy("Choices in English"),
        max_length=rules.CHOICES_AT_MOST * (rules.CHOICE_LETTERS + 1),
        rows=4,
        required=False,
        help_text=gettext_lazy("In the same order, or none at all."),
    )
    least = forms.IntegerField(
        label=gettext_lazy("Smallest number"),
        required=False,
        min_value=0,
        max_value=rules.LARGEST_NUMBER,
        help_text=gettext_lazy("Only for numbers."),
    )
    most = forms.IntegerField(label=gettext_lazy("Largest number"), required=False, min_value=0, max_value=rules.LARGEST_NUMBER)
    is_required = forms.BooleanField(label=gettext_lazy("Has to be answered"), required=False)
    with_children = forms.BooleanField(label=gettext_lazy("Only when children or young people come"), required=False)
    keep_days = forms.IntegerField(
        label=gettext_lazy("Days that answers are kept after the visit"),
        min_value=1,
        max_value=rules.KEEP_DAYS_AT_MOST,
        initial=7,
        help_text=gettext_lazy("Then they are erased by themselves. Visitors read it; once somebody answered it can only become shorter."),
    )

    LOCKED = ("kind", "least", "most", "with_children")

    def __init__(self, data: Any = None, *, question: Question | None = None, has_answers: bool = False) -> None:
        super().__init__(data, initial=_initial(question) if question else None)
        self._choices_before = len(question.choices) if question and has_answers else None
        if has_answers and question is not None:
            for name in self.LOCKED:
                self.fields[name].disabled = True
            self.fields["keep_days"].widget.attrs["max"] = question.keep_days
            self.fields["choices_zh"].help_text = _("Somebody answered already: correct words here, but keep number and order.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "kind" in cleaned and "choices_zh" in cleaned and "choices_en" in cleaned:
            cleaned["choices"] = self._choices(cleaned) if cleaned["kind"] in OFFERS_CHOICES else []
        if cleaned.get("kind") != Kind.NUMBER:
            cleaned["least"] = cleaned["most"] = None
        elif cleaned.get("least") is not None and cleaned.get("most") is not None and cleaned["least"] > cleaned["most"]:
            self.add_error("most", ValidationError(_("The largest number is below the smallest."), code="range"))
        return cleaned

    def _choices(self, cleaned: dict[str, Any]) -> list[list[str]]:
        zh, en = (_lines(cleaned[name]) for name in ("choices_zh", "choices_en"))
        if not rules.CHOICES_AT_LEAST <= len(zh) <= rules.CHOICES_AT_MOST:
            words = _("Give %(least)d to %(most)d choices, one on each line.")
            numbers = {"least": rules.CHOICES_AT_LEAST, "most": rules.CHOICES_AT_MOST}
            self.add_error("choices_zh", ValidationError(words, code="number", params=numbers))
        elif self._choices_before is not None and len(zh) != self._choices_before:
            words = _(
                "Somebody answered already: it has to stay at %(count)d choices. For other choices archive this question and add a new one."
            )
            self.add_error("choices_zh", ValidationError(words, code="answered", params={"count": self._choices_before}))
        elif len(set(zh)) < len(zh):
            self.add_error("choices_zh", ValidationError(_("One choice is there twice."), code="twice"))
        if en and len(en) != len(zh):
            self.add_error("choices_en", ValidationError(_("In English there are as many lines as in Chinese, or none."), code="number"))
        for name, lines in (("choices_zh", zh), ("choices_en", en)):
            if any(len(line) > rules.CHOICE_LETTERS for line in lines):
                words = _("A choice has at most %(most)d characters.")
                self.add_error(name, ValidationError(words, code="long", params={"most": rules.CHOICE_LETTERS}))
        return [[one, en[place] if place < len(en) else ""] for place, one in enumerate(zh)]

    def facts(self) -> dict[str, Any]:
        """The columns of a question, from a valid form."""
        names = (
            "kind",
            "label_zh",
            "label_en",
            "help_zh",
            "help_en",
            "choices",
            "least",
            "most",
            "is_required",
            "with_children",
            "keep_days",
        )
        return {name: self.cleaned_data[name] for name in names}

    def suspicions(self) -> list[str]:
        """What the words seem to ask for and should not."""
        cleaned = self.cleaned_data
        return rules.suspicions(*(cleaned[name] for name in ("label_zh", "label_en", "choices_zh", "choices_en")))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _initial(question: Question) -> dict[str, Any]:
    names = ("kind", "label_zh", "label_en", "help_zh", "help_en", "least", "most", "is_required", "with_children", "keep_days")
    return {name: getattr(question, name) for name in names} | {
        "choices_zh": "\n".join(zh for zh, _en in question.choices),
        "choices_en": "\n".join(en for _zh, en in question.choices if en),
    }
