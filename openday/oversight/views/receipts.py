"""The case that this browser has opened by its receipt."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from openday.oversight.models import Case
from openday.oversight.views import cookies

CASE_COOKIE = "case"
CASE_LASTS = timedelta(minutes=30)


def opened_case(request: HttpRequest, *, now: datetime) -> Case | None:
    """The case of the sealed cookie that the right number and code were swapped for; None without one."""
    kept = cookies.read(request, CASE_COOKIE, now=now)
    if kept is None:
        return None
    return Case.objects.select_related("check_item", "concerned_unit", "handling_unit", "standard").filter(pk=kept["case"]).first()
