"""A deed that a form of the desk asks for is done, refused in words, or came too late; alike for cases and findings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.db import IntegrityError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from openday.accounts.models import User


class Overtaken(Exception):
    """Someone was faster, or the deed is not possible any more."""


class _Page(Protocol):
    def run(self, form: Any, *, by: User, now: datetime) -> Any: ...


def carry_out(
    page: _Page, form: forms.Form, *, by: User, refusals: Mapping[type[Exception], Promise], too_late: tuple[type[Exception], ...]
) -> bool:
    """Run the deed of the page; False when it was refused, and the form says why. Raises Overtaken for what is `too_late`."""
    try:
        page.run(form, by=by, now=timezone.now())
    except too_late:
        raise Overtaken from None
    except tuple(refusals) as refusal:
        form.add_error(None, str(refusals[type(refusal)]))
        return False
    except IntegrityError:
        # The database knows a rule that changed since the page was read, such as the person's own unit.
        form.add_error(None, _("The database refused this: the rules of independence do not allow it."))
        return False
    return True
