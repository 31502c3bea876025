"""What is asked after an answer, what the citizen said, and the call that follows a bad rating."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.models import Unit
from openday.accounts.personal_data import PersonalField
from openday.language.names import in_language
from openday.oversight.models.cases import Case
from openday.oversight.satisfaction.rules import FIRST, FOLLOW_UP, Level


class SatisfactionStandard(models.Model):
    """What the office promises about ratings. Versioned as the time limits are: a new promise is a new row."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    valid_from = models.DateField(_("valid from"))
    rating_days = models.PositiveSmallIntegerField(_("days in which to rate"), default=14)
    call_back_days = models.PositiveSmallIntegerField(_("working days to call back after a bad rating"), default=1)
    call_attempts = models.PositiveSmallIntegerField(_("different days on which to call before nobody counts as reached"), default=3)
    redo_days = models.PositiveSmallIntegerField(_("working days to answer again after a bad rating"), default=15)
    fewest_for_an_average = models.PositiveSmallIntegerField(_("fewest ratings for an average"), default=10)
    source = models.CharField(_("source"), max_length=200, blank=True)
    source_en = models.CharField(_("source in English"), max_length=300, blank=True)

    class PersonalData:
        none = "Promises of the office"

    class Meta:
        ordering = ["-version"]
        verbose_name = _("promise about ratings")
        verbose_name_plural = _("promises about ratings")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating_days__gte=1, rating_days__lte=60, call_back_days__gte=1, call_back_days__lte=10, redo_days__gte=1)
                & Q(
                    call_attempts__gte=1,
                    call_attempts__lte=10,
                    redo_days__lte=60,
                    fewest_for_an_average__gte=10,
                    fewest_for_an_average__lte=100,
                ),
                name="promise_about_ratings_has_sensible_numbers",
                violation_error_message=_(
                    "Please keep to: 1 to 60 days to rate, 1 to 10 working days to call back, 1 to 10 days on which to call, 1 to 60 to "
                    "answer again, averages from 10 up."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Promise about ratings %(version)d") % {"version": self.version})

    @property
    def source_in(self) -> str:
        return in_language(zh=self.source, en=self.source_en)


class Rating(models.Model):
    """An answered case is rated once, and once more after somebody called back or it was worked on again."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings", verbose_name=_("case"))
    round = models.PositiveSmallIntegerField(_("round"), choices=[(FIRST, _("First rating")), (FOLLOW_UP, _("Rating after that"))])
    standard = models.ForeignKey(SatisfactionStandard, models.PROTECT, related_name="+", verbose_name=_("promise about ratings"))
    # The unit whose answer is rated; after a second review it is another one.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("handling unit"))
    asked_at = models.DateTimeField(_("asked at"))
    open_until = models.DateTimeField(_("open until"))
    secret_nonce = models.CharField(max_length=64, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)

    process = models.PositiveSmallIntegerField(_("how we handled it"), choices=Level, null=True, blank=True)
    result = models.PositiveSmallIntegerField(_("what came of it"), choices=Level, null=True, blank=True)
    words = EncryptedTextField(_("in your own words"), blank=True, default="")
    rated_at = models.DateTimeField(_("rated at"), null=True, blank=True)

    class PersonalData:
        erase: ClassVar = {
            "words": PersonalField(
                purpose=_("To understand a rating and to put right what was wrong."),
                basis=_("Consent: the citizen chooses to rate (PIPL article 13(1))"),
                seen_by=_("Quality office"),
                keep_for=_("60 days after closing"),
            ),
        }
        keep: ClassVar = {
            "id", "case", "round", "standard", "unit", "asked_at", "open_until", "secret_nonce", "secret_hash", "process", "result",
            "rated_at",
        }  # fmt: skip

    class Meta:
        ordering = ["case", "round"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        indexes = [models.Index(fields=["asked_at"])]
        constraints = [
            # What makes "one follow-up rating" true when two browsers send at once.
            models.UniqueConstraint(fields=["case", "round"], name="a_case_is_rated_once_in_each_round"),
            models.CheckConstraint(condition=Q(round__in=[FIRST, FOLLOW_UP]), name="a_case_is_rated_twice_at_most"),
            models.CheckConstraint(
                condition=Q(rated_at=None, process=None, result=None)
                | Q(rated_at__isnull=False, process__isnull=False, process__in=Level, result__isnull=False, result__in=Level),
                name="both_questions_are_answered_together",
            ),
            models.CheckConstraint(
                condition=Q(rated_at=None) | Q(rated_at__gte=F("asked_at"), rated_at__lt=F("open_until")), name="rated_while_it_was_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.round}"

    @property
    def is_rated(self) -> bool:
        return self.rated_at is not None


class CallOutcome(models.TextChoices):
    SETTLED = "settled", pgettext_lazy("call-back", "Talked: settled")
    NO_WISH = "no_wish", pgettext_lazy("call-back", "Talked: the citizen wishes nothing more")
    REDO = "redo", pgettext_lazy("call-back", "Talked: to be worked on again")
    UNREACHED = "unreached", pgettext_lazy("call-back", "Not reached; written to instead")
    WRITTEN = "written", pgettext_lazy("call-back", "Written to by receipt")


class CallBack(models.Model):
    """Somebody was not satisfied: the quality office calls, or writes by receipt, before the day is over."""

    wagtail_reference_index_ignore = True

    Outcome = CallOutcome

    rating = models.OneToOneField(Rating, models.PROTECT, related_name="call_back", verbose_name=_("rating"))
    due_on = models.DateField(_("due on"))
    due_provisional = models.BooleanField(_("due date is provisional"), default=False)
    # What was said, in short; and for those who were written to, the words themselves stand with the messages of the case.
    said = EncryptedTextField(_("what was said"), blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=9, choices=CallOutcome, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("called by")
    )

    class PersonalData:
        erase: ClassVar = {
            "said": PersonalField(
                purpose=_("To understand a rating and to put right what was wrong."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office"),
                keep_for=_("60 days after closing"),
            ),
        }
        keep: ClassVar = {"id", "rating", "due_on", "due_provisional", "outcome", "done_at", "done_by"}

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="call_backs_to_be_made")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, outcome="")
                | Q(done_at__isnull=False, done_by__isnull=False, outcome__in=CallOutcome.values),
                name="a_call_back_has_who_when_and_what_came_of_it",
            ),
        ]

    def __str__(self) -> str:
        return str(self.rating)

    def days_tried(self) -> int:
        """On how many different days somebody called in vain: two calls of one morning are one try."""
        return self.attempts.order_by().values("day").distinct().count()


class CallAttempt(models.Model):
    """Somebody called and nobody answered. The call-back stays open."""

    wagtail_reference_index_ignore = True

    call = models.ForeignKey(CallBack, models.PROTECT, related_name="attempts", verbose_name=_("call-back"))
    at = models.DateTimeField(_("called at"))
    # The day of the office: what is promised are different days.
    day = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("called by"))

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {"id", "call", "at", "day", "by"}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("call in vain")
        verbose_name_plural = _("calls in vain")

    def __str__(self) -> str:
        return f"{self.call} {self.day}"
