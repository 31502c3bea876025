"""The kinds of questions that an organiser can ask."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    LINE = "line", pgettext_lazy("kind of question", "Short text")
    BLOCK = "block", pgettext_lazy("kind of question", "Long text")
    ONE = "one", pgettext_lazy("kind of question", "One of several")
    SEVERAL = "several", pgettext_lazy("kind of question", "Several of several")
    YES_NO = "yes_no", pgettext_lazy("kind of question", "Yes or no")
    NUMBER = "number", pgettext_lazy("kind of question", "Number")


# The organiser writes what can be chosen.
OFFERS_CHOICES = frozenset({Kind.ONE, Kind.SEVERAL})
# Whose answers are counted and can be filtered by.
IS_COUNTED = frozenset({Kind.ONE, Kind.SEVERAL, Kind.YES_NO})

YES, NO = "yes", "no"
