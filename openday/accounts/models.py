"""Who we are: units of the authority and the staff who work there."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Unit(models.Model):
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

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_in()

    def name_in(self, language: str | None = None) -> str:
        return in_language(zh=self.name_zh, en=self.name_en, language=language)


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A member of staff. Visitors and citizens have no account."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name=_("unit"))
