"""An organiser meets the rows of the own unit and of units below it; others are not there."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import people
from tests.factories.events import OpenDayFactory, index_page, open_day_page, session_with_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """Something that could leak: an open day with session and pages of the food centre."""
    open_day = OpenDayFactory(unit=people.unit("food"), code="canary-code", name_zh="CANARY 开放日", name_en="CANARY open day")
    index_page()
    page = open_day_page(open_day, title="CANARY 页面", live=False)
    return {"open_day": open_day, "session": session_with_places(open_day=open_day, guide_zh="CANARY 讲解员"), "page": page}


def addresses(rows):
    open_day, session, page = rows["open_day"].pk, rows["session"].pk, rows["page"].pk
    return [
        reverse("open-days:edit", args=[open_day]),
        reverse("open-days:history", args=[open_day]),
        reverse("sessions:edit", args=[session]),
        reverse("sessions:history", args=[session]),
        reverse("sessions:repeat", args=[session]),
        *(reverse(f"wagtailadmin_pages:{name}", args=[page]) for name in PAGE_VIEWS),
    ]


PAGE_VIEWS = [
    "edit",
    "delete",
    "unpublish",
    "copy",
    "move",
    "history",
    "usage",
    "view_draft",
    "preview_on_edit",
    "revisions_index",
    "workflow_history",
]


def test_the_organiser_and_a_colleague_below_see_their_rows(client, rows):
    client.force_login(people.alice())

    assert {client.get(address).status_code for address in addresses(rows)[:6]} == {200}
    assert "CANARY" in client.get(reverse("open-days:index")).text


@pytest.mark.parametrize("stranger", [people.charlie, people.bob], ids=["another unit", "a unit below"])
def test_rows_of_other_units_answer_404(client, rows, stranger):
    client.force_login(stranger())

    assert {address: client.get(address).status_code for address in addresses(rows)} == dict.fromkeys(addresses(rows), 404)
    assert {client.post(address, {}).status_code for address in addresses(rows)} == {404}


@pytest.mark.parametrize(
    "address",
    [
        "/admin/open-days/",
        "/admin/open-days/results/?q=页面",
        "/admin/open-days/new/",
        "/admin/sessions/",
        "/admin/sessions/new/",
        "/admin/sessions/?open_day=1",
        "/admin/pages/search/?q=页面",
        "/admin/pages/{index}/",
        "/admin/pages/{index}/results/",
        "/admin/pages/add/events/opendaypage/{index}/",
        "/admin/choose-page/{index}/",
        "/admin/choose-page/search/?q=页面",
        "/admin/api/main/pages/?child_of={index}",
        "/admin/reports/site-history/",
        "/admin/reports/aging-pages/",
        "/admin/",
    ],
)
def test_lists_choosers_filters_and_reports_do_not_name_them(client, rows, address):
    client.force_login(people.charlie())

    response = client.get(address.format(index=index_page().pk), follow=True)

    assert response.status_code == 200
    assert "CANARY" not in response.text


def test_an_organiser_may_write_pages_below_the_list_and_nowhere_else(client, rows):
    client.force_login(people.alice())
    root = Page.objects.filter(depth=2).first()

    assert client.get(reverse("wagtailadmin_pages:add", args=["events", "opendaypage", index_page().pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[root.pk])).status_code == 302
    assert not rows["page"].permissions_for_user(people.alice()).can_publish()


def test_rights_on_a_page_end_where_another_unit_begins(rows):
    page = rows["page"]

    assert page.permissions_for_user(people.alice()).can_edit()
    assert not page.permissions_for_user(people.charlie()).can_edit()
    assert page.permissions_for_user(people.eve()).can_publish()


def test_an_editor_edits_every_page_and_no_session(client, rows):
    client.force_login(people.eve())

    assert client.get(reverse("wagtailadmin_pages:edit", args=[rows["page"].pk])).status_code == 200
    assert client.get(reverse("sessions:index")).status_code == 302
    assert client.get(reverse("sessions:edit", args=[rows["session"].pk])).status_code == 302


def test_an_administrator_sees_the_rows_of_all_units(client, rows):
    client.force_login(people.adam())

    assert client.get(reverse("sessions:edit", args=[rows["session"].pk])).status_code == 200


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "9223372036854775808"])
def test_numbers_that_no_row_has_answer_404(client, rows, pk):
    client.force_login(people.alice())

    assert client.get(f"/admin/sessions/edit/{pk}/").status_code == 404
    assert client.get(f"/admin/open-days/edit/{pk}/").status_code == 404
