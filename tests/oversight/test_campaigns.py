from datetime import date

import pytest
from django.db import IntegrityError, transaction

from openday.oversight import campaigns
from openday.oversight.demo.programme import fill_programme
from openday.oversight.models import PlanItem
from tests import people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 21)
PAGE = "/en/oversight/campaign/"


@pytest.fixture
def programme():
    for code in ("food", "industrial"):
        people.unit(code)
    return fill_programme()


def test_eighteen_slots_are_counted_and_not_named(client, programme):
    html = client.get(PAGE).content.decode()

    assert html.count("data-pending>") == 18
    assert html.count("Not named in the source") == 18


def test_a_level_of_training_says_who_has_a_certificate_or_that_nobody_published_it(client, programme):
    assert client.get(PAGE).content.decode().count("With a certificate, of all in post:") == 3

    programme.items.filter(kind="training", number=2).update(certified=1999, in_post=2000, figure_on=date(2026, 6, 1))

    html = client.get(PAGE).content.decode()
    assert "<strong>1999/2000</strong> (99.9%)" in html


@pytest.mark.parametrize(
    "figure", [{"certified": 5}, {"certified": 5, "in_post": 4, "figure_on": TODAY}, {"certified": 0, "in_post": 0, "figure_on": TODAY}]
)
def test_half_a_figure_and_more_than_all_are_refused_by_the_database(programme, figure):
    with pytest.raises(IntegrityError), transaction.atomic():
        programme.items.filter(kind="training", number=1).update(**figure)


def test_parts_stand_below_their_item_and_progress_is_counted_not_averaged(programme):
    stage = programme.items.get(kind="stage", number=1, unit=None)
    PlanItem.objects.create(programme=programme, kind="task", number=90, parent=stage, title_zh="部分", progress="done")
    programme.items.filter(kind="activity", number__lte=2).update(progress="done")
    programme.items.filter(kind="activity", number=3).update(progress="planned", ends_on=date(2026, 6, 12), precision="ten_days")

    groups = {group.code: group for group in campaigns.page_of(programme, today=TODAY).groups}

    assert [part.title for part in groups["stage"].items[0].parts] == ["部分"]
    assert (groups["task"].total, groups["activity"].late) == (13, 1)
    assert [n for _label, n in groups["activity"].counts] == [2, 1]


def test_the_page_costs_the_same_whatever_stands_in_the_plan(client, programme, django_assert_max_num_queries, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_max_num_queries(15) as first:
        client.get(PAGE)
    stage = programme.items.get(kind="stage", number=1, unit=None)
    for number in range(90, 95):
        PlanItem.objects.create(programme=programme, kind="task", number=number, parent=stage, title_zh="部分")

    with django_assert_num_queries(len(first)):
        client.get(PAGE)
