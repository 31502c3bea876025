"""Open days, their sessions and the pools of places inside a session.

Language-neutral: a session hung on a page lost its counter when an editor published a draft
and was duplicated when the page was translated. One `OpenDayPage` per language points here.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.models import Unit
from openday.language.names import in_language


class OpenDay(models.Model):
    """What a unit offers to visitors, with its rules of admission."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="open_days", verbose_name=_("unit"))
    code = models.SlugField(_("code"), unique=True)
    name_zh = models.CharField(_("name in Simplified Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    place_zh = models.CharField(_("place in Simplified Chinese"), max_length=200)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)

    # Rules of admission; every one is a proposal that the organiser may change.
    release_days_before = models.PositiveSmallIntegerField(
        _("opens days before"),
        null=True,
        blank=True,
        help_text=_("Registration opens this many days before the day of the session. Empty: at once."),
    )
    release_time = models.TimeField(_("opens at"), null=True, blank=True)
    closes_minutes_before = models.PositiveIntegerField(_("closes minutes before"), default=120)
    cancel_until_minutes_before = models.PositiveIntegerField(_("cancel until minutes before"), default=60)
    party_max = models.PositiveSmallIntegerField(_("largest party"), default=6)
    children_per_adult_max = models.PositiveSmallIntegerField(_("children per adult"), default=4)
    minimum_age = models.PositiveSmallIntegerField(_("minimum age"), default=0)
    one_per_day = models.BooleanField(_("one registration per contact and day"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("open day")
        verbose_name_plural = _("open days")
        constraints = [
            models.CheckConstraint(condition=Q(party_max__gte=1, party_max__lte=60), name="party_max_is_1_to_60"),
            models.CheckConstraint(
                condition=Q(release_days_before=None, release_time=None) | Q(release_days_before__isnull=False, release_time__isnull=False),
                name="release_day_and_time_go_together",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)

    def place_in(self, language: str | None = None) -> str:
        return in_language(zh=self.place_zh, en=self.place_en, language=language)


class Session(models.Model):
    """One time slot of an open day."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CANCELLED = "cancelled", _("Cancelled")

    open_day = models.ForeignKey(OpenDay, models.PROTECT, related_name="sessions", verbose_name=_("open day"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    guide_zh = models.CharField(_("guide"), max_length=80, blank=True)
    languages = models.JSONField(_("languages of the guide"), default=list)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Rises with every change that a visitor's calendar must learn of (iCalendar SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="cancelled_session_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["open_day", "starts_at"]), models.Index(fields=["starts_at"])]

    def __str__(self) -> str:
        return f"{self.open_day} {self.starts_at:%Y-%m-%d %H:%M}"


class PoolQuerySet(models.QuerySet["Pool"]):
    def take(self, pool_id: int, *, places: int) -> bool:
        """Take `places` from the pool if that many are left; False when not."""
        # One UPDATE decides who gets the last place. Reading the count first and writing
        # after let 39 parties into 10 places on PostgreSQL (tests/races).
        return self.filter(pk=pool_id, taken__lte=F("capacity") - places).update(taken=F("taken") + places) == 1

    def give_back(self, pool_id: int, *, places: int) -> None:
        self.filter(pk=pool_id).update(taken=F("taken") - places)


class Pool(models.Model):
    """Places of a session for one kind of visitors, counted in people."""

    class Kind(models.TextChoices):
        INDIVIDUALS = "individuals", _("Individuals and families")
        GROUPS = "groups", _("Groups")
        RESERVED = "reserved", _("Reserved")

    session = models.ForeignKey(Session, models.PROTECT, related_name="pools")
    kind = models.CharField(_("for"), max_length=11, choices=Kind, default=Kind.INDIVIDUALS)
    capacity = models.PositiveIntegerField(_("capacity in people"))
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)

    objects = PoolQuerySet.as_manager()

    class Meta:
        ordering = ["session", "kind"]
        verbose_name = _("pool of places")
        verbose_name_plural = _("pools of places")
        constraints = [
            models.UniqueConstraint(fields=["session", "kind"], name="one_pool_of_a_kind_per_session"),
            models.CheckConstraint(condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")), name="taken_is_within_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.get_kind_display()}"

    @property
    def left(self) -> int:
        return self.capacity - self.taken
