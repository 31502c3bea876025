"""What was promised is added to and never rewritten; the quality office alone keeps it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.oversight.models import Indicator, PlanItem, Programme, ServiceStandard, Target
from openday.oversight.queries import standard_for
from tests import people

pytestmark = pytest.mark.django_db
LIMITS = {"triage_days": 2, "answer_days": 4, "extension_days": 0, "redo_days": 15, "appeal_days": 20, "source": "局务会"}


@pytest.fixture
def quentin(client):
    user = people.quentin()
    client.force_login(user)
    return user


def an_indicator(number=1):
    return Indicator.objects.create(
        code=f"indicator-{number}", name_zh="差错率", name_en="Error rate", basis="census", direction="at_most", position=number
    )


def a_target(number=1):
    return Target.objects.create(
        indicator=an_indicator(number), unit=people.unit("food"), set_by_zh="局", limit_per_mille=3, source_zh="报道"
    )


def a_plan_item(number=1):
    programme = Programme.objects.get_or_create(code="campaign", defaults={"name_zh": "整顿活动", "source_zh": "报道"})[0]
    return PlanItem.objects.create(programme=programme, kind="task", number=number, unit=people.unit("food"))


def a_programme(number=1):
    return Programme.objects.create(code=f"campaign-{number}", name_zh="整顿活动", source_zh="报道")


def a_standard(number=1):
    return ServiceStandard.objects.create(category="enquiry", version=number + 1, valid_from=timezone.localdate(), **LIMITS)


def test_a_new_time_limit_is_a_new_version_that_holds_from_its_day_on(client, quentin):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = client.post(reverse("standards:add"), {"category": "enquiry", "valid_from": f"{tomorrow:%Y-%m-%d}", **LIMITS})

    assert answer.status_code == 302
    assert standard_for("enquiry", on=tomorrow).answer_days == 4
    assert (standard_for("enquiry", on=timezone.localdate()).version, standard_for("enquiry", on=tomorrow).version) == (1, 2)
    assert AuditEntry.objects.get(deed="promise.add").facts == {"category": "enquiry", "version": 2}


def test_a_time_limit_never_holds_in_the_past(client, quentin):
    yesterday = timezone.localdate() - timedelta(days=1)

    answer = client.post(reverse("standards:add"), {"category": "enquiry", "valid_from": f"{yesterday:%Y-%m-%d}", **LIMITS})

    assert "valid_from" in answer.context["form"].errors
    assert ServiceStandard.objects.filter(category="enquiry").count() == 1


def test_the_figure_of_a_target_is_never_rewritten_and_its_source_is(client, quentin):
    target = a_target()
    form = {"indicator": target.indicator_id, "unit": target.unit_id, "limit_per_mille": "9", "position": "1", "set_by_zh": "局"}

    answer = client.post(reverse("targets:edit", args=[target.pk]), {**form, "source_zh": "局文件"})

    assert answer.status_code == 302
    target.refresh_from_db()
    assert (target.limit_per_mille, target.source_zh) == (3, "局文件")
    assert AuditEntry.objects.get(deed="promise.change").facts == {"fields": ["source_zh"]}


def test_how_an_indicator_is_counted_stays(client, quentin):
    indicator = an_indicator()
    form = {
        "code": "other",
        "position": "1",
        "name_zh": "差错率（新）",
        "name_en": "Error rate",
        "definition_zh": "定义",
        "definition_en": "Words",
    }

    client.post(reverse("indicators:edit", args=[indicator.pk]), {**form, "basis": "sample", "direction": "at_least", "scale": "percent"})

    indicator.refresh_from_db()
    assert (indicator.name_zh, indicator.code, indicator.basis, indicator.direction) == ("差错率（新）", "indicator-1", "census", "at_most")


LISTS = {
    "standards": (a_standard, 13),
    "indicators": (an_indicator, 13),
    "targets": (a_target, 15),
    "programmes": (a_programme, 13),
    "plan-items": (a_plan_item, 15),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_take_the_same_queries_for_one_row_and_for_three(client, quentin, django_assert_num_queries, name, rows):
    make, queries = LISTS[name]
    for number in range(1, rows + 1):
        make(number)
    client.get(reverse(f"{name}:index"))

    with django_assert_num_queries(queries):
        client.get(reverse(f"{name}:index"))
