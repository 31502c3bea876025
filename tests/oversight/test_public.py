"""Nothing private leaves the house: canaries in every private field, looked for in every public answer."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from openday.intake.fields import Contact
from openday.oversight import actions, public
from openday.oversight.models import Case, CaseEvent, CaseMessage
from openday.oversight.vocabulary import Identity
from tests.factories.oversight import MONDAY, a_case
from tests.factories.oversight_public import ANSWER_EN, ANSWER_ZH, a_picture, a_published_case

pytestmark = pytest.mark.django_db
CANARY = "CANARY"
LANGUAGES = ("zh-hans", "zh-hant", "en")
PUBLIC_VIEWS = ("index", "published", "commitments", "procedure", "objection", "misconduct", "feedback", "case")


@pytest.fixture
def loaded_case(office):
    """A published case with a canary in every private field that can hold one."""
    case = a_published_case(
        office,
        text=f"{CANARY}-text",
        name=f"{CANARY}-name",
        contact=Contact("email", f"{CANARY.lower()}-contact@example.org"),
        identity=Identity.NAMED,
        pictures=[ContentFile(a_picture().read(), name="CANARY-file.jpg")],
    )
    later = MONDAY + timedelta(days=1)
    actions.ask_redo(case=case, text=f"{CANARY}-redo", now=later)
    Case.objects.filter(pk=case.pk).update(
        draft_answer=f"{CANARY}-draft",
        answer=f"{CANARY}-answer",
        extension_reason="",
        published_at=later,
        published_by=office.quality,
        reviewer=office.reviewer,
        reviewer_unit=office.reviewer.unit,
        reviewed_at=later,
    )
    CaseMessage.objects.create(case=case, from_citizen=False, by=office.handler, is_question=True, text=f"{CANARY}-question", at=later)
    CaseEvent.objects.create(
        case=case, deed="note_progress", to_state=case.state, at=later, public_note=f"{CANARY}-note", internal_note=f"{CANARY}-internal"
    )
    for person in (office.quality, office.handler, office.reviewer):
        person.first_name = person.last_name = f"{CANARY}-{person.username}"
        person.save()
    case.refresh_from_db()
    return case


def addresses(case: Case) -> list[str]:
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found += [reverse(f"oversight:{view}") for view in PUBLIC_VIEWS]
            found += [reverse("oversight:published_case", args=[case.number]), f"/{language}/"]
            found += [f"{reverse('oversight:published')}?category={case.category}&unit=food&year=2026"]
    return found


def test_no_private_word_stands_in_any_public_answer(client, loaded_case):
    # The canaries are really there: without them the rest would prove nothing.
    own = str(public.for_its_author(loaded_case, now=MONDAY + timedelta(days=1)))
    assert f"{CANARY}-text" in own
    assert f"{CANARY}-question" in own

    leaks, shown = set(), 0
    for address in addresses(loaded_case):
        answer = client.get(address)
        text = answer.content.decode().lower()
        shown += loaded_case.number.lower() in text
        if CANARY.lower() in text or any(CANARY in str(value) for value in answer.headers.values()):
            leaks.add(address)

    assert leaks == set()
    assert shown >= 3


def test_the_author_reads_no_working_notes_and_no_staff_names(loaded_case, office):
    own = str(public.for_its_author(loaded_case, now=MONDAY + timedelta(days=1)))

    assert f"{CANARY}-note" in own
    assert f"{CANARY}-internal" not in own
    assert f"{CANARY}-draft" not in own
    assert [person.username for person in (office.quality, office.handler, office.reviewer) if f"{CANARY}-{person.username}" in own] == []


def test_public_rows_do_not_load_a_private_column(loaded_case):
    row = public.public_rows().get()
    private = {"text", "name", "contact", "draft_answer", "answer", "secret_hash", "request_hash", "contact_hash"}

    assert private - row.get_deferred_fields() == set()


def test_building_the_public_case_needs_no_further_query(loaded_case, django_assert_num_queries):
    row = public.public_rows().get()

    with django_assert_num_queries(0):
        public.for_everyone(row)


def test_an_unpublished_case_has_no_public_representation(office):
    with pytest.raises(ValueError, match="not published"):
        public.for_everyone(a_case())


def test_unpublished_is_unknown_and_withdrawn_is_gone(client, office):
    hidden = a_case(consents_to_publication=True)
    shown = a_published_case(office)
    withdrawn = a_published_case(office, summary_zh="曾经公开的摘要。")
    actions.withdraw_publication(case=withdrawn, reason="误登", by=office.quality, now=MONDAY + timedelta(days=2))

    codes = {case.number: client.get(f"/zh-hans/oversight/published/{case.number}/").status_code for case in (hidden, shown, withdrawn)}

    assert codes == {hidden.number: 404, shown.number: 200, withdrawn.number: 410}
    gone = client.get(f"/zh-hans/oversight/published/{withdrawn.number}/").content.decode()
    assert "曾经公开的摘要" not in gone
    listed = client.get("/zh-hans/oversight/published/").content.decode()
    assert [case.number for case in (hidden, shown, withdrawn) if case.number in listed] == [shown.number]
    assert "曾经公开的摘要" not in client.get("/zh-hans/oversight/").content.decode()


def test_taking_consent_back_takes_the_page_away_at_once(client, office):
    case = a_published_case(office)
    address = f"/en/oversight/published/{case.number}/"
    assert client.get(address).status_code == 200

    actions.change_consent(case=case, consents=False, now=MONDAY + timedelta(days=2))

    assert client.get(address).status_code == 410


def test_closed_is_never_shown_as_resolved(client, office):
    case = a_published_case(office)
    actions.close(case=case, by=office.quality, now=MONDAY + timedelta(days=1))

    text = client.get(f"/en/oversight/published/{case.number}/").content.decode().lower()

    assert "confirmed and put right" in text
    assert "resolved" not in text


def test_every_deed_that_the_citizen_may_know_has_its_sentence():
    from openday.oversight.states import Deed, State

    kept_inside = {Deed.DRAFT_ANSWER, Deed.ADD_MESSAGE, Deed.NAME_PEOPLE}
    assert set(Deed) - set(public._TOLD) == kept_inside
    assert set(State) == set(public._STANDS)


@pytest.mark.parametrize("missing", [{"public_summary_en": ""}, {"public_answer_en": ""}])
def test_a_case_without_a_whole_translation_is_shown_in_chinese_and_says_so(client, office, missing):
    case = a_published_case(office)
    Case.objects.filter(pk=case.pk).update(**missing)

    english, chinese = (client.get(f"/{language}/oversight/published/{case.number}/").content.decode() for language in ("en", "zh-hans"))

    assert "Only in Chinese" in english
    assert english.count('<div lang="zh-Hans">') == 2
    assert ANSWER_ZH in english
    assert ANSWER_EN not in english
    assert '<div lang="zh-Hans">' not in chinese


def test_the_list_shows_the_day_it_is_ordered_by(client, office):
    case = a_published_case(office)
    Case.objects.filter(pk=case.pk).update(answered_at=MONDAY, published_at=MONDAY + timedelta(days=9))

    page = client.get("/en/oversight/published/").content.decode()

    card = page[page.index('<article class="card">') :].partition("</article>")[0]
    assert f"Published on {MONDAY + timedelta(days=9):%-d %B %Y}" in card
    assert "Answered on" not in card


def test_sources_of_time_limits_are_in_the_readers_language(client):
    english = client.get("/en/oversight/procedure/").content.decode()
    chinese = client.get("/zh-hans/oversight/procedure/").content.decode()

    assert "Interim Measures for Handling Complaints and Reports in Market Regulation" in english
    assert "市场监管投诉举报暂行办法" not in english
    assert "市场监管投诉举报暂行办法" in chinese
