"""What a unit offers to visitors, with its rules of admission.

Language-neutral: a session hung on a page lost its counter when an editor published a draft
and was duplicated when the page was translated. One `OpenDayPage` per language points here.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.models import Unit
from openday.events.models.choices import AccessFact, Audience, DocumentPart, GuideLanguage, RealNames
from openday.events.models.code_list import CodeListField
from openday.language.names import in_language


class OpenDay(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's page manager is built at run time
    """An open day of one unit: facts that are the same in every language, and the rules of admission."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="open_days", verbose_name=_("unit"))
    code = models.SlugField(_("code"), unique=True, help_text=_("Short name used in addresses and files, such as food-residues."))
    name_zh = models.CharField(_("name in Simplified Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    place_zh = models.CharField(_("place in Simplified Chinese"), max_length=200)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)

    audience = CodeListField(_("for whom"), choices_of=Audience)
    guide_languages = CodeListField(_("languages of the guides"), choices_of=GuideLanguage)
    accessibility = CodeListField(_("accessibility"), choices_of=AccessFact, help_text=_("Tick only what a visitor can rely on."))

    # Rules of admission; every one is a proposal that the organiser may change.
    release_days_before = models.PositiveSmallIntegerField(
        _("opens days before"),
        null=True,
        blank=True,
        help_text=_("Registration opens this many days before the day of the session. Empty: at once."),
    )
    release_time = models.TimeField(_("opens at"), null=True, blank=True, help_text=_("Time of day, such as 17:00."))
    closes_minutes_before = models.PositiveIntegerField(
        _("closes minutes before"), default=120, help_text=_("Registration closes this many minutes before the start.")
    )
    cancel_until_minutes_before = models.PositiveIntegerField(
        _("cancel until minutes before"), default=60, help_text=_("Visitors can change or cancel until this many minutes before the start.")
    )
    merge_hours_before = models.PositiveSmallIntegerField(
        _("unused group places go to individuals, hours before"),
        null=True,
        blank=True,
        help_text=_(
            "So many hours before the start, places for groups and reserved places that nobody took are given to individuals, "
            "and the waiting list is served. Empty: never."
        ),
    )
    party_max = models.PositiveSmallIntegerField(_("largest party"), default=6, help_text=_("People in one registration, 1 to 60."))
    children_per_adult_max = models.PositiveSmallIntegerField(
        _("children per adult"), default=4, help_text=_("One adult looks after at most this many children.")
    )
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), default=0, help_text=_("In years; 0 means any age."))
    one_per_day = models.BooleanField(_("one registration per contact and day"), default=True)
    waiting_list = models.BooleanField(_("waiting list"), default=True, help_text=_("Visitors can wait for places when a session is full."))
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"),
        default=0,
        help_text=_(
            "When places come free, the next waiting party has this many waking hours to accept them. "
            "0: it gets them at once, and cancels if it cannot come."
        ),
    )
    by_invitation = models.BooleanField(
        _("by invitation only"), default=False, help_text=_("Visitors need an invitation that staff made. The public page says so.")
    )
    approval_hours = models.PositiveSmallIntegerField(
        _("hours to approve a registration"),
        default=0,
        help_text=_(
            "Registrations are requests then: places are held, and staff approve or refuse within so many hours. "
            "Who gets no decision in time is told so. 0: nobody has to approve."
        ),
    )
    reminder_hours_before = models.PositiveSmallIntegerField(
        _("reminder hours before"), default=24, help_text=_("When visitors are reminded; 0 means never.")
    )
    confirm_days_before = models.PositiveSmallIntegerField(
        _("asks to confirm days before"),
        default=0,
        help_text=_("This many days before the visit we ask whether the party is coming; 0 means never."),
    )
    release_hours_before = models.PositiveSmallIntegerField(
        _("gives up unconfirmed places hours before"),
        default=0,
        help_text=_("Places of a party that was asked and did not answer go to others this many hours before the start; 0 means never."),
    )

    # Only where the security of the site demands it (FEATURES R9); visitors read the reason beside the fields.
    real_names = models.CharField(
        _("real names and documents"),
        max_length=6,
        choices=RealNames,
        blank=True,
        default=RealNames.NOBODY,
        help_text=_("Only where the security of the site demands it. Without a demand nobody is asked for a document."),
    )
    real_names_why_zh = models.CharField(_("reason in Simplified Chinese"), max_length=200, blank=True, help_text=_("Visitors read it."))
    real_names_why_en = models.CharField(_("reason in English"), max_length=200, blank=True)
    document_part = models.CharField(_("how much of the number"), max_length=6, choices=DocumentPart, default=DocumentPart.ENDING)
    whole_number_why_zh = models.CharField(
        _("why the whole number, in Simplified Chinese"),
        max_length=200,
        blank=True,
        help_text=_("Four characters are enough to compare them with a document. Who wants more says what for."),
    )
    whole_number_why_en = models.CharField(_("why the whole number, in English"), max_length=200, blank=True)
    identity_keep_days = models.PositiveSmallIntegerField(
        _("days that names and documents are kept after the visit"), default=7, help_text=_("1 to 30; then they are erased by themselves.")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("open day")
        verbose_name_plural = _("open days")
        constraints = [
            models.CheckConstraint(
                condition=Q(party_max__gte=1, party_max__lte=60),
                name="party_max_is_1_to_60",
                violation_error_message=_("The largest party is between 1 and 60 people."),
            ),
            models.CheckConstraint(
                condition=Q(release_days_before=None, release_time=None) | Q(release_days_before__isnull=False, release_time__isnull=False),
                name="release_day_and_time_go_together",
                violation_error_message=_("Give both the number of days and the time at which registration opens, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(real_names="") | ~Q(real_names_why_zh=""),
                name="demand_for_real_names_has_its_reason",
                violation_error_message=_("Say in Chinese why real names are needed: visitors read it."),
            ),
            models.CheckConstraint(
                condition=Q(real_names="") | Q(document_part="ending") | ~Q(whole_number_why_zh=""),
                name="demand_for_whole_numbers_has_its_reason",
                violation_error_message=_("Say in Chinese why the last four characters are not enough."),
            ),
            models.CheckConstraint(
                condition=Q(identity_keep_days__gte=1, identity_keep_days__lte=30),
                name="documents_are_kept_30_days_at_most",
                violation_error_message=_("Names and documents are kept for 1 to 30 days after the visit."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_age__lte=99),
                name="minimum_age_is_at_most_99",
                violation_error_message=_("The minimum age is at most 99 years."),
            ),
            models.CheckConstraint(
                condition=Q(merge_hours_before=None) | Q(merge_hours_before__lte=2160),
                name="merge_is_at_most_90_days_before",
                violation_error_message=_("Group places can go to individuals at most 2160 hours (90 days) before the start."),
            ),
            models.CheckConstraint(
                condition=Q(reminder_hours_before__lte=336),
                name="reminder_is_at_most_two_weeks_before",
                violation_error_message=_("The reminder goes out at most 336 hours (14 days) before the start."),
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__lte=72),
                name="offer_is_answered_within_72_hours",
                violation_error_message=_("An offer is open for at most 72 hours."),
            ),
            models.CheckConstraint(
                condition=Q(approval_hours__lte=336),
                name="requests_are_decided_within_two_weeks",
                violation_error_message=_("A request is decided within at most 336 hours (14 days)."),
            ),
            models.CheckConstraint(
                condition=Q(approval_hours=0) | Q(closes_minutes_before__gte=60),
                name="requests_end_an_hour_before_the_start",
                violation_error_message=_("Where registrations are approved, registration closes at least 60 minutes before the start."),
            ),
            models.CheckConstraint(
                condition=Q(confirm_days_before__lte=14),
                name="confirmation_is_asked_two_weeks_before_at_most",
                violation_error_message=_("We ask for a confirmation at most 14 days before the visit."),
            ),
            models.CheckConstraint(
                condition=Q(release_hours_before=0)
                | Q(confirm_days_before__gte=1, release_hours_before__lte=F("confirm_days_before") * 24 - 24),
                name="places_are_given_up_a_day_after_the_question_at_the_earliest",
                violation_error_message=_("Visitors need at least a day to answer before their places go to others."),
            ),
        ]

    class PersonalData:
        none = "Facts and rules of what a unit offers"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in()

    @property
    def place(self) -> str:
        return self.place_in()

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)

    def place_in(self, language: str | None = None) -> str:
        return in_language(zh=self.place_zh, en=self.place_en, language=language)

    @property
    def audience_labels(self) -> list[str]:
        return [str(Audience(code).label) for code in self.audience if code in Audience.values]

    @property
    def accessibility_labels(self) -> list[str]:
        return [str(AccessFact(code).label) for code in self.accessibility if code in AccessFact.values]

    @property
    def guide_language_labels(self) -> list[str]:
        return [str(GuideLanguage(code).label) for code in self.guide_languages if code in GuideLanguage.values]
