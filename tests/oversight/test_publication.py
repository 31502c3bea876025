"""What staff see before they publish is what the public sees; what is taken away leaves a stone with a reason."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.oversight import actions, public
from openday.oversight.states import State
from tests import people
from tests.factories.oversight import MONDAY, a_case, a_case_in
from tests.factories.oversight_public import a_published_case

pytestmark = pytest.mark.django_db
TEXTS = {
    "summary_zh": "一位市民反映指示牌不清。",
    "summary_en": "Signs are missing.",
    "public_answer_zh": "已加装。",
    "public_answer_en": "Done.",
}


def main_of(page) -> str:
    text = page.content.decode()
    return re.sub(r"\s+", " ", text[text.index("<main") : text.index("</main>")])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_preview_is_the_page_that_the_public_gets(client, office, language):
    given = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    case = a_case_in(State.ANSWERED, **given, consents_to_publication=True)
    client.force_login(office.quality)

    preview = client.post(reverse("oversight_desk:public_preview", args=[case.pk, language]), TEXTS)
    case.refresh_from_db()
    assert not case.is_published
    actions.publish(case=case, **TEXTS, by=office.quality, now=timezone.now())
    client.logout()
    shown = client.get(f"/{language}/oversight/published/{case.number}/")

    assert main_of(preview) == main_of(shown)
    assert "no-store" in preview.headers["Cache-Control"]


def test_who_may_not_see_the_case_sees_no_preview(client, office):
    case = a_case()
    for person in (office.handler, people.alice()):
        client.force_login(person)
        assert client.get(reverse("oversight_desk:public_preview", args=[case.pk, "en"])).status_code in {302, 404}
    client.force_login(office.quality)
    assert client.get(reverse("oversight_desk:public_preview", args=[case.pk, "xx"])).status_code == 404


def test_the_stone_says_when_and_why_and_nothing_of_what_stood_there(client, office):
    case = a_published_case(office)
    actions.withdraw_publication(case=case, reason="The wrong case was published.", by=office.quality, now=MONDAY + timedelta(days=2))

    text = client.get(f"/en/oversight/published/{case.number}/").content.decode()

    assert "The wrong case was published." in text
    assert "3 June 2026" in text
    assert "Someone told us that signs are missing." not in text


def test_a_reason_that_points_to_a_person_is_asked_about_first(office):
    case = a_published_case(office)

    with pytest.raises(actions.PassagesNotAcknowledged):
        actions.withdraw_publication(case=case, reason="Call 13800138000.", by=office.quality, now=MONDAY + timedelta(days=2))


def test_the_reason_of_a_refusal_stays_between_the_office_and_the_author(client, office):
    given = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    case = a_case_in(State.ANSWERED, **given, consents_to_publication=True)
    actions.refuse_publication(case=case, reason="Too close to one person.", by=office.quality, now=MONDAY + timedelta(days=1))

    assert public.tombstone(case.number) is None
    assert client.get(f"/en/oversight/published/{case.number}/").status_code == 404
    assert "Too close to one person." in str(public.for_its_author(case, now=MONDAY + timedelta(days=1)))


def test_the_stone_of_a_case_that_was_published_twice_tells_of_the_last_end(office):
    case = a_published_case(office)
    actions.withdraw_publication(case=case, reason="First.", by=office.quality, now=MONDAY + timedelta(days=1))
    actions.publish(case=case, **TEXTS, by=office.quality, now=MONDAY + timedelta(days=2))
    actions.change_consent(case=case, consents=False, now=MONDAY + timedelta(days=3))

    stone = public.tombstone(case.number)

    assert (stone.gone_on.isoformat(), stone.reason) == ("2026-06-04", "")
