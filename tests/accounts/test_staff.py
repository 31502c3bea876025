"""Superusers manage people, administrators manage units, nobody raises their own rights."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from openday.accounts import roles
from openday.accounts.models import Unit, User
from tests import people

pytestmark = pytest.mark.django_db

PEOPLE_PAGES = [
    ("wagtailusers_users:index", []),
    ("wagtailusers_users:add", []),
    ("wagtailusers_users:edit", ["alice"]),
    ("wagtailusers_users:delete", ["alice"]),
    ("wagtailusers_groups:index", []),
    ("wagtailusers_groups:add", []),
    ("wagtailusers_groups:edit", ["group"]),
    ("wagtailusers_groups:delete", ["group"]),
]


def address(name, arguments):
    found = {"alice": lambda: people.alice().pk, "group": lambda: Group.objects.get(name=roles.EDITOR).pk}
    return reverse(name, args=[found[argument]() for argument in arguments])


def user_data(**changes):
    return {
        "username": "new",
        "email": "new@example.org",
        "first_name": "新",
        "last_name": "人",
        "password1": people.PASSWORD,
        "password2": people.PASSWORD,
        "is_active": "on",
        **changes,
    }


@pytest.mark.parametrize(("name", "arguments"), PEOPLE_PAGES)
def test_superusers_manage_users_and_roles(client, name, arguments):
    client.force_login(people.root())

    assert client.get(address(name, arguments)).status_code == 200


@pytest.mark.parametrize("role", roles.ALL)
@pytest.mark.parametrize(("name", "arguments"), PEOPLE_PAGES)
def test_no_role_reaches_users_or_roles(client, role, name, arguments):
    url = address(name, arguments)
    client.force_login(people.EVERYBODY[role]())

    for answer in (client.get(url), client.post(url, user_data(is_superuser="on"))):
        assert answer.status_code in {302, 403, 404}
    assert not User.objects.filter(username="new").exists()


def test_not_even_with_the_stock_permissions_on_users_and_groups(client):
    adam = people.adam()
    stock = Permission.objects.filter(content_type__model__in=["user", "group"])
    Group.objects.get(name=roles.ADMINISTRATOR).permissions.add(*stock)
    client.force_login(adam)

    client.post(reverse("wagtailusers_users:edit", args=[adam.pk]), user_data(username="adam", is_superuser="on"))
    client.post(reverse("wagtailusers_users:add"), user_data(is_superuser="on"))
    client.post(f"/admin/bulk/accounts/user/assign_role/?id={adam.pk}", {"role": Group.objects.get(name=roles.EDITOR).pk})

    adam.refresh_from_db()
    assert not adam.is_superuser
    assert [group.name for group in adam.groups.all()] == [roles.ADMINISTRATOR]
    assert not User.objects.filter(username="new").exists()


def test_the_own_account_page_changes_no_rights(client):
    alice = people.alice()
    client.force_login(alice)

    client.post(
        reverse("wagtailadmin_account"),
        {
            "name_email-first_name": "A",
            "name_email-last_name": "B",
            "name_email-email": "a@example.org",
            "is_superuser": "on",
            "groups": ["1"],
        },
    )

    alice.refresh_from_db()
    assert not alice.is_superuser
    assert [group.name for group in alice.groups.all()] == [roles.ORGANISER]


def test_a_new_member_of_staff_gets_unit_and_role(client):
    client.force_login(people.root())
    handler = Group.objects.get(name=roles.HANDLER)

    answer = client.post(reverse("wagtailusers_users:add"), user_data(unit=people.unit("food").pk, groups=[handler.pk]))

    assert answer.status_code == 302
    user = User.objects.get(username="new")
    assert (user.unit.code, [group.name for group in user.groups.all()]) == ("food", [roles.HANDLER])


def test_the_user_form_shows_roles_by_name_and_units_as_a_tree(client):
    people.unit("food-lab")
    client.force_login(people.root())

    page = client.get(reverse("wagtailusers_users:add")).content.decode()

    assert "quality-office</label>" not in page
    assert "\N{EM SPACE}\N{EM SPACE}农药残留实验室" in page or "\N{EM SPACE}\N{EM SPACE}Pesticide" in page


def test_the_list_of_users_names_unit_and_role_with_the_same_queries_for_one_and_three(client, django_assert_num_queries):
    client.force_login(people.root())
    url = reverse("wagtailusers_users:index")
    client.get(url)
    with django_assert_num_queries(11) as first:
        assert "深圳" in client.get(url).content.decode()
    people.alice()
    people.quentin()
    people.rita()

    with django_assert_num_queries(len(first)):
        client.get(url)


@pytest.mark.parametrize(("role", "allowed"), [(role, role == roles.ADMINISTRATOR) for role in roles.ALL])
def test_administrators_manage_units(client, role, allowed):
    user = people.EVERYBODY[role]()
    client.force_login(user)
    food = people.unit("food")

    client.post(reverse("units:add"), {"parent": food.pk, "kind": "laboratory", "code": "new-lab", "name_zh": "新", "name_en": "New"})

    assert Unit.objects.filter(code="new-lab", parent=food).exists() is allowed


def test_units_are_listed_as_a_tree(client):
    people.alice()
    people.bob()
    client.force_login(people.adam())

    page = client.get(reverse("units:index"))

    assert [(unit.code, unit.depth) for unit in page.context["object_list"]] == [("bureau", 0), ("food", 1), ("food-lab", 2)]


def test_each_unit_of_the_list_leads_to_its_form(client):
    food = people.unit("food")
    client.force_login(people.adam())

    assert f'href="{reverse("units:edit", args=[food.pk])}"' in client.get(reverse("units:index")).content.decode()


@pytest.mark.parametrize(
    ("last", "first", "full"), [("欧阳", "娜娜", "欧阳娜娜"), ("Smith", "Ann", "Ann Smith"), ("", "娜娜", "娜娜"), ("", "", "")]
)
def test_chinese_names_begin_with_the_family_name(last, first, full):
    assert User(last_name=last, first_name=first).get_full_name() == full


def test_the_list_of_units_can_be_searched(client):
    people.bob()
    client.force_login(people.adam())

    page = client.get(reverse("units:index"), {"q": "food-lab"})

    assert [unit.code for unit in page.context["object_list"]] == ["food-lab"]


def test_a_unit_cannot_belong_to_a_unit_below_it(client):
    people.bob()
    client.force_login(people.adam())
    food = people.unit("food")

    answer = client.post(
        reverse("units:edit", args=[food.pk]),
        {"parent": people.unit("food-lab").pk, "kind": "centre", "code": "food", "name_zh": "食品", "name_en": ""},
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["parent"]


def test_a_unit_with_people_cannot_be_deleted_and_the_page_says_so(client):
    people.alice()
    client.force_login(people.root())

    answer = client.post(reverse("units:delete", args=[people.unit("food").pk]), follow=True)

    assert answer.status_code == 200
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["error"]
    assert Unit.objects.filter(code="food").exists()
