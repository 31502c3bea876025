"""Requests of groups, through the action."""

from openday.events.models import Pool, Session
from openday.registrations.groups import actions
from openday.registrations.groups.models import GroupVisit
from openday.registrations.rules import Party
from tests.factories.registrations import NOW, Contact, SessionFactory

_numbers = iter(range(1, 10**9))
CLASS = Party(adults=4, children_6_13=30)


def session_for_groups(*, places: int = 40, **facts) -> Session:
    session = SessionFactory(**facts)
    Pool.objects.create(session=session, kind=Pool.Kind.GROUPS, capacity=places)
    return session


def group_asks(session: Session, *others: Session, party: Party = CLASS, supervisors: int = 4, now=NOW, **facts) -> GroupVisit:
    """A school asks for `session` (and `others`, in order)."""
    number = next(_numbers)
    given = {
        "kind": "school",
        "organisation": "红岭小学",
        "uscc": "",
        "purpose": "看看食品怎样检测。",
        "other_dates": "",
        "name": "王老师",
        "needs": None,
        "consents": {"visit": "v1"},
    }
    contact = facts.pop("contact", Contact(value=f"leader{number}@example.org"))
    return actions.request_visit(
        open_day=session.open_day,
        sessions=[session, *others],
        request=actions.Request(party=party, supervisors=supervisors, **{**given, **facts}),
        contact=contact,
        language="zh-hans",
        request_key=f"group-{number}",
        now=now,
    )


def taken_by_groups(session: Session) -> int:
    return Pool.objects.get(session=session, kind=Pool.Kind.GROUPS).taken
