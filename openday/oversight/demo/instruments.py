"""Instruments, demand and capability: the source names none, so all of these are made up, and marked as such."""

from datetime import datetime, timedelta

from django.utils import timezone

from openday.accounts.models import Unit, User
from openday.oversight.capability.models import CapabilityLine
from openday.oversight.instruments.models import Calibration, Instrument, InstrumentHours

# code, unit, names, model, what for, hours open to others (zh, en), days since and until calibration
_INSTRUMENTS = [
    (
        "demo-lc-ms",
        "food",
        ("【演示】液相色谱-质谱联用仪", "[Demo] Liquid chromatograph with mass spectrometer"),
        "示例型号 A",
        ("农药和兽药残留测定。", "Residues of pesticides and veterinary drugs."),
        ("周二、周四 13:30–17:00", "Tuesday and Thursday, 13:30 to 17:00"),
        (200, 165),
    ),
    (
        "demo-icp-ms",
        "industrial",
        ("【演示】电感耦合等离子体质谱仪", "[Demo] Inductively coupled plasma mass spectrometer"),
        "示例型号 B",
        ("玩具和电器材料中的重金属测定。", "Heavy metals in toys and electrical goods."),
        ("周三 9:00–12:00", "Wednesday, 9:00 to 12:00"),
        (345, 20),
    ),
    ("demo-balance", "food", ("【演示】分析天平", "[Demo] Analytical balance"), "示例型号 C", ("称量。", "Weighing."), ("", ""), (370, -5)),
]
_CAPABILITY = [
    (
        "industrial",
        "present",
        ("【演示】玩具中可迁移重金属", "[Demo] Migrating heavy metals in toys"),
        ("进口国法规", "Rules of importing countries"),
        None,
    ),
    (
        "food",
        "building",
        ("【演示】茶叶中新增农药残留项目", "[Demo] Newly regulated pesticides in tea"),
        ("技术性贸易措施", "Technical measures to trade"),
        90,
    ),
    ("animal-plant", "gap", ("【演示】一种新的植物有害生物", "[Demo] A new plant pest"), ("进境检疫需求", "Quarantine of imports"), None),
]


def fill_instruments(*, now: datetime) -> None:
    """Make what isn't there yet."""
    today = timezone.localdate(now)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=("food", "industrial", "animal-plant"))}
    quality = User.objects.filter(username="quality").first()
    for code, unit, names, model, use, hours, (since, until) in _INSTRUMENTS:
        if unit not in units or Instrument.objects.filter(code=code).exists():
            continue
        instrument = Instrument.objects.create(
            code=code,
            unit=units[unit],
            name_zh=names[0],
            name_en=names[1],
            model=model,
            use_zh=use[0],
            use_en=use[1],
            is_public=True,
            is_shared=bool(hours[0]),
            open_hours_zh=hours[0],
            open_hours_en=hours[1],
            terms_zh="请自备样品和操作方案，由本实验室人员操作。" if hours[0] else "",
            terms_en="Bring samples and a plan; our staff run the instrument." if hours[0] else "",
        )
        Calibration.objects.create(
            instrument=instrument,
            calibrated_on=today - timedelta(days=since),
            valid_until=today + timedelta(days=until),
            by_whom_zh="【演示】计量院",
            by_whom_en="[Demo] Institute of metrology",
            entered_by=quality,
        )
        if hours[0]:
            last = today.replace(day=1) - timedelta(days=1)
            period = {"period_from": last.replace(day=1), "period_to": last}
            InstrumentHours.objects.create(instrument=instrument, available=168, used=121, for_others=22, out_of_order=6, **period)
    for unit, state, demand, source, days in _CAPABILITY:
        if unit in units:
            CapabilityLine.objects.get_or_create(
                demand_zh=demand[0],
                defaults={
                    "demand_en": demand[1],
                    "source_zh": source[0],
                    "source_en": source[1],
                    "unit": units[unit],
                    "state": state,
                    "due_on": today + timedelta(days=days) if days else None,
                    "is_public": True,
                },
            )
