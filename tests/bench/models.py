"""The one table of the bare view."""

from django.db import models

from openday.events.models import Pool


class BareRegistration(models.Model):
    """As little of a registration as the database must keep: who takes how many places of which pool."""

    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    contact = models.CharField(max_length=64)
    places = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "bench"

    class PersonalData:
        erase = {"contact"}
        keep = {"pool", "places"}

    def __str__(self) -> str:
        return str(self.pk)
