"""A campaign as its source tells it: what is named, and how many slots are not."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openday.oversight.instruments.rules import percent
from openday.oversight.models import PlanItem, Programme

_GROUPS: list[tuple[str, Promise]] = [
    (PlanItem.Kind.MILESTONE, _("How it began")),
    (PlanItem.Kind.STAGE, _("Five stages")),
    (PlanItem.Kind.TASK, _("13 key tasks")),
    (PlanItem.Kind.ACTIVITY, _("Five “ones”")),
    (PlanItem.Kind.TRAINING, _("Three levels of training")),
    (PlanItem.Kind.MEASURE, _("Special activities")),
]


@dataclass(frozen=True, slots=True)
class Slot:
    """One item; without a title the source counts it but doesn't name it (原文未列出)."""

    title: str
    text: str
    when: str
    progress: str
    is_late: bool
    # Of a level of training: "118/120", and its share; empty when not published.
    fraction: str = ""
    share: str = ""
    counted_on: date | None = None
    is_training: bool = False
    parts: "tuple[Slot, ...]" = ()


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    title: str
    items: list[Slot]
    is_timeline: bool

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def named(self) -> int:
        return sum(bool(item.title) for item in self.items)

    @property
    def unnamed(self) -> int:
        return self.total - self.named

    @property
    def late(self) -> int:
        return sum(item.is_late for item in self.items)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Counts by progress, of those that say theirs; never an average of percentages."""
        return list(Counter(item.progress for item in self.items if item.progress).items())


@dataclass(frozen=True, slots=True)
class CampaignPage:
    name: str
    source: str
    groups: list[Group]


def newest() -> Programme | None:
    return Programme.objects.order_by("-pk").first()


def page_of(programme: Programme, *, today: date) -> CampaignPage:
    """The campaign as a tree: the bureau's own items by kind, then those of each centre, each with its parts. One query."""
    everything = list(programme.items.select_related("unit").order_by("unit__code", "number", "pk"))
    parts: dict[int, list[PlanItem]] = {}
    for item in everything:
        if item.parent_id is not None:
            parts.setdefault(item.parent_id, []).append(item)
    items = [item for item in everything if item.parent_id is None]
    groups = []
    for kind, title in _GROUPS:
        own = [item for item in items if item.kind == kind and item.unit_id is None]
        if own:
            groups.append(_group(f"{kind}", str(title), own, parts=parts, today=today, is_timeline=kind == PlanItem.Kind.MILESTONE))
    for unit in dict.fromkeys(item.unit for item in items if item.unit is not None):
        of_unit = [item for item in items if item.unit_id == unit.pk]
        groups.append(_group(unit.code, unit.name, of_unit, parts=parts, today=today, is_timeline=False))
    return CampaignPage(name=programme.name_in(), source=programme.source_in(), groups=groups)


def _group(code: str, title: str, items: list[PlanItem], *, parts: dict[int, list[PlanItem]], today: date, is_timeline: bool) -> Group:
    return Group(code=code, title=title, items=[_slot(item, parts, today=today) for item in items], is_timeline=is_timeline)


def _slot(item: PlanItem, parts: dict[int, list[PlanItem]], *, today: date) -> Slot:
    known = item.progress != PlanItem.Progress.UNKNOWN
    counted = item.certified is not None and item.in_post
    return Slot(
        title=item.title_in(),
        text=item.text_in(),
        when=item.when_in(),
        progress=str(item.get_progress_display()) if known else "",
        is_late=item.is_overdue(today=today),
        fraction=f"{item.certified}/{item.in_post}" if counted else "",
        share=percent(Fraction(item.certified or 0, item.in_post or 1)) if counted else "",
        counted_on=item.figure_on,
        is_training=item.kind == PlanItem.Kind.TRAINING,
        # Popped: a loop of parts, however it came about, is walked once.
        parts=tuple(_slot(part, parts, today=today) for part in parts.pop(item.pk, [])),
    )
