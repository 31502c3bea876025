"""Roles say what one may do, units say for whom."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import connection
from wagtail.models import GroupPagePermission, Page, Workflow

from openday.accounts import roles
from openday.accounts.models import User
from tests import people

pytestmark = pytest.mark.django_db


def test_the_migration_makes_every_role_and_removes_the_stock_groups():
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ALL)


def test_every_role_may_open_the_admin():
    holders = Group.objects.filter(permissions__codename="access_admin").values_list("name", flat=True)

    assert set(holders) == set(roles.ALL)


def test_only_editors_hold_rights_on_the_whole_page_tree_and_none_of_it_is_deleting_for_ever():
    held = {(row.group.name, row.permission.codename) for row in GroupPagePermission.objects.filter(page__depth=1)}

    assert held == {("editor", f"{verb}_page") for verb in ("add", "change", "publish", "lock", "unlock")}


def test_no_role_holds_a_permission_on_users_groups_or_permissions():
    held = Permission.objects.filter(group__isnull=False, content_type__model__in=["user", "group", "permission"])

    assert set(held) == set()


def test_pages_are_moderated_by_editors():
    workflow = Page.objects.get(depth=1).workflowpage.workflow

    assert [task.specific.groups.get().name for task in workflow.tasks] == ["editor"]
    assert Workflow.objects.count() == 1


def test_has_role_knows_the_own_roles_only():
    alice = people.alice()

    assert roles.has_role(alice, roles.ORGANISER)
    assert roles.has_role(alice, roles.EDITOR, roles.ORGANISER)
    assert not roles.has_role(alice, roles.EDITOR)


def test_a_superuser_has_every_role_and_nobody_has_one_when_switched_off():
    root = people.root()
    assert roles.roles_of(root) == set(roles.ALL)

    root.is_active = False
    assert roles.roles_of(root) == set()
    assert roles.units_of(root) == set()


def test_a_stranger_has_no_role_and_no_unit():
    assert not roles.has_role(AnonymousUser(), *roles.ALL)
    assert roles.units_of(AnonymousUser()) == set()


def test_units_are_the_own_one_and_all_below():
    bob = people.bob()

    assert roles.units_of(people.alice()) == {people.unit("food").pk, people.unit("food-lab").pk}
    assert roles.units_of(bob) == {people.unit("food-lab").pk}
    assert roles.units_of(people.person("nobody", roles.ORGANISER, of=None)) == set()


def test_administrators_and_superusers_work_for_every_unit():
    everything = {people.unit(code).pk for code in ("bureau", "food", "food-lab", "industrial", "quality-office")}

    assert roles.units_of(people.adam()) == everything
    assert roles.units_of(people.root()) == everything


def test_units_and_roles_are_read_once_per_user(django_assert_num_queries):
    user = User.objects.get(pk=people.alice().pk)

    with django_assert_num_queries(2):
        for _ in range(3):
            roles.units_of(user)
            roles.has_role(user, roles.EDITOR)


def test_the_answer_can_be_changed_without_changing_the_next_one():
    alice = people.alice()

    roles.units_of(alice).clear()

    assert roles.units_of(alice) != set()


def test_a_loop_of_units_does_not_hang():
    top = people.unit("bureau")
    people.unit("food").__class__.objects.filter(pk=top.pk).update(parent=people.unit("food"))

    assert top.pk in roles.units_of(people.person("x", roles.ORGANISER, of="bureau"))


def test_grants_in_a_migration_are_safe_to_repeat():
    class Editor:
        pass

    editor = Editor()
    editor.connection = connection

    for _ in range(2):
        roles.grant_in_migration(apps, editor, roles.RECEPTION, ["accounts.view_unit", "accounts.unit.count_chairs"])

    held = Group.objects.get(name=roles.RECEPTION).permissions.values_list("codename", flat=True)
    assert set(held) >= {"view_unit", "count_chairs"}
    assert Permission.objects.filter(codename="count_chairs").count() == 1


def test_the_role_migration_is_safe_to_repeat():
    class Editor:
        pass

    editor = Editor()
    editor.connection = connection
    migration = importlib.import_module("openday.accounts.migrations.0002_roles")
    before = set(Permission.objects.filter(group__isnull=False).values_list("group__name", "codename"))

    migration.make_roles(apps, editor)

    assert set(Permission.objects.filter(group__isnull=False).values_list("group__name", "codename")) == before
