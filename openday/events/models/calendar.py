"""The working-day calendar with make-up days (调休), as data with its source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkCalendar(models.Model):
    """A day that a yearly notice of the State Council names: a holiday, or a make-up working day.

    A year counts as known once its 1 January is here.
    """

    day = models.DateField(_("day"), primary_key=True)
    is_workday = models.BooleanField(_("working day"))
    name_zh = models.CharField(_("holiday"), max_length=40, blank=True)
    source = models.CharField(_("source"), max_length=200)
    published_on = models.DateField(_("published on"), null=True, blank=True)

    class Meta:
        ordering = ["day"]
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")

    class PersonalData:
        none = "Days of a public calendar"

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
