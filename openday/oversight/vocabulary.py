"""The words of the office: what a case is about, who is known, how it ended.

Two subjects a citizen may bring are not cases. An objection to a test result has its own
legal path with its own time limits (食品安全法 art. 88, 进出口商品检验法 art. 27), and a misconduct report
goes to discipline inspection, whose secrecy this desk cannot promise. Taking either in as
feedback would let a legal time limit run out while the citizen waits for us, so the form's
first question leads to a page that names the right place, and no row is written.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Category(models.TextChoices):
    """What a case is about."""

    ENQUIRY = "enquiry", _("Enquiry")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")
    SERVICE = "service", _("Problem with a service or an open day")
    QUALITY = "quality", _("Problem with testing quality")
    PERSONAL_DATA = "personal_data", _("Request about personal information")
    SITE_ERROR = "site_error", _("Mistake on this website")


class SidePath(models.TextChoices):
    """Subjects with a legal path of their own: a page, never a case."""

    OBJECTION = "objection", _("Objection to a test result")
    MISCONDUCT = "misconduct", _("Report of misconduct")


class Identity(models.TextChoices):
    """How much of the citizen is known, and to whom.

    We say "without a name", never "anonymous and safe": access logs are kept by law.
    """

    NAMED = "named", _("With my name and contact")
    CONTACT_HIDDEN = "contact_hidden", _("Contact hidden from the unit concerned")
    UNNAMED = "unnamed", _("Without a name")


class Outcome(models.TextChoices):
    """How a case ended. Apart from the state: closed is not the same as resolved."""

    UPHELD = "upheld", pgettext_lazy("case outcome", "Confirmed and put right")
    PARTLY_UPHELD = "partly_upheld", pgettext_lazy("case outcome", "Partly confirmed")
    NOT_UPHELD = "not_upheld", pgettext_lazy("case outcome", "Not confirmed")
    EXPLAINED = "explained", pgettext_lazy("case outcome", "Explained")
    REFERRED = "referred", pgettext_lazy("case outcome", "Referred elsewhere")
    UNVERIFIABLE = "unverifiable", pgettext_lazy("case outcome", "Could not be verified")


# An idea is not confirmed or denied: it is taken up or not.
_OF_A_SUGGESTION = {
    Outcome.UPHELD: pgettext_lazy("case outcome", "Adopted"),
    Outcome.PARTLY_UPHELD: pgettext_lazy("case outcome", "Adopted in part"),
    Outcome.NOT_UPHELD: pgettext_lazy("case outcome", "Not adopted"),
}


def outcome_in_words(category: str, outcome: str) -> str:
    """How a case of this category ended, for its readers; empty while there is no outcome."""
    if not outcome:
        return ""
    known = Outcome(outcome)
    return str(_OF_A_SUGGESTION.get(known, known.label) if category == Category.SUGGESTION else known.label)
