"""What an open day can say of itself in lists: for whom it is, what the building offers, who guides in what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    EVERYONE = "everyone", pgettext_lazy("audience", "Everyone")
    FAMILIES = "families", pgettext_lazy("audience", "Families with children")
    SCHOOLS = "schools", pgettext_lazy("audience", "Schools and students")
    COMPANIES = "companies", pgettext_lazy("audience", "Companies")
    SENIORS = "seniors", pgettext_lazy("audience", "Older people")
    MEDIA = "media", pgettext_lazy("audience", "Media")


class AccessFact(models.TextChoices):
    """Facts that a visitor can plan by; a fact that is not ticked is not promised."""

    STEP_FREE = "step_free", _("Step-free way in")
    LIFT = "lift", _("Lift")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet")
    WHEELCHAIR_LOAN = "wheelchair_loan", _("Wheelchair to borrow")
    SIGN_LANGUAGE = "sign_language", _("Sign language on request")
    SEATING = "seating", _("Seats along the way")
    PARKING = "parking", _("Accessible parking space")
    ASSISTANCE_DOG = "assistance_dog", _("Assistance dogs welcome outside the laboratories")


class RealNames(models.TextChoices):
    """Whose real name an open day wants, where the security of the site demands it. Nobody's is the rule."""

    NOBODY = "", _("Nobody's: one name of the party's own choice")
    ONE = "one", _("Of the person who registers")
    ADULTS = "adults", _("Of each adult")


class DocumentPart(models.TextChoices):
    ENDING = "ending", _("The last four characters")
    WHOLE = "whole", _("The whole number")


class GuideLanguage(models.TextChoices):
    MANDARIN = "zh-hans", _("Mandarin")
    CANTONESE = "yue", _("Cantonese")
    ENGLISH = "en", _("English")
