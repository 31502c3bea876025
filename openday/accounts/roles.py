"""Roles by office: who may do what, and for which units.

A role is a Django group whose name is a stable code. Migration 0002_roles makes the groups; every
room grants its own model permissions to them with `grant_in_migration` in a migration of its own.
Managing users and groups belongs to superusers alone, so nobody else can raise rights.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from openday.accounts.models import User

EDITOR = "editor"
ORGANISER = "organiser"
RECEPTION = "reception"
QUALITY_OFFICE = "quality-office"
HANDLER = "handler"
# Leads a unit: sees what is late there, decides nothing about cases.
HEAD = "head"
REVIEWER = "reviewer"
DATA_PROTECTION = "data-protection"
ADMINISTRATOR = "administrator"

LABELS = {
    EDITOR: _("Editor"),
    ORGANISER: _("Open-day organiser"),
    RECEPTION: _("Reception"),
    QUALITY_OFFICE: _("Quality office"),
    HANDLER: _("Case handler"),
    HEAD: _("Head of unit"),
    REVIEWER: _("Reviewer"),
    DATA_PROTECTION: _("Data protection officer"),
    ADMINISTRATOR: _("Administrator"),
}
ALL = tuple(LABELS)


def label_of(code: str) -> str:
    """The role's name in the active language; the group's own name when it is none of our roles."""
    return str(LABELS.get(code, code))


def roles_of(user: "User | AnonymousUser") -> frozenset[str]:
    """The codes of the user's roles, read once per user object. A superuser has every role."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(ALL)
    if (kept := getattr(user, "_kept_roles", None)) is None:
        kept = frozenset(user.groups.filter(name__in=ALL).values_list("name", flat=True))
        user._kept_roles = kept
    return kept


def has_role(user: "User | AnonymousUser", *roles: str) -> bool:
    """Whether the user has one of `roles`."""
    return not roles_of(user).isdisjoint(roles)


def units_of(user: "User | AnonymousUser") -> set[int]:
    """Primary keys of the units the user works for: the own one and all below it.

    All units for administrators, the data protection officer and superusers; none for anybody else without a
    unit. Read once per user object.
    """
    # Imported here because models.py, which apps load first, uses the labels above.
    from openday.accounts.models import Unit  # noqa: PLC0415

    if not user.is_authenticated or not user.is_active:
        return set()
    if (kept := getattr(user, "_kept_units", None)) is None:
        if has_role(user, ADMINISTRATOR, DATA_PROTECTION):
            kept = set(Unit.objects.values_list("pk", flat=True))
        else:
            kept = Unit.objects.with_all_below(user.unit_id) if user.unit_id else set()
        user._kept_units = kept
    return set(kept)


def grant_in_migration(apps: Any, schema_editor: Any, role: str, permissions: Iterable[str]) -> None:
    """Give `role` the permissions, from inside a migration (`RunPython`).

    Each is `app_label.codename` for add, change, delete, view (`events.change_openday`), or
    `app_label.model.codename` for one of the model's own Meta.permissions. Safe to repeat. The
    migration depends on `("accounts", "0002_roles")` and on the one that makes the model.
    """
    alias = schema_editor.connection.alias
    group = apps.get_model("auth", "Group").objects.using(alias).get(name=role)
    found = [_permission(apps, alias, name) for name in permissions]
    # Unique rows only: `add` on historical models ignores those already there.
    group.permissions.add(*found)


def _permission(apps: Any, alias: str, name: str) -> Model:
    """Find or make the permission: Django makes them only after all migrations have run."""
    app_label, *rest = name.split(".")
    codename = rest[-1]
    model_name = rest[0] if len(rest) == 2 else codename.partition("_")[2]
    content_type, _made = (
        apps.get_model("contenttypes", "ContentType").objects.using(alias).get_or_create(app_label=app_label, model=model_name)
    )
    permission, _made = (
        apps.get_model("auth", "Permission")
        .objects.using(alias)
        .get_or_create(content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"})
    )
    return permission
