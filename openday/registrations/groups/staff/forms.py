"""What staff say when they decide about a group."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openday.events.models import Pool
from openday.intake.fields import LineField
from openday.language import formats
from openday.registrations import wording


class _SessionChoice(forms.ModelChoiceField):
    def label_from_instance(self, pool: Any) -> str:
        session = pool.session
        return f"{formats.day_and_times(session.starts_at, session.ends_at)} – {wording.places_free(pool.left)}"


class PlaceForm(forms.Form):
    """Choose a session of the open day that has places for groups; those wished come first."""

    pool = _SessionChoice(label=_("Session"), queryset=Pool.objects.none())

    def __init__(self, data: Any = None, *, pools: Any, wished: list[int], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["pool"].queryset = pools  # type: ignore[attr-defined]
        if wished:
            self.fields["pool"].initial = wished[0]


class OfferForm(PlaceForm):
    word = LineField(
        label=_("A word with the offer, in the leader's language"),
        max_length=300,
        required=False,
        help_text=_("It stands in the letter, such as: on the day you wish the laboratory is being inspected."),
    )


class AskForm(forms.Form):
    question = LineField(
        label=_("Question, in the leader's language"),
        min_length=2,
        max_length=300,
        help_text=_("It stands in the letter. The clock stands still until the leader answers."),
    )


class RefuseForm(forms.Form):
    reason = LineField(
        label=_("Reason, in the leader's language"), min_length=2, max_length=300, help_text=_("It stands in the letter to the leader.")
    )
