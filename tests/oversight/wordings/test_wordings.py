"""Prepared texts: unknown placeholders are refused on saving, unfilled ones before anything leaves."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight import actions
from openday.oversight.models import Wording
from openday.oversight.states import State
from openday.oversight.vocabulary import Outcome
from openday.oversight.wordings import rules
from openday.oversight.wordings.filling import text_for
from tests.factories.oversight import MONDAY, a_case, a_case_in

LATER = MONDAY + timedelta(days=1)


def a_wording(zh="编号{编号}，{请填写}。", en="Case {number}: {fill}", purpose=Wording.Purpose.ANSWER, **more):
    return Wording(purpose=purpose, name="Usual", text_zh=zh, text_en=en, **more)


@pytest.mark.parametrize("wrong", ["{nmber}", "{编码}", "{", "}", "{}", "｛电话｝", "{number", "{{number}}"])
def test_a_placeholder_that_nobody_could_fill_in_is_refused_on_saving(wrong):
    with pytest.raises(ValidationError) as refused:
        a_wording(zh=f"文字{wrong}。").clean()

    assert set(refused.value.message_dict) == {"text_zh"}


@pytest.mark.parametrize("code", rules.PLACEHOLDERS)
def test_every_placeholder_is_known_by_both_names(code):
    for name in (code, rules.PLACEHOLDERS[code]):
        assert rules.unknown(f"a {{{name}}} b") == []
        assert rules.unfilled(f"a ｛ {name} ｝ b") == [name]


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(sorted(rules.PLACEHOLDERS)), st.text(alphabet="abc 中", max_size=5)))
def test_filling_never_leaves_a_placeholder_that_has_a_value(text, values):
    whole = f"{text}\n" + "".join(f"{{{code}}}" for code in values)

    done = rules.filled(whole, values)

    left = {rules.PLACEHOLDERS.get(name, name) for name in rules.unfilled(done)}
    assert not left & {rules.PLACEHOLDERS[code] for code, value in values.items() if value}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-hans", "编号{number}，2026年6月1日（星期一）收到，{请填写}。"),
        ("zh-hant", "編號{number}，2026年6月1日（星期一）收到，{請填寫}。"),
        ("en", "Case {number}: {fill}"),
    ],
)
def test_a_text_is_filled_in_the_citizens_language(office, language, text):
    case = a_case(language=language)

    filled = text_for(a_wording(zh="编号{编号}，{收到日期}收到，{请填写}。"), case, now=LATER)

    assert filled == text.replace("{number}", case.number)
    assert rules.unfilled(filled)


@pytest.mark.django_db
def test_nothing_leaves_with_a_placeholder_in_it(office):
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    case, fresh = a_case_in(State.WORKING, unit=office.food, **staff), a_case()
    text = "编号{编号}，{请填写}。"
    sendings = [
        lambda: actions.submit_for_review(case=case, text=text, outcome=Outcome.EXPLAINED, by=office.handler, now=LATER),
        lambda: actions.ask_back(case=case, question=text, by=office.handler, now=LATER),
        lambda: actions.extend(case=case, reason=text, by=office.quality, now=LATER),
        lambda: actions.note_progress(case=case, text=text, by=office.handler, now=LATER),
        lambda: actions.redirect(case=fresh, where=text, by=office.quality, now=LATER),
    ]

    for send in sendings:
        with pytest.raises(actions.UnfilledPlaceholder):
            send()
    actions.draft_answer(case=case, text=text, by=office.handler, now=LATER)

    assert (case.state, fresh.state) == (State.WORKING, State.RECEIVED)


@pytest.mark.django_db
def test_a_handler_takes_a_text_and_is_told_what_is_missing(client, office):
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    case = a_case_in(State.WORKING, unit=office.food, **staff)
    wording, other = a_wording(), a_wording(purpose=Wording.Purpose.QUESTION)
    wording.save()
    other.save()
    client.force_login(office.handler)
    page = f"/admin/oversight/cases/{case.pk}/submit_for_review/"

    offered = client.get(page).content.decode()
    taken = client.get(f"{page}?wording={wording.pk}").content.decode()
    refused = client.post(page, {"seen": case.revision, "text": f"编号{case.number}，{{请填写}}。", "outcome": "explained"})

    assert f"?wording={wording.pk}" in offered
    assert f"?wording={other.pk}" not in offered
    assert f"编号{case.number}，{{请填写}}。" in taken
    assert (refused.status_code, client.get(f"{page}?wording=99999").status_code) == (422, 200)


@pytest.mark.django_db
def test_the_quality_office_keeps_the_texts_and_nobody_else(client, office):
    given_in = {"purpose": "answer", "name": "New", "text_zh": "编号{编号}。", "text_en": "Case {number}.", "is_in_use": "on"}
    codes = {}
    for name in ("quality", "handler", "reviewer"):
        client.force_login(getattr(office, name))
        codes[name] = client.post("/admin/oversight/wordings/new/", given_in).status_code
    client.force_login(office.quality)
    wrong = client.post("/admin/oversight/wordings/new/", {**given_in, "name": "Wrong", "text_en": "{numer}"})

    assert codes["quality"] == 302
    assert set(codes.values()) - {302} <= {302, 403, 404}
    assert (wrong.status_code, list(Wording.objects.values_list("name", flat=True))) == (200, ["New"])
