"""A draw for the places of one session, and the lot of each party in it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.personal_data import PersonalField
from openday.events.models import Session
from openday.language.names import in_language


class DrawState(models.TextChoices):
    COLLECTING = "collecting", pgettext_lazy("draw state", "Parties apply")
    LISTED = "listed", pgettext_lazy("draw state", "The list is published")
    DRAWN = "drawn", pgettext_lazy("draw state", "Drawn")


class DrawQuerySet(models.QuerySet["Draw"]):
    def pending(self) -> "DrawQuerySet":
        return self.exclude(state=DrawState.DRAWN)

    def announce(self, *, session_id: int) -> None:
        """Let the session say until when parties apply, or that no lots decide about it any more.

        The draw is the source; `Session.lots_until` is a copy of it, and this is its only writer. The room below needs one: it may
        not know of draws (floors), and judges every session of a list, a feed and a cache by columns of its own. Who changes
        `state` or `applies_until` calls this in the same transaction; `manage.py reconcile` names copies that say something else.
        """
        decides = self.pending().filter(session=OuterRef("pk"))
        Session.objects.filter(pk=session_id).update(lots_until=Subquery(decides.values("applies_until")))

    def without_files(self) -> "DrawQuerySet":
        """Without the columns that are long or secret."""
        return self.defer(*LONG_OR_SECRET)


LONG_OR_SECRET = ("seed", "list_text", "result_text")


class Draw(models.Model):
    """Until it is drawn, parties of its session apply: they wait, and no place is taken."""

    State = DrawState

    wagtail_reference_index_ignore = True

    session = models.OneToOneField(Session, models.PROTECT, related_name="draw", verbose_name=_("session"))
    state = models.CharField(_("state"), max_length=10, choices=DrawState, default=DrawState.COLLECTING)
    applies_until = models.DateTimeField(_("parties apply until"))
    value_zh = models.CharField(_("public value, in Simplified Chinese"), max_length=200)
    value_en = models.CharField(_("public value, in English"), max_length=200, blank=True)
    value_on = models.DateField(_("day of the public value"))
    # Sealed until the draw; its SHA-256 is public from the start.
    seed = EncryptedTextField(editable=False)
    commitment = models.CharField(max_length=64, editable=False)
    listed_at = models.DateTimeField(_("list published at"), null=True)
    list_text = models.TextField(blank=True, editable=False)
    list_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    first_value = models.CharField(max_length=200, blank=True)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_value = models.CharField(max_length=200, blank=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(_("drawn at"), null=True)
    result_text = models.TextField(blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="collecting", listed_at=None, list_sha256="")
                | (~Q(state="collecting") & Q(listed_at__isnull=False) & ~Q(list_sha256="")),
                name="published_list_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(first_by=None, first_at=None, first_value="")
                | (Q(first_by__isnull=False, first_at__isnull=False) & ~Q(first_value="") & ~Q(state="collecting")),
                name="first_value_of_a_draw_has_its_officer",
            ),
            # Four eyes: the database refuses the same person twice, and two values that differ.
            models.CheckConstraint(
                condition=Q(second_by=None, second_value="")
                | (Q(second_by__isnull=False, first_by__isnull=False, second_value=F("first_value")) & ~Q(second_by=F("first_by"))),
                name="two_officers_enter_the_same_value",
            ),
            models.CheckConstraint(
                condition=(~Q(state="drawn") & Q(drawn_at=None, second_by=None, result_text=""))
                | (Q(state="drawn", drawn_at__isnull=False, second_by__isnull=False) & ~Q(result_text="")),
                name="draw_has_its_result_and_two_officers",
            ),
        ]

    class PersonalData:
        none = "A sealed seed, a list and a result without people; the two officers act in office"

    def __str__(self) -> str:
        return f"{self.session} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("registrations:draw", args=[self.pk])

    @property
    def value_name(self) -> str:
        """Which public value decides, in the active language."""
        return in_language(zh=self.value_zh, en=self.value_en)

    @property
    def is_pending(self) -> bool:
        return self.state != DrawState.DRAWN

    @property
    def is_listed(self) -> bool:
        return self.state != DrawState.COLLECTING

    @property
    def is_drawn(self) -> bool:
        return self.state == DrawState.DRAWN

    def takes_applications(self, *, now: datetime) -> bool:
        return self.state == DrawState.COLLECTING and now < self.applies_until


class Lot(models.Model):
    """The ticket of a party in a draw: a random number, published with the size of the party and nothing else."""

    wagtail_reference_index_ignore = True

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="lots", verbose_name=_("draw"))
    registration = models.OneToOneField("registrations.Registration", models.CASCADE, related_name="lot", verbose_name=_("registration"))
    number = models.CharField(_("ticket"), max_length=8, unique=True)
    # As in the published list; 0 when the party left before.
    places = models.PositiveSmallIntegerField(_("places"), default=0)
    # Where it came up in the draw, from 1 on.
    rank = models.PositiveIntegerField(_("rank in the draw"), null=True)

    class Meta:
        ordering = ["draw", "number"]
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [models.UniqueConstraint(fields=["draw", "rank"], name="one_lot_per_rank_of_a_draw")]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        # Random: it leads to nobody once the registration behind it names nobody.
        keep: ClassVar = {"id", "draw", "registration", "number", "places", "rank"}

    def __str__(self) -> str:
        return self.number
