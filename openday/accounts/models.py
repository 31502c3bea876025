"""Who we are: units of the authority, the staff who work there, and the log of what they did."""

from functools import reduce
from operator import or_
from typing import Any, NoReturn

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from openday.accounts.personal_data import PersonalField, mask_email, mask_name
from openday.language.names import in_language


class UnitQuerySet(models.QuerySet["Unit"]):
    def with_all_below(self, unit_id: int) -> set[int]:
        """Primary keys of the unit and of every unit below it, with one query."""
        # An authority has some hundred units: reading the whole tree costs less than a recursive query.
        below: dict[int | None, list[int]] = {}
        for pk, parent_id in self.values_list("pk", "parent_id"):
            below.setdefault(parent_id, []).append(pk)
        found: set[int] = set()
        waiting = [unit_id]
        while waiting:
            pk = waiting.pop()
            if pk not in found:  # a loop of parents must not hang the process
                found.add(pk)
                waiting += below.get(pk, [])
        return found

    def in_tree_order(self) -> "UnitQuerySet":
        """Every unit below the one it belongs to, siblings by code; each row has its `depth`, 0 at the top."""
        children: dict[int | None, list[int]] = {}
        for pk, parent_id in Unit.objects.order_by("code").values_list("pk", "parent_id"):
            children.setdefault(parent_id, []).append(pk)
        places: list[tuple[int, int]] = []
        waiting = [(pk, 0) for pk in reversed(children.get(None, []))]
        while waiting:
            pk, depth = waiting.pop()
            places.append((pk, depth))
            waiting += [(child, depth + 1) for child in reversed(children.get(pk, []))]
        order = models.Case(*(models.When(pk=pk, then=place) for place, (pk, _d) in enumerate(places)), default=len(places))
        depths = models.Case(*(models.When(pk=pk, then=depth) for pk, depth in places if depth), default=0)
        return self.annotate(depth=depths).order_by(order)


class Unit(models.Model):  # type: ignore[django-manager-missing]
    """A part of the authority: the bureau, a centre, a laboratory, a branch or an office."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("Bureau")
        CENTRE = "centre", _("Technical centre")
        LABORATORY = "laboratory", _("Laboratory")
        BRANCH = "branch", _("Branch office")
        OFFICE = "office", _("Office")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    code = models.SlugField(_("code"), unique=True, help_text=_("Short name used in addresses and files, such as food."))
    name_zh = models.CharField(_("name in Simplified Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    class PersonalData:
        none = "Names of offices, not of people."

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.pk and self.parent_id and self.parent_id in Unit.objects.with_all_below(self.pk):
            raise ValidationError({"parent": _("A unit cannot belong to itself or to a unit below it.")})

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)


def deed_words() -> dict[str, Any]:
    """What the deeds of the audit log are called; each room adds its own with the hook `register_deed_words`."""
    return {code: words for add in hooks.get_hooks("register_deed_words") for code, words in add().items()}


class AppendOnly(Exception):
    """Somebody tried to change or remove an entry of the audit log."""


_STAFF: Any = {
    "purpose": _("To let members of staff sign in, and to name who did what."),
    "basis": _("employment and statutory duty (PIPL article 13)"),
    "seen_by": _("system administrators"),
}
_AUDIT: Any = {
    "purpose": _("To prove who did what and who looked at personal data."),
    "basis": _("statutory duty (PIPL articles 51 and 54)"),
    "seen_by": _("data-protection officer"),
    "keep_for": _("5 years"),
}


# Django says these in Traditional as in Taiwan; our own catalogue, derived from Simplified, stands above its.
_NAMES_OF_DJANGO = (_("username"), _("first name"), _("last name"), _("last login"), _("date joined"))


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A member of staff. Visitors and citizens have no account."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("unit"))

    # What `roles` read of this person; there only once it has been asked.
    _kept_roles: frozenset[str]
    _kept_units: set[int]

    class PersonalData:
        erase = {
            "username": PersonalField(**_STAFF, keep_for=_("as long as the account exists"), mask=str),
            "first_name": PersonalField(**_STAFF, keep_for=_("as long as the account exists"), mask=mask_name),
            "last_name": PersonalField(**_STAFF, keep_for=_("as long as the account exists"), mask=mask_name),
            "email": PersonalField(**_STAFF, keep_for=_("as long as the account exists"), mask=mask_email),
            "last_login": PersonalField(**_STAFF, keep_for=_("as long as the account exists")),
        }
        keep = {"password", "is_superuser", "is_staff", "is_active", "date_joined", "unit", "groups", "user_permissions"}

    def __str__(self) -> str:
        """The name that colleagues know; the user name is for signing in."""
        return self.get_full_name() or self.get_username()

    def get_full_name(self) -> str:
        """Family name first and without a space for Chinese names."""
        if self.last_name and not self.last_name.isascii():
            return f"{self.last_name}{self.first_name}"
        return super().get_full_name()


# With the mark before: "events.add_openday" is no look, and "case.reopened" would be none.
_LOOKS = (".reveal", "_reveal", ".open", "_opened", ".export", ".gate_list")


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Entries are written and read. The retention command alone removes old ones, with SQL of its own."""

    def looks_at_personal_data(self) -> "AuditEntryQuerySet":
        """Reveals, opened complaints and lists, exports, lists for the gate: deeds are named by one of these in every room."""
        return self.filter(reduce(or_, (Q(deed__contains=part) for part in _LOOKS)))

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnly


class AuditEntry(models.Model):
    """One act of staff, or one look at personal data. Append-only: the database refuses changes, too."""

    # Wagtail would note for each saved row what it points to, with five queries and rows of its own.
    wagtail_reference_index_ignore = True

    noted_at = models.DateTimeField(_("when"), db_index=True)
    deed = models.CharField(_("deed"), max_length=80)
    # No foreign key: an entry outlives the account, and deleting a user must not touch it.
    by = models.ForeignKey(User, models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(_("user name at the time"), max_length=150, blank=True)
    about_model = models.CharField(_("kind of row"), max_length=100, blank=True)
    about_id = models.CharField(_("row"), max_length=64, blank=True)
    unit_id = models.BigIntegerField(_("unit"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["about_model", "about_id"], name="audit_about")]

    class PersonalData:
        erase = {
            "by_name": PersonalField(**_AUDIT, mask=str),
            "reason": PersonalField(**_AUDIT),
        }
        keep = {"noted_at", "deed", "by", "about_model", "about_id", "unit_id", "facts"}

    def __str__(self) -> str:
        return f"{self.noted_at:%Y-%m-%d %H:%M} {self.by_name} {self.deed} {self.about_model} {self.about_id}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnly

    @property
    def deed_in_words(self) -> str:
        """The deed in the active language; its code when the room that wrote it gave no words."""
        return str(deed_words().get(self.deed, self.deed))

    @property
    def kind_in_words(self) -> str:
        """What the row is, such as a registration; the model's label when it no longer exists."""
        try:
            return str(apps.get_model(self.about_model)._meta.verbose_name) if self.about_model else ""
        except LookupError:
            return self.about_model
