"""Demo requests of groups: one waits for an answer, one is asked back, one has places and a list of who comes, one is refused.

As for the other demo visitors, the rows are written without letters: nobody is behind the addresses.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from openday.accounts.encryption import derive_token
from openday.events.models import Pool
from openday.intake.codes import human_code
from openday.registrations import queries as registration_queries
from openday.registrations.actions import rows
from openday.registrations.groups import emails, queries
from openday.registrations.groups.models import TOKEN_PURPOSE, GroupVisit, GroupWish
from openday.registrations.groups.notices import versions
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.groups.rules import supervisors_needed
from openday.registrations.groups.states import GroupState
from openday.registrations.models import TOKEN_PURPOSE as TICKET_PURPOSE
from openday.registrations.models import Consent, Registration
from openday.registrations.rules import BANDS, Party
from openday.registrations.states import Purpose, State

LEADER = "演示带队老师"
# Of its own: the demo visitors beside it are counted by theirs.
KEYS = "group-demo-"


@dataclass(frozen=True)
class _Story:
    state: GroupState
    kind: str
    organisation: str
    party: Party
    purpose: str
    asked: timedelta
    word: str = ""


_STORIES = (
    _Story(
        GroupState.RECEIVED,
        "school",
        "演示小学（四年级2班）",
        Party(adults=3, children_6_13=20),
        "（演示）科学课刚讲过食品安全，想看看实验室怎样做检测。",
        timedelta(days=1),
    ),
    _Story(
        GroupState.ASKED,
        "company",
        "演示食品公司",
        Party(adults=12),
        "（演示）质检部门同事想了解农药残留检测的流程。",
        timedelta(days=2),
        word="（演示）请问来访人员中有没有需要无障碍通道的？",
    ),
    _Story(
        GroupState.PLACED,
        "school",
        "演示中学（科技社团）",
        Party(adults=2, youths_14_17=16),
        "（演示）社团活动，希望能看到仪器操作。",
        timedelta(days=6),
    ),
    _Story(
        GroupState.REFUSED,
        "media",
        "演示电视台",
        Party(adults=6),
        "（演示）希望拍摄样品标签的特写。",
        timedelta(days=5),
        word="（演示）样品标签涉及委托方，不能拍摄。欢迎改为采访讲解员。",
    ),
)


def fill(*, now: datetime) -> dict[str, str]:
    """Write the four requests once, until their visits are over; return addresses to look at.

    They are those of the request that waits, of the group that comes, and of its list and badges at the desk.
    """
    ours = GroupVisit.objects.filter(request_key__startswith=KEYS)
    if not ours.filter(last_day__gte=timezone.localdate(now)).exists():
        pools = _pools(now)
        if pools:
            number = ours.count()
            for offset, story in enumerate(_STORIES):
                _write(story, pools, number=number + offset, now=now)
    found = {}
    for name, state in (("group_request", GroupState.RECEIVED), ("group_visit", GroupState.PLACED)):
        if (visit := ours.filter(state=state).order_by("-pk").first()) is not None:
            found[name] = emails.link_to(visit)
            if visit.registration is not None:
                found["group_roster"] = settings.BASE_URL + reverse("groups-staff:roster", args=[visit.pk])
                found["group_badges"] = f"{settings.BASE_URL}{reverse('paper:chosen_badges')}?registration={visit.registration.pk}"
    return found


def _pools(now: datetime) -> list[Pool]:
    """Pools for groups of one open day, of sessions far enough ahead to be wished, soonest first."""
    soonest = Pool.objects.filter(
        kind=Pool.Kind.GROUPS, capacity__gte=20, session__state="open", session__starts_at__gt=now + timedelta(days=6)
    ).order_by("session__starts_at", "pk")
    first = soonest.select_related("session").first()
    return list(queries.group_pools(first.session.open_day_id, since=now + timedelta(days=6))[:3]) if first else []


def _write(story: _Story, pools: list[Pool], *, number: int, now: datetime) -> None:
    at = now - story.asked
    contact = f"demo-group{number + 1}@example.org"
    nonce = f"{KEYS}{number}"
    decided = story.state != GroupState.RECEIVED
    person: dict[str, Any] = {
        "name": LEADER,
        "contact_kind": "email",
        "contact": contact,
        "contact_hash": registration_queries.contact_hash("email", contact),
        "language": "zh-hans",
    }
    registration = _registration(story, pools[0], nonce=nonce, at=at, **person) if story.state == GroupState.PLACED else None
    visit = GroupVisit.objects.create(
        open_day=pools[0].session.open_day,
        state=story.state,
        kind=story.kind,
        organisation=story.organisation,
        **asdict(story.party),
        supervisors=supervisors_needed(story.party),
        purpose=story.purpose,
        **person,
        consents=versions([Purpose.VISIT]),
        code=human_code(),
        secret_nonce=nonce,
        secret_hash=queries.token_hash(derive_token(nonce, purpose=TOKEN_PURPOSE)),
        request_key=nonce,
        received_at=at,
        due_on=queries.answer_due(at).day,
        last_day=timezone.localdate(pools[-1].session.starts_at),
        decided_at=at + timedelta(hours=20) if decided else None,
        word=story.word,
        turn=int(decided),
        registration=registration,
    )
    if registration is not None:
        _list(visit, story.party, handed_in_at=at + timedelta(hours=30))
    GroupWish.objects.bulk_create(GroupWish(visit=visit, session=pool.session, rank=rank) for rank, pool in enumerate(pools, start=1))


def _list(visit: GroupVisit, party: Party, *, handed_in_at: datetime) -> None:
    """Who comes with the group: its adults by names that are plainly invented, the minors as bands."""
    adults = [["adults", True, f"演示老师{number}"] for number in range(1, party.adults + 1)]
    minors = [[band, False, ""] for band in BANDS for _one in range(getattr(party, band))]
    people = {**asdict(party), "supervisors": party.adults}
    GroupRoster.objects.create(visit=visit, people=adults + minors, **people, handed_in_at=handed_in_at)


def _registration(story: _Story, pool: Pool, *, nonce: str, at: datetime, **person: Any) -> Registration:
    if not Pool.objects.take(pool.pk, places=story.party.places):
        raise RuntimeError("The places of the demo group were taken by somebody else at the same moment: run it once more.")
    row = Registration.objects.create(
        session=pool.session,
        pool=pool,
        state=State.CONFIRMED,
        **rows.people_columns(story.party),
        **person,
        visit_on=timezone.localdate(pool.session.starts_at),
        code=human_code(),
        secret_nonce=nonce,
        secret_hash=registration_queries.token_hash(derive_token(nonce, purpose=TICKET_PURPOSE)),
        request_key=f"{nonce}:1",
        created_at=at,
        confirmed_at=at,
        reminded_at=at,
    )
    Consent.objects.bulk_create(
        Consent(registration=row, purpose=purpose, version=version, given_at=at) for purpose, version in versions([Purpose.VISIT]).items()
    )
    return row
