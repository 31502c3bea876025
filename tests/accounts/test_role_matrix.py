"""Every role at every address of the staff area: own rows open, rows of other units do not exist, nothing leaks."""

import pytest
from django.urls import NoReverseMatch, reverse
from wagtail import hooks
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.base import ViewSetGroup

from openday.accounts import roles
from tests import people
from tests.accounts.world import World, world
from tests.role_rows import ELSEWHERE, ROWS, SHARED, SUPERUSER, Row

pytestmark = pytest.mark.django_db

OURS = ("openday.", "home.")
# Roles that work for one unit; the others answer for all of them.
OF_ONE_UNIT = {roles.ORGANISER, roles.RECEPTION, roles.HANDLER}


@pytest.fixture(autouse=True)
def _quick_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def own() -> World:
    return world("food", canary="OWNCANARY")


@pytest.fixture
def foreign() -> World:
    return world("industrial", canary="FOREIGNCANARY")


def signed_in(client, role):
    client.force_login(people.root() if role == SUPERUSER else people.EVERYBODY[role]())
    return client


def text_of(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace") + str(dict(answer.headers))


def registered_addresses() -> set[str]:
    """The name of every address that a room of ours registered in the staff area."""
    found: set[str] = set()

    def collect(viewset) -> None:
        if isinstance(viewset, ViewSetGroup):
            for member in viewset.registerables:
                collect(member)
        elif type(viewset).__module__.startswith(OURS):
            found.update(f"{viewset.url_namespace}:{pattern.name}" for pattern in viewset.get_urlpatterns())

    reverse("wagtailadmin_home")  # loads the hooks
    for viewset in viewsets.viewsets:
        collect(viewset)
    for hook in hooks.get_hooks("register_admin_urls"):
        if hook.__module__.startswith(OURS):
            found.update(pattern.name for pattern in hook())
    return found


def test_every_address_of_ours_has_a_line_or_a_reason():
    named = {row.name for row in ROWS}

    assert registered_addresses() - named - set(ELSEWHERE) == set()
    assert (named | set(ELSEWHERE)) - registered_addresses() == set()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_opens_what_its_office_needs_and_nothing_else(client, row: Row, own):
    address = reverse(row.name, args=own.arguments(row.about))
    opened = set()

    for role in [*roles.ALL, SUPERUSER]:
        answer = signed_in(client, role).get(address)
        body = text_of(answer)
        if answer.status_code == 200:
            opened.add(role)
        else:
            assert answer.status_code in {302, 403, 404}
            assert own.canary not in body

    assert opened == row.roles | {SUPERUSER}


@pytest.mark.parametrize("row", [row for row in ROWS if row.names_rows and row.roles & OF_ONE_UNIT], ids=str)
def test_rows_of_another_unit_do_not_exist_for_people_of_one_unit(client, row: Row, foreign):
    address = reverse(row.name, args=foreign.arguments(row.about))

    for role in sorted(row.roles & OF_ONE_UNIT):
        looked, written = signed_in(client, role).get(address), client.post(address, {"reason": "x", "confirm": "on"})

        assert looked.status_code == 404, role
        # 405 where a page only shows: that is the same for every row, so it tells nothing.
        assert written.status_code in {404, 405}, role
        assert foreign.canary not in text_of(looked) + text_of(written)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.about], ids=str)
def test_no_list_names_rows_of_another_unit_to_people_of_one_unit(client, row: Row, own, foreign):
    for role in sorted(OF_ONE_UNIT):
        body = text_of(signed_in(client, role).get(reverse(row.name), {"q": "CANARY"}, follow=True))
        body += text_of(client.get(reverse(row.name), follow=True))

        assert foreign.canary not in body, role
        assert foreign.canary.lower() not in body, role


@pytest.mark.parametrize("name", ["open-days:index", "sessions:index", "registrations-staff:index", "oversight_desk:index"])
def test_the_lists_would_show_what_must_not_leak(client, name, foreign):
    """The guard above proves something only if the canary stands on these lists for those who may see it."""
    if name == "oversight_desk:index":
        body, sought = text_of(signed_in(client, roles.QUALITY_OFFICE).get(reverse(name))), foreign.case.number
    else:
        body, sought = text_of(signed_in(client, roles.ADMINISTRATOR).get(reverse(name))), foreign.canary

    assert sought in body


@pytest.mark.parametrize("name", SHARED)
def test_no_shared_page_of_the_admin_tells_of_another_unit(client, name, own, foreign):
    try:
        address = reverse(name)
    except NoReverseMatch:
        address = reverse(name, args=[1])

    for role in roles.ALL:
        body = text_of(signed_in(client, role).get(address, {"q": "CANARY"}, follow=True)) + text_of(client.get(address, follow=True))

        if role in OF_ONE_UNIT | {roles.EDITOR}:
            assert foreign.canary not in body, role
        # What a visitor or a citizen typed stands on no shared page, whoever looks.
        assert foreign.registration.contact not in body, role
        assert "case-foreigncanary@example.org" not in body, role


def test_a_stranger_is_sent_to_the_sign_in_page(client, own):
    for row in ROWS:
        answer = client.get(reverse(row.name, args=own.arguments(row.about)))

        assert answer.status_code == 302, row
        assert answer.url.startswith(reverse("wagtailadmin_login")), row


def test_the_inspected_cannot_touch_a_complaint(client, own):
    for role in (roles.EDITOR, roles.ORGANISER, roles.RECEPTION, roles.DATA_PROTECTION, roles.ADMINISTRATOR):
        answer = signed_in(client, role).post(reverse("oversight_desk:deed", args=[own.case.pk, "draft_answer"]), {"text": "mine"})

        assert answer.status_code in {302, 403, 404}, role


def test_the_quality_office_cannot_edit_pages(client):
    signed_in(client, roles.QUALITY_OFFICE)

    for address in (reverse("wagtailadmin_pages:edit", args=[2]), reverse("wagtailadmin_pages:add_subpage", args=[1])):
        assert client.get(address).status_code in {302, 403, 404}
