"""Organisers write the pages of their open days in two languages; editors publish them."""

import re

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from openday.events.models import OpenDayPage
from tests import people
from tests.factories.events import OpenDayFactory, index_page, open_day_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"), code="honey", name_zh="蜂蜜开放日", name_en="Honey day")


def filled_in(open_day, **changes):
    form = {
        "open_day": open_day.pk,
        "title": "蜂蜜开放日",
        "slug": "",
        "summary": "来看看。",
        "picture": "",
        "introduction": rich_text("<p>欢迎</p>"),
        "programme": streamfield([("step", {"minutes": "10", "title": "收样", "text": ""})]),
        "questions": streamfield([]),
        "rules_text": rich_text(""),
        "accessibility_text": rich_text(""),
        "directions": rich_text(""),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **changes,
    }
    return nested_form_data(form)


def add(client, language, form):
    return client.post(reverse("wagtailadmin_pages:add", args=["events", "opendaypage", index_page(language).pk]), form)


def test_a_chinese_title_gets_the_code_of_the_open_day_as_its_address(client, open_day):
    client.force_login(people.alice())

    add(client, "zh-hans", filled_in(open_day))

    page = OpenDayPage.objects.get()
    assert (page.slug, page.live) == ("honey", False)


def test_the_english_page_becomes_a_translation_of_the_chinese_one(client, open_day):
    client.force_login(people.alice())
    index_page("zh-hans")

    add(client, "zh-hans", filled_in(open_day))
    add(client, "en", filled_in(open_day, title="Honey day", slug="honey-day"))

    chinese, english = OpenDayPage.objects.order_by("pk")
    assert chinese.translation_key == english.translation_key
    assert english.locale.language_code == "en"


def test_a_second_page_in_the_same_language_is_refused(client, open_day):
    open_day_page(open_day)
    client.force_login(people.alice())

    response = add(client, "zh-hans", filled_in(open_day, slug="another"))

    assert "open_day" in response.context["form"].errors
    assert OpenDayPage.objects.count() == 1


def test_the_open_day_of_another_unit_is_not_offered(client, open_day):
    client.force_login(people.charlie())

    response = add(client, "zh-hans", filled_in(open_day))

    assert "open_day" in response.context["form"].errors
    assert "蜂蜜开放日" not in str(response.context["form"]["open_day"])


def test_from_an_open_day_its_new_page_has_it_chosen_already(client, open_day):
    client.force_login(people.alice())
    index_page("zh-hans")
    page = client.get(reverse("open-days:edit", args=[open_day.pk])).content.decode()
    (address,) = set(re.findall(r'href="([^"]*/events/opendaypage/[^"]*)"', page))

    form = client.get(address).context["form"]

    assert form["open_day"].value() == open_day.pk


@pytest.mark.parametrize("wanted", ["", "0", "x", "9" * 30, "-1", "１"])
def test_odd_words_for_the_open_day_of_a_new_page_are_passed_over(client, open_day, wanted):
    client.force_login(people.alice())

    response = client.get(reverse("wagtailadmin_pages:add", args=["events", "opendaypage", index_page().pk]), {"open_day": wanted})

    assert response.status_code == 200
    assert "selected" not in str(response.context["form"]["open_day"]).split("</option>", 1)[1]


def test_an_organiser_submits_and_an_editor_approves(client, open_day):
    client.force_login(people.alice())
    add(client, "zh-hans", filled_in(open_day, **{"action-submit": "submit"}))
    page = OpenDayPage.objects.get()
    state = page.current_workflow_state
    assert state is not None
    assert client.get("/zh-hans/open-days/honey/").status_code == 404

    refused = client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id]))
    client.force_login(people.eve())
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id]))

    assert refused.status_code == 302
    page.refresh_from_db()
    assert page.live
    assert client.get("/zh-hans/open-days/honey/").status_code == 200


def test_organisers_may_write_below_every_list_and_publish_nowhere():
    pages = {index_page(language).pk for language in ("zh-hans", "en")}

    granted = GroupPagePermission.objects.filter(group__name="organiser").values_list("page_id", "permission__codename")

    assert set(granted) == {(page, codename) for page in pages for codename in ("add_page", "change_page")}
