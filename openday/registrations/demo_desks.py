"""Demo rows for the desks of requests, invitations and missed visits: an open day of their own, by request and without a page.

Written by the deeds themselves and their letters taken away again: nobody is behind the addresses.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from openday.events.models import OpenDay, Pool, Session
from openday.mail.models import Message
from openday.registrations.absences import actions as absences
from openday.registrations.actions.registering import register
from openday.registrations.approval import actions as approval
from openday.registrations.gate.models import CheckIn
from openday.registrations.invitations import actions as invitations
from openday.registrations.invitations import emails as invitation_emails
from openday.registrations.invitations.actions import Guest
from openday.registrations.models import Absence, AbsenceRule, Registration
from openday.registrations.rules import Party
from openday.registrations.states import State

CODE = "demo-by-request"
_NAME = "演示访客"


@dataclass
class _Contact:
    value: str
    kind: str = "email"


def fill(*, now: datetime) -> dict[str, Any]:
    """Make the open day and its rows once; nothing while the demo has no other open day. Returns addresses to look at."""
    first = Pool.objects.filter(kind=Pool.Kind.INDIVIDUALS, session__state=Session.State.OPEN).select_related("session__open_day").first()
    if first is None:
        return {}
    open_day, made = OpenDay.objects.get_or_create(code=CODE, defaults=_facts(first.session.open_day))
    if made:
        last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        _requests(open_day, now=now)
        _invitations(open_day, now=now)
        _missed(open_day, now=now)
        Message.objects.filter(pk__gt=last).delete()
    return _addresses(open_day)


def _facts(like: OpenDay) -> dict[str, Any]:
    return {
        "unit": like.unit,
        "name_zh": "（演示）需审核的开放日",
        "name_en": "(Demo) Open day by request",
        "place_zh": like.place_zh,
        "place_en": like.place_en,
        "audience": like.audience,
        "guide_languages": like.guide_languages,
        "approval_hours": 72,
        "one_per_day": False,
    }


def _session(open_day: OpenDay, *, at: datetime, **more: Any) -> Session:
    starts_at = timezone.localtime(at).replace(hour=14, minute=0, second=0, microsecond=0)
    session = Session.objects.create(
        open_day=open_day, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=90), languages=["zh-hans"], **more
    )
    Pool.objects.create(session=session, kind=Pool.Kind.INDIVIDUALS, capacity=20)
    return session


def _party(session: Session, number: int, *, now: datetime, **more: Any) -> Registration:
    return register(
        session=session,
        party=Party(adults=2, children_6_13=number % 2),
        contact=_Contact(f"desk{number}@example.org"),
        name=_NAME,
        language="zh-hans",
        request_key=f"demo-desk-{number}",
        now=now,
        **more,
    )


def _requests(open_day: OpenDay, *, now: datetime) -> None:
    session = _session(open_day, at=now + timedelta(days=12))
    for number in range(4):
        _party(session, number, now=now - timedelta(hours=5 * number))
    refused = Registration.objects.get(request_key="demo-desk-3").asking
    approval.decide(askings=[refused], approve=False, by=None, now=now, reason="（演示）本场面向周边社区居民。")


def _invitations(open_day: OpenDay, *, now: datetime) -> None:
    session = _session(open_day, at=now + timedelta(days=13), by_invitation=True)
    guests = [Guest(f"guest{number}@example.org", party_max=3) for number in range(3)]
    facts: dict[str, Any] = {"open_day": open_day, "by": None, "now": now, "label": "演示合作单位"}
    _open, used, withdrawn = invitations.invite(guests=guests, session=session, reserve=True, valid_until=now + timedelta(days=9), **facts)
    _party(session, 10, now=now, invitation=used)
    invitations.withdraw(invitation=withdrawn, by=None, now=now)


def _missed(open_day: OpenDay, *, now: datetime) -> None:
    """A session two days ago whose gate let one party in; two did not come, one of them appeals."""
    AbsenceRule.objects.create(open_day=open_day, is_on=True)
    session = _session(open_day, at=now - timedelta(days=2))
    before = session.starts_at - timedelta(days=4)
    came, missing, appealing = (_party(session, number, now=before) for number in (20, 21, 22))
    Registration.objects.filter(session=session).update(state=State.NO_SHOW, confirmed_at=before)
    Registration.objects.filter(pk=came.pk).update(state=State.ATTENDED)
    CheckIn.objects.create(
        scan_id=_uuid(came.pk), session=session, registration=came, kind="arrived", people=2, counts=True,
        at=session.starts_at, received_at=session.starts_at,
    )  # fmt: skip
    for party in (came, missing, appealing):
        party.asking.delete()
    absences.note_all(now=now)
    absences.appeal(absence=Absence.objects.get(registration=appealing), text="（演示）我们到了，在门口等了很久。", now=now)


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def _addresses(open_day: OpenDay) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if (invitation := open_day.invitations.filter(state="open").order_by("pk").first()) is not None:
        found["invitation"] = invitation_emails.link_to(invitation)
    return found
