"""The time slots of an open day and the places in them."""

from typing import ClassVar

from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.personal_data import PersonalField, mask_name
from openday.events.models.choices import GuideLanguage
from openday.events.models.code_list import CodeListField
from openday.events.models.open_days import OpenDay
from openday.events.models.season import Series
from openday.events.states import SessionState
from openday.language import formats


class SessionManager(models.Manager["Session"]):
    def takes_place(self, session_id: int) -> bool:
        """Say whether the session is open at this moment; asked by everybody who registers, and so in plain SQL."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM events_session WHERE id = %s", [session_id])
            row = cursor.fetchone()
        return row is not None and row[0] == SessionState.OPEN


class Session(models.Model):
    """One time slot of an open day."""

    State = SessionState

    open_day = models.ForeignKey(OpenDay, models.PROTECT, related_name="sessions", verbose_name=_("open day"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    guide_zh = models.CharField(_("guide"), max_length=80, blank=True, help_text=_("Member of staff who guides. Not shown to the public."))
    languages = CodeListField(_("languages of the guide"), choices_of=GuideLanguage)
    by_invitation = models.BooleanField(
        _("by invitation only"), default=False, help_text=_("For this session alone; a whole open day says so itself.")
    )
    state = models.CharField(_("state"), max_length=9, choices=SessionState, default=SessionState.OPEN)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="sessions", editable=False)
    # Rises with every change that a visitor's calendar must learn of (iCalendar SEQUENCE).
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # The start that was announced before the session moved; whoever reads our data is told of both.
    moved_from_at = models.DateTimeField(null=True, blank=True, editable=False)
    # While lots decide about the places for individuals: until when parties apply. A copy: the room above keeps the draw itself and
    # is the only one to write this (DrawQuerySet.announce says why there are two).
    lots_until = models.DateTimeField(null=True, blank=True, editable=False)
    # When people who follow the feeds last had something new to learn.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionManager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The end must be after the start."),
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="cancelled_session_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["open_day", "starts_at"]), models.Index(fields=["starts_at"])]

    class PersonalData:
        erase: ClassVar = {
            "guide_zh": PersonalField(
                purpose=_("To plan who guides which session."),
                basis=_("Work in public service"),
                seen_by=_("Organisers of the unit"),
                keep_for=_("As long as the session is kept"),
                mask=mask_name,
            )
        }
        keep: ClassVar = {
            "open_day",
            "starts_at",
            "ends_at",
            "languages",
            "by_invitation",
            "state",
            "series",
            "cancelled_at",
            "sequence",
            "moved_from_at",
            "lots_until",
            "changed_at",
        }

    def __str__(self) -> str:
        return f"{self.open_day} {self.when()}"

    def when(self) -> str:
        return formats.day_and_times(self.starts_at, self.ends_at)

    when.short_description = _("when")  # type: ignore[attr-defined]
    when.admin_order_field = "starts_at"  # type: ignore[attr-defined]


class PoolQuerySet(models.QuerySet["Pool"]):
    def take(self, pool_id: int, *, places: int) -> bool:
        """Take `places` from the pool if that many are left; False when not."""
        # One UPDATE decides who gets the last place. Reading the count first and writing
        # after let 39 parties into 10 places on PostgreSQL (tests/races). In plain SQL, as everybody
        # who registers asks: the mapper takes 900 calls to put it together.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE events_pool SET taken = taken + %s WHERE id = %s AND taken + %s <= capacity", [places, pool_id, places])
            return cursor.rowcount == 1

    def give_back(self, pool_id: int, *, places: int) -> None:
        self.filter(pk=pool_id).update(taken=F("taken") - places)

    def release_unused(self, pool: "Pool") -> bool:
        """Shrink the pool to the places taken, if it is still as `pool` says and has any left; `pool.left` are free then."""
        # The numbers are compared: of two who read the same free places, only one may give them away (tests/races).
        same = self.filter(pk=pool.pk, capacity=pool.capacity, taken=pool.taken, capacity__gt=F("taken"))
        return same.update(capacity=F("taken")) == 1

    def resize(self, pool_id: int, *, capacity: int) -> bool:
        """Set the capacity unless more places are taken already; False when they are."""
        # The same race as in take(): a visitor may take the last place while staff lower the number.
        return self.filter(pk=pool_id, taken__lte=capacity).update(capacity=capacity) == 1


class Pool(models.Model):
    """Places of a session for one kind of visitors, counted in people."""

    class Kind(models.TextChoices):
        INDIVIDUALS = "individuals", _("Individuals and families")
        GROUPS = "groups", pgettext_lazy("kind of places", "Groups")
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

    class PersonalData:
        none = "Numbers of places"

    def __str__(self) -> str:
        return f"{self.session} {self.get_kind_display()}"

    @property
    def left(self) -> int:
        return self.capacity - self.taken
