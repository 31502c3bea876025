"""What an organiser asks beyond the form of the house, how it was worded before, and what parties answered.

An answer is one row, so that each question can have an end of its own. Its value is sealed; what was chosen is kept a second
time as a keyed hash per choice (`Pick`), which the database counts and filters without opening anything.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.encryption import EncryptedJSONField, keyed_hash
from openday.accounts.personal_data import PersonalField
from openday.registrations.questions import rules
from openday.registrations.questions.rules import Asked
from openday.registrations.questions.states import Kind

_PICK_PURPOSE = "registrations.pick"
_MARK_LETTERS = 32


class Wording(models.Model):
    """What people read of a question, in two languages; Traditional is derived."""

    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    kind = models.CharField(_("kind of question"), max_length=8, choices=Kind)
    label_zh = models.CharField(_("question in Simplified Chinese"), max_length=rules.LABEL_LETTERS)
    label_en = models.CharField(_("question in English"), max_length=rules.LABEL_LETTERS, blank=True)
    help_zh = models.CharField(_("help in Simplified Chinese"), max_length=rules.HELP_LETTERS, blank=True)
    help_en = models.CharField(_("help in English"), max_length=rules.HELP_LETTERS, blank=True)
    # [[Chinese, English], …]; an answer holds the place in this list, from 1.
    choices = models.JSONField(_("choices"), default=list, blank=True)

    class Meta:
        abstract = True

    WORDS: ClassVar = ("kind", "label_zh", "label_en", "help_zh", "help_en", "choices")


class Question(Wording):
    """One question of one open day, asked once per party."""

    Kind = Kind

    wagtail_reference_index_ignore = True

    open_day = models.ForeignKey("events.OpenDay", models.CASCADE, related_name="questions", verbose_name=_("open day"))
    # Rises when kind or choices change, which no answer allows: picks of different shapes are never added up.
    shape = models.PositiveSmallIntegerField(default=1, editable=False)
    least = models.IntegerField(_("smallest number"), null=True, blank=True)
    most = models.IntegerField(_("largest number"), null=True, blank=True)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    with_children = models.BooleanField(_("only when children or young people come"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    keep_days = models.PositiveSmallIntegerField(_("days that answers are kept after the visit"), default=rules.KEEP_DAYS_AT_MOST)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["open_day", "position", "pk"]
        verbose_name = _("question to visitors")
        verbose_name_plural = _("questions to visitors")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="kind_of_question_is_known"),
            models.CheckConstraint(condition=Q(kind="number") | Q(least=None, most=None), name="only_numbers_of_questions_have_a_range"),
            models.CheckConstraint(
                condition=Q(least=None) | Q(most=None) | Q(least__lte=F("most")), name="smallest_number_is_not_above_the_largest"
            ),
            models.CheckConstraint(
                condition=Q(keep_days__gte=1, keep_days__lte=rules.KEEP_DAYS_AT_MOST), name="answers_are_kept_30_days_at_most"
            ),
        ]

    class PersonalData:
        none = "What an organiser asks; the answers are elsewhere"

    def __str__(self) -> str:
        return self.asked.label

    @property
    def asked(self) -> Asked:
        return Asked(
            pk=self.pk or 0,
            shape=self.shape,
            least=self.least,
            most=self.most,
            is_required=self.is_required,
            with_children=self.with_children,
            keep_days=self.keep_days,
            is_archived=self.archived_at is not None,
            **words_of(self),
        )


class PastWording(Wording):
    """How a question was worded until it was corrected: who answered then is shown with the words of then."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="past")
    until = models.DateTimeField(_("until"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by"))

    class Meta:
        ordering = ["question", "version"]
        verbose_name = _("former wording of a question")
        verbose_name_plural = _("former wordings of questions")
        constraints = [models.UniqueConstraint(fields=["question", "version"], name="one_wording_per_version")]

    class PersonalData:
        none = "What an organiser asked; who changed it acts in office"

    def __str__(self) -> str:
        return f"{self.question_id} {self.version}"


class Answer(models.Model):
    """What a party answered to one question: a text, a number, a code, or a list of codes."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey("registrations.Registration", models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    version = models.PositiveSmallIntegerField(_("version of the question"))
    value = EncryptedJSONField(_("answer to the organiser"))
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        ordering = ["registration", "question__position", "question"]
        verbose_name = _("answer of a party")
        verbose_name_plural = _("answers of parties")
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="one_answer_per_party_and_question")]

    class PersonalData:
        erase: ClassVar = {
            "value": PersonalField(
                purpose=_("To prepare the visit: what the organiser of this open day asks in the form."),
                basis=_("Consent to the registration of the visit"),
                seen_by=_("Organisers of the unit, data-protection officer"),
                keep_for=_("As the question says, at most 30 days after the visit"),
            ),
        }
        keep: ClassVar = {"id", "registration", "question", "version", "answered_at"}

    def __str__(self) -> str:
        return f"{self.registration_id} {self.question_id}"


class Pick(models.Model):
    """One choice of a party, hashed with the key of the house: to count and to filter, not to read."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey("registrations.Registration", models.CASCADE, related_name="picks")
    question = models.ForeignKey(Question, models.PROTECT, related_name="picks")
    mark = models.CharField(_("choice, hashed"), max_length=_MARK_LETTERS)

    class Meta:
        ordering = ["registration", "question", "mark"]
        verbose_name = _("counted choice of a party")
        verbose_name_plural = _("counted choices of parties")
        constraints = [models.UniqueConstraint(fields=["registration", "question", "mark"], name="each_choice_counts_once")]
        indexes = [models.Index(fields=["question", "mark"], name="picks_of_a_choice")]

    class PersonalData:
        erase: ClassVar = {
            "mark": PersonalField(
                purpose=_("To count and to filter what was chosen without reading it."),
                basis=_("Consent to the registration of the visit"),
                seen_by=_("Nobody; only compared by the computer"),
                keep_for=_("As the question says, at most 30 days after the visit"),
            ),
        }
        keep: ClassVar = {"id", "registration", "question"}

    def __str__(self) -> str:
        return f"{self.registration_id} {self.question_id}"


def words_of(wording: Wording) -> dict[str, Any]:
    """The part of Asked that a wording knows."""
    facts = {name: getattr(wording, name) for name in (*Wording.WORDS, "version")}
    return facts | {"choices": tuple((zh, en) for zh, en in wording.choices)}


def mark(asked: Asked, code: str) -> str:
    """What stands for a choice in `Pick`: without the key of the house nobody can tell which one it is."""
    return keyed_hash(f"{asked.pk}:{asked.shape}:{code}", purpose=_PICK_PURPOSE)[:_MARK_LETTERS]
