"""Demo units and demo staff: one member of staff per role, in a small authority.

The three named centres and the bureau come from the source; laboratories, offices and people are
made up and say so in their names (演示 / demo).
"""

import os
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group

from openday.accounts import roles
from openday.accounts.models import Unit, User

DEFAULT_PASSWORD = "demo-open-day-2026"  # noqa: S105 - printed on purpose, refused on public hosts
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1", "[::1]", "testserver", "0.0.0.0"}  # noqa: S104 - a name to compare with

Kind = Unit.Kind
# code: (belongs to, kind, Simplified, English). Parents first.
UNITS = {
    "bureau": ("", Kind.BUREAU, "深圳检验检疫局", "Shenzhen Inspection and Quarantine Bureau"),
    "animal-plant": ("bureau", Kind.CENTRE, "动植物检测中心", "Animal and Plant Testing Centre"),
    "food": ("bureau", Kind.CENTRE, "食品检测技术中心", "Food Testing Centre"),
    "industrial": ("bureau", Kind.CENTRE, "工业品检测技术中心", "Industrial Products Testing Centre"),
    "quality-office": ("bureau", Kind.OFFICE, "质量办", "Quality Office"),
    "open-day-desk": ("bureau", Kind.OFFICE, "开放日服务台（演示）", "Open-day desk (demo)"),
    "branch-demo": ("bureau", Kind.BRANCH, "分支机构（演示）", "Branch office (demo)"),
    "plant-quarantine-lab": ("animal-plant", Kind.LABORATORY, "植物检疫实验室（演示）", "Plant quarantine laboratory (demo)"),
    "pesticide-lab": ("food", Kind.LABORATORY, "农药残留实验室（演示）", "Pesticide residue laboratory (demo)"),
    "microbiology-lab": ("food", Kind.LABORATORY, "食品微生物实验室（演示）", "Food microbiology laboratory (demo)"),
    "toy-safety-lab": ("industrial", Kind.LABORATORY, "玩具安全实验室（演示）", "Toy safety laboratory (demo)"),
    "electrical-lab": ("industrial", Kind.LABORATORY, "电气安全实验室（演示）", "Electrical safety laboratory (demo)"),
}
# user name: (role, unit, family name, given name). The reviewer sits in another unit than the handler, as 7.9.6 wants.
STAFF = {
    "editor": (roles.EDITOR, "bureau", "演示", "编辑"),
    "organiser": (roles.ORGANISER, "food", "演示", "开放日专员"),
    "organiser-industrial": (roles.ORGANISER, "industrial", "演示", "工业品开放日专员"),
    "reception": (roles.RECEPTION, "food", "演示", "接待员"),
    "quality": (roles.QUALITY_OFFICE, "quality-office", "演示", "质量办"),
    "handler": (roles.HANDLER, "food", "演示", "承办人"),
    "head": (roles.HEAD, "food", "演示", "中心主任"),
    "reviewer": (roles.REVIEWER, "industrial", "演示", "审核人"),
    "dpo": (roles.DATA_PROTECTION, "bureau", "演示", "个人信息保护负责人"),
    "admin": (roles.ADMINISTRATOR, "bureau", "演示", "管理员"),
}
SUPERUSER = "root"


class NotLocal(Exception):
    """Demo sign-ins with a printed password were asked for on a host that others can reach."""


def fill(*, now: datetime, seed: int = 0, scale: int = 0, force: bool = False) -> dict[str, Any]:
    """Make the units and the staff, once; give what the demo's JSON says about them.

    The password is DEMO_PASSWORD or a printed default. Raises NotLocal when ALLOWED_HOSTS names
    anything but this machine, unless `force` is given or DEMO_PASSWORD was chosen.
    """
    password = os.environ.get("DEMO_PASSWORD", "")
    if not password and not force and (public := set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS):
        raise NotLocal(f"Demo staff have a printed password, and ALLOWED_HOSTS names {', '.join(sorted(public))}.")
    password = password or DEFAULT_PASSWORD
    units = _units()
    users = [
        _member(name, role, units[unit], password, last_name=last, first_name=first) for name, (role, unit, last, first) in STAFF.items()
    ]
    users.append(_member(SUPERUSER, "", units["bureau"], password, last_name="演示", first_name="超级用户"))
    return {
        "units": [{"code": unit.code, "id": unit.pk, "name": unit.name_zh, "kind": unit.kind} for unit in units.values()],
        "users": [
            {"username": user.username, "role": role or "superuser", "unit": user.unit.code if user.unit else "", "password": password}
            for user, role in users
        ],
    }


def _units() -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for code, (parent, kind, name_zh, name_en) in UNITS.items():
        made[code] = Unit.objects.get_or_create(
            code=code, defaults={"parent": made.get(parent), "kind": kind, "name_zh": name_zh, "name_en": name_en}
        )[0]
    return made


def _member(username: str, role: str, unit: Unit, password: str, **names: str) -> tuple[User, str]:
    user, made = User.objects.get_or_create(
        username=username, defaults={"unit": unit, "is_superuser": not role, "email": f"{username}@example.org", **names}
    )
    if made:
        user.set_password(password)
        user.save(update_fields=["password"])
        if role:
            user.groups.add(Group.objects.get(name=role))
    return user, role
