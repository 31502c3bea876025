"""A campaign as its source tells it: what is named, and how many slots are not."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    unit: str


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


@dataclass(frozen=True, slots=True)
class CampaignPage:
    name: str
    source: str
    groups: list[Group]


def newest() -> Programme | None:
    return Programme.objects.order_by("-pk").first()


def page_of(programme: Programme) -> CampaignPage:
    """The campaign, grouped: the bureau's own items by kind, then those of each centre. One query."""
    items = list(programme.items.select_related("unit").order_by("unit__code", "number", "pk"))
    groups = []
    for kind, title in _GROUPS:
        own = [item for item in items if item.kind == kind and item.unit_id is None]
        if own:
            groups.append(_group(f"{kind}", str(title), own, is_timeline=kind == PlanItem.Kind.MILESTONE))
    for unit in dict.fromkeys(item.unit for item in items if item.unit is not None):
        of_unit = [item for item in items if item.unit_id == unit.pk]
        groups.append(_group(unit.code, unit.name, of_unit, is_timeline=False))
    return CampaignPage(name=programme.name_in(), source=programme.source_in(), groups=groups)


def _group(code: str, title: str, items: list[PlanItem], *, is_timeline: bool) -> Group:
    slots = [Slot(title=item.title_in(), text=item.text_in(), when=item.when_in(), unit="") for item in items]
    return Group(code=code, title=title, items=slots, is_timeline=is_timeline)
