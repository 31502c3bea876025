"""What the checks are called."""

from django.utils.translation import gettext_lazy as _

from openday.oversight.website_checks.rules import Kind

NAMES = {
    Kind.HOME: _("Home page brought up to date"),
    Kind.COLUMN: _("Column brought up to date"),
    Kind.EMPTY: _("Empty column"),
    Kind.MESSAGES: _("Messages without an answer"),
    Kind.LINKS: _("Dead link"),
}
