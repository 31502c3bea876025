"""Letters about ratings: to the quality office when somebody is not satisfied, to the citizen when it got back."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openday.mail import kinds
from openday.oversight import emails
from openday.oversight.models import CallBack, Case, CaseEvent

kinds.register(
    "case_called_back",
    _("After a bad rating"),
    ("number", "link", "rate_link"),
    emails.SAMPLE,
    family="case",
    channels=("email", "sms"),
    about=_("When the quality office has called or written after a bad rating; asks for one more rating."),
)
kinds.register(
    "staff_case_rated_badly",
    _("To staff: bad rating"),
    ("number", "due", "link"),
    emails.STAFF_SAMPLE,
    family="staff_case",
    daily_limit=None,
    about=_("To the quality office, when a citizen is dissatisfied; names the day by which somebody calls back."),
)


def rated_badly(call: CallBack, *, event: CaseEvent, now: datetime) -> None:
    link = f"{settings.BASE_URL}/admin/oversight/call-backs/{call.pk}/"
    case = call.rating.case
    emails.to_staff("staff_case_rated_badly", emails.quality_office(case), case, event=event, now=now, link=link, due_on=call.due_on)


def called_back(case: Case, *, token: str, event: CaseEvent, now: datetime) -> None:
    link = emails.rating_link(token, language=case.language)
    emails.to_citizen("case_called_back", case, event=event, now=now, rate_link=link)
