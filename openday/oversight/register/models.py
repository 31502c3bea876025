"""What the register keeps: entries, seals, and what is needed to prove and to check. Nobody is named in it."""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from openday.accounts.personal_data import PersonalField
from openday.oversight.models.append_only import AppendOnly
from openday.oversight.models.cases import Case
from openday.oversight.models.records import CaseEvent
from openday.oversight.register.ledger import NO_ENTRY, Wrong, read_seal


class Unentered(models.Model):
    """An event that waits for its number. A trigger of the database writes this row in the statement that logs the event."""

    wagtail_reference_index_ignore = True

    event = models.OneToOneField(CaseEvent, models.PROTECT, related_name="+")

    class PersonalData:
        none = "Events that wait for a number"

    class Meta:
        verbose_name = _("event to be entered in the register")
        verbose_name_plural = _("events to be entered in the register")

    def __str__(self) -> str:
        return str(self.event_id)


class RegisterEntry(AppendOnly):
    """One line of the public register, byte for byte as it is hashed (ledger.py)."""

    wagtail_reference_index_ignore = True

    seq = models.PositiveBigIntegerField(_("number"), unique=True)
    event = models.OneToOneField(CaseEvent, models.PROTECT, related_name="entry", verbose_name=_("event"))
    line = models.CharField(_("line"), max_length=320)
    hash = models.CharField(_("hash"), max_length=64)

    class PersonalData:
        none = "Numbers, moments, deeds and hashes; what leads to a case is its salt, which is erased with the case"

    class Meta:
        ordering = ["seq"]
        verbose_name = _("entry of the register")
        verbose_name_plural = _("entries of the register")

    def __str__(self) -> str:
        return str(self.seq)


class RegisterEndManager(models.Manager["RegisterEnd"]):
    def held(self) -> "RegisterEnd":
        """The end, locked until commit."""
        return self.select_for_update().get_or_create(pk=1)[0]

    def as_read(self) -> "RegisterEnd":
        return self.filter(pk=1).first() or RegisterEnd()


class RegisterEnd(models.Model):
    """Where the register ends: one row. Whoever adds an entry holds it until commit."""

    wagtail_reference_index_ignore = True

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=NO_ENTRY)
    at = models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC))

    objects = RegisterEndManager()

    class PersonalData:
        none = "The last number and its hash"

    class Meta:
        verbose_name = _("end of the register")
        verbose_name_plural = _("end of the register")

    def __str__(self) -> str:
        return str(self.seq)


class Subtree(AppendOnly):
    """The hash of 256, 65,536 or 16,777,216 entries, so that a proof reads a few hundred hashes and never all."""

    wagtail_reference_index_ignore = True

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class PersonalData:
        none = "Hashes of hashes"

    class Meta:
        ordering = ["level", "index"]
        verbose_name = _("subtree of the register")
        verbose_name_plural = _("subtrees of the register")
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="subtree_is_there_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class RegisterSeal(AppendOnly):
    """What was signed on one day: how many entries there were, and the root of all of them."""

    wagtail_reference_index_ignore = True

    day = models.DateField(_("day"), unique=True)
    size = models.PositiveBigIntegerField(_("entries"))
    note = models.TextField(_("signed text"))
    at = models.DateTimeField(_("sealed at"))

    class PersonalData:
        none = "Signed hashes"

    class Meta:
        ordering = ["day"]
        verbose_name = _("seal of the register")
        verbose_name_plural = _("seals of the register")

    def __str__(self) -> str:
        return f"{self.day} {self.size}"

    @property
    def root(self) -> str:
        """The fingerprint of everything up to this seal; empty when a hand broke the note, which `register verify` tells."""
        try:
            return read_seal(self.note).root.hex()
        except Wrong:
            return ""


class SealingKey(AppendOnly):
    """A public key with which seals were signed. The secret half is never in the database."""

    wagtail_reference_index_ignore = True

    line = models.CharField(_("public key"), max_length=300, unique=True)
    since = models.DateTimeField(_("in use since"))

    class PersonalData:
        none = "Public keys"

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("key of the register")
        verbose_name_plural = _("keys of the register")

    def __str__(self) -> str:
        return self.line


class CaseSalt(models.Model):
    """What leads from a case to its lines in the register. Shown to the holder of the receipt only; erased with the texts of the case."""

    wagtail_reference_index_ignore = True

    case = models.OneToOneField(Case, models.CASCADE, related_name="register_salt", verbose_name=_("case"))
    salt = models.CharField(_("salt of the register"), max_length=32)

    class PersonalData:
        erase: ClassVar = {
            "salt": PersonalField(
                purpose=_("To prove that a case stands in the public register."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("The citizen"),
                keep_for=_("6 years after closing"),
            )
        }
        keep: ClassVar = {"case"}

    class Meta:
        verbose_name = _("salt of a case")
        verbose_name_plural = _("salts of cases")

    def __str__(self) -> str:
        return str(self.case_id)


class RegisterCheck(AppendOnly):
    """What a check of the whole register found, in the office's own database."""

    wagtail_reference_index_ignore = True

    at = models.DateTimeField(_("checked at"))
    size = models.PositiveBigIntegerField(_("entries"))
    # Flaws as checking.py names them: fact, number, last number, more.
    flaws = models.JSONField(_("flaws"), default=list)
    milliseconds = models.PositiveBigIntegerField(_("milliseconds"))

    class PersonalData:
        none = "Numbers of entries and what is wrong with them"

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("check of the register")
        verbose_name_plural = _("checks of the register")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.size}"

    @property
    def is_whole(self) -> bool:
        return not self.flaws
