"""The list of who comes with a group that has places."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.encryption import EncryptedJSONField
from openday.accounts.personal_data import PersonalField
from openday.registrations.groups.roster.rules import Member
from openday.registrations.rules import Party


class GroupRoster(models.Model):
    """Who comes with one group: supervisors and other adults by name, minors as a number by age band.

    A row of its own, so that it goes a week after the visit, long before the request and the registration name nobody.
    """

    wagtail_reference_index_ignore = True

    visit = models.OneToOneField("registrations.GroupVisit", models.CASCADE, related_name="roster", verbose_name=_("group visit"))
    # [[band, is a supervisor, name], …]; the name of a minor is never in it.
    people = EncryptedJSONField(_("list of who comes"))
    adults = models.PositiveSmallIntegerField(_("adults"))
    children_0_5 = models.PositiveSmallIntegerField(_("children aged 0 to 5"), default=0)
    children_6_13 = models.PositiveSmallIntegerField(_("children aged 6 to 13"), default=0)
    youths_14_17 = models.PositiveSmallIntegerField(_("young people aged 14 to 17"), default=0)
    companions = models.PositiveSmallIntegerField(_("companions"), default=0)
    supervisors = models.PositiveSmallIntegerField(_("supervisors among the adults"), default=0)
    handed_in_at = models.DateTimeField(_("handed in at"))
    # None for the leader.
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("handed in by")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("list of a group")
        verbose_name_plural = _("lists of groups")
        constraints = [models.CheckConstraint(condition=Q(supervisors__lte=models.F("adults")), name="supervisors_of_a_list_are_adults")]

    class PersonalData:
        erase: ClassVar = {
            "people": PersonalField(
                purpose=_("To know who looks after the minors of a group, and to write badges."),
                basis=_("Consent to the registration of the visit"),
                seen_by=_("Organisers of the unit, data-protection officer"),
                keep_for=_("7 days after the visit"),
            ),
        }
        keep: ClassVar = {
            "id", "visit", "adults", "children_0_5", "children_6_13", "youths_14_17", "companions", "supervisors",
            "handed_in_at", "handed_in_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.visit_id}"

    @property
    def party(self) -> Party:
        return Party.of(self)

    @property
    def members(self) -> list[Member]:
        return [Member(band, supervisor, name) for band, supervisor, name in self.people or []]
