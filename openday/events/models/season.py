"""What binds sessions together: the series they were planned in, and a change of several that people are told of."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.personal_data import PersonalField
from openday.events.models.open_days import OpenDay
from openday.language import formats


class Series(models.Model):
    """Sessions that were planned together at one time of day, such as every Saturday at 09:30 from November to January."""

    open_day = models.ForeignKey(OpenDay, models.PROTECT, related_name="series")
    starts = models.TimeField(_("starts"))
    weekdays = models.JSONField(default=list)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    # Chosen when the form was fetched: a second press finds what the first one made.
    request_key = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["first_day", "starts", "pk"]
        verbose_name = _("series of sessions")
        verbose_name_plural = _("series of sessions")
        constraints = [
            models.UniqueConstraint(fields=["open_day", "request_key", "starts"], name="one_series_per_press_and_time_of_day"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="series_ends_after_it_starts"),
        ]

    class PersonalData:
        none = "Days and times"

    def __str__(self) -> str:
        return f"{self.open_day} {self.starts:%H:%M}"


class ChangeQuerySet(models.QuerySet["SessionChange"]):
    def due(self, now: datetime) -> "ChangeQuerySet":
        """Changes whose letters are to be written: nobody can take them back any more, and not everybody is told."""
        return self.filter(state__in=[SessionChange.State.WAITING, SessionChange.State.TELLING], tell_at__lte=now).order_by("tell_at", "pk")

    def move(self, pk: int, *, old: str, new: str, **values: object) -> bool:
        """Change the state if it still is `old`; False when someone else got there first."""
        return self.filter(pk=pk, state=old).update(state=new, **values) == 1


class SessionChange(models.Model):
    """Sessions that were moved or cancelled with one press; people are told when the time to take it back is over."""

    class Kind(models.TextChoices):
        MOVE = "move", pgettext_lazy("change of sessions", "Moved")
        CANCEL = "cancel", pgettext_lazy("change of sessions", "Cancelled")

    class State(models.TextChoices):
        # Sessions are changed, no letter is written yet.
        WAITING = "waiting", pgettext_lazy("change of sessions", "Can still be taken back")
        TELLING = "telling", pgettext_lazy("change of sessions", "Letters are being written")
        TOLD = "told", pgettext_lazy("change of sessions", "Everybody is told")
        UNDONE = "undone", pgettext_lazy("change of sessions", "Taken back")

    OPEN = (State.WAITING, State.TELLING)

    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    reason_zh = models.CharField(_("reason in Simplified Chinese"), max_length=300)
    reason_en = models.CharField(_("reason in English"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"))
    # Until then it can be taken back; from then on letters are written.
    tell_at = models.DateTimeField(_("letters leave at"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Parties in the sessions when the change was made, and those written to so far.
    parties = models.PositiveIntegerField(_("parties"), default=0)
    told = models.PositiveIntegerField(_("parties told"), default=0)
    request_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("change of sessions")
        verbose_name_plural = _("changes of sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "telling"], ended_at=None) | Q(state__in=["told", "undone"], ended_at__isnull=False),
                name="ended_change_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["tell_at"], name="changes_still_to_tell", condition=Q(state__in=["waiting", "telling"])),
            models.Index(fields=["-made_at", "-id"], name="changes_newest_first"),
        ]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        # The member of staff who made the change acted in office.
        keep: ClassVar = {
            "kind", "state", "reason_zh", "reason_en", "made_at", "made_by", "tell_at", "ended_at", "parties", "told", "request_key",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.made_at:%Y-%m-%d %H:%M}"


class ChangedSession(models.Model):
    """One session of a change: how it stood before, which is where taking it back leads to."""

    change = models.ForeignKey(SessionChange, models.CASCADE, related_name="rows")
    session = models.ForeignKey("events.Session", models.PROTECT, related_name="changes")
    old_starts_at = models.DateTimeField()
    old_ends_at = models.DateTimeField()
    old_moved_from_at = models.DateTimeField(null=True, blank=True)
    new_starts_at = models.DateTimeField()
    new_ends_at = models.DateTimeField()
    # The number that the session got with this change: whoever takes it back compares it.
    sequence = models.PositiveIntegerField()
    # The last registration that was written to, in the order of their keys: whoever goes on after a crash begins behind it.
    last_told = models.BigIntegerField(default=0, editable=False)
    # While set, no other change of the session begins.
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["new_starts_at", "pk"]
        verbose_name = _("changed session")
        verbose_name_plural = _("changed sessions")
        constraints = [
            models.UniqueConstraint(fields=["change", "session"], name="a_change_names_a_session_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(is_open=True), name="one_open_change_per_session"),
        ]

    class PersonalData:
        none = "Times of sessions"

    def __str__(self) -> str:
        return f"{self.change_id} {self.session_id}"

    @property
    def old_when(self) -> str:
        return formats.day_and_times(self.old_starts_at, self.old_ends_at)

    @property
    def new_when(self) -> str:
        return formats.day_and_times(self.new_starts_at, self.new_ends_at)
