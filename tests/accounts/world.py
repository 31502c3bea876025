"""Two centres with the same kinds of rows: food, where most people of the tests work, and industrial, the stranger."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from home.models import GlossaryEntry, SynonymGroup
from openday.accounts.models import Unit, User
from openday.intake.fields import Contact
from openday.mail.models import Message
from openday.oversight.capability.models import CapabilityLine
from openday.oversight.findings.models import Finding
from openday.oversight.instruments.models import Instrument, InstrumentHours
from openday.oversight.models import Case, Indicator, PlanItem, Programme, Target
from openday.oversight.states import State
from openday.registrations.invitations.actions import Guest, invite
from openday.registrations.models import AbsenceRule
from tests import people
from tests.factories.absences import missed
from tests.factories.findings import a_finding
from tests.factories.groups import group_asks
from tests.factories.oversight import a_case_in
from tests.factories.questions import ask
from tests.factories.registrations import OpenDayFactory, SessionFactory, register


@dataclass(frozen=True)
class World:
    unit: Unit
    member: User
    group: Group
    open_day: Any
    session: Any
    registration: Any
    question: Any
    group_visit: Any
    invitation: Any
    absence: Any
    absence_rule: Any
    letter: Message
    case: Case
    finding: Finding
    instrument: Instrument
    instrument_hours: InstrumentHours
    capability_line: CapabilityLine
    indicator: Indicator
    target: Target
    programme: Programme
    plan_item: PlanItem
    glossary_entry: GlossaryEntry
    synonym_group: SynonymGroup
    # A word that stands in every row of this centre which carries text of people or of staff.
    canary: str

    def arguments(self, about: tuple[str, ...]) -> list[Any]:
        return [word[1:] if word.startswith("=") else getattr(self, word).pk for word in about]


def world(unit_code: str, *, canary: str) -> World:
    """The rows of one centre. What a visitor or citizen typed, and what staff call things, carries the canary."""
    now = timezone.now()
    unit = people.unit(unit_code)
    open_day = OpenDayFactory(unit=unit, name_zh=f"开放日{canary}", name_en=f"Open day {canary}", place_zh=canary, place_en=canary)
    session = SessionFactory(open_day=open_day, starts_at=now + timedelta(days=3))
    registration = register(session, now=now, name=canary, contact=Contact("email", f"{canary.lower()}@example.org"))
    # A case is only assigned when somebody of another unit could review the answer.
    people.rita()
    people.person("reviewer-food", "reviewer", of="food")
    case = a_case_in(
        State.WORKING,
        unit=unit,
        quality=people.quentin(),
        handler=people.person(f"handler-{unit_code}", "handler", of=unit),
        text=f"A complaint: {canary}",
        name=canary,
        contact=Contact("email", f"case-{canary.lower()}@example.org"),
    )
    indicator = Indicator.objects.get_or_create(
        code="error-rate", defaults={"name_zh": "差错率", "name_en": "Error rate", "basis": "census", "direction": "at_most"}
    )[0]
    instrument = Instrument.objects.create(code=f"device-{unit_code}", name_zh="仪器", unit=unit)
    programme = Programme.objects.get_or_create(code="campaign", defaults={"name_zh": "整顿活动", "source_zh": "报道"})[0]
    return World(
        indicator=indicator,
        target=Target.objects.create(indicator=indicator, unit=unit, set_by_zh="局", limit_per_mille=3, source_zh="报道"),
        programme=programme,
        plan_item=PlanItem.objects.create(programme=programme, kind="task", number=1, unit=unit),
        # The words of the whole authority: both centres have the same.
        glossary_entry=GlossaryEntry.objects.get_or_create(simplified="网络", traditional="網路")[0],
        synonym_group=SynonymGroup.objects.get_or_create(words="重金属、铅")[0],
        unit=unit,
        member=people.person(f"member-{unit_code}", "organiser", of=unit),
        group=Group.objects.get(name="editor"),
        open_day=open_day,
        session=session,
        registration=registration,
        question=ask(open_day, label_zh=canary, label_en=canary),
        group_visit=group_asks(
            session, now=now, name=canary, organisation=canary, contact=Contact("email", f"group-{canary.lower()}@example.org")
        ),
        invitation=invite(
            open_day=open_day,
            guests=[Guest(f"guest-{canary.lower()}@example.org")],
            valid_until=now + timedelta(days=2),
            label=canary,
            by=None,
            now=now,
        )[0],
        absence=missed(register(session, now=now, name=canary), appeal=canary),
        absence_rule=AbsenceRule.objects.create(open_day=open_day),
        letter=Message.objects.order_by("pk").latest("pk"),
        case=case,
        instrument=instrument,
        instrument_hours=InstrumentHours.objects.create(
            instrument=instrument, period_from=now.date(), period_to=now.date(), available=8, used=4
        ),
        capability_line=CapabilityLine.objects.create(demand_zh="需求", unit=unit, state="gap"),
        finding=a_finding(unit=unit, title_zh=canary, title_en=canary, by=people.quentin()),
        canary=canary,
    )
