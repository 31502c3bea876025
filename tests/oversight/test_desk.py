"""The desk: who sees what, who may do what, and what happens when two are at it."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from openday.accounts import roles
from openday.accounts.models import AuditEntry
from openday.oversight import actions, states
from openday.oversight.desk.deeds import PAGES
from openday.oversight.desk.rights import deeds_open_to
from openday.oversight.models import Case, Indicator, Measurement
from openday.oversight.states import Deed, State
from openday.oversight.vocabulary import Category, Identity
from tests import people
from tests.factories.oversight import CANARY, EMAIL, MONDAY, a_case, a_case_in

pytestmark = pytest.mark.django_db

INDEX = "/admin/oversight/cases/"
NOBODYS = [roles.EDITOR, roles.ORGANISER, roles.RECEPTION, roles.DATA_PROTECTION, roles.ADMINISTRATOR]


def page_of(case, deed=""):
    return f"{INDEX}{case.pk}/" + (f"{deed}/" if deed else "")


def sign_in(client, user):
    client.force_login(user)
    return client


def in_state(office, state, **given):
    return a_case_in(state, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer, **given)


def a_picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG")
    return ContentFile(out.getvalue(), name="IMG_home-of-li.jpg")


# ---- Who sees what ---------------------------------------------------------------


@pytest.mark.parametrize("role", NOBODYS)
def test_other_roles_find_no_desk_and_read_no_word(client, office, role):
    case = in_state(office, State.REVIEW, pictures=[a_picture()])
    sign_in(client, people.EVERYBODY[role]())
    addresses = [
        INDEX,
        f"{INDEX}results/",
        page_of(case),
        page_of(case, "contact"),
        f"{page_of(case)}pictures/{case.evidence.get().pk}/",
        *[page_of(case, deed.value) for deed in PAGES],
        "/admin/oversight/readings/",
        "/admin/oversight/readings/enter/",
    ]

    answers = {address: client.get(address) for address in addresses}

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(addresses, 404)
    assert [address for address, answer in answers.items() if CANARY in answer.content.decode()] == []


@pytest.mark.parametrize("role", NOBODYS)
def test_the_front_page_of_other_roles_names_no_case(client, office, role):
    case = a_case()

    content = sign_in(client, people.EVERYBODY[role]()).get("/admin/").content.decode()

    assert case.number not in content
    assert INDEX not in content


def test_without_signing_in_the_desk_leads_to_the_sign_in_page(client, office):
    case = a_case()

    answer = client.get(page_of(case))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("wagtailadmin_login"))


@pytest.mark.parametrize(
    ("state", "seen_by"),
    [
        (State.RECEIVED, {"quality"}),
        (State.ACCEPTED, {"quality"}),
        (State.WORKING, {"quality", "handler", "lab_lead"}),
        (State.REVIEW, {"quality", "handler", "lab_lead", "reviewer", "second_reviewer"}),
        (State.ANSWERED, {"quality", "handler", "lab_lead", "reviewer"}),
    ],
)
def test_each_office_sees_its_own_cases_and_404_elsewhere(client, office, state, seen_by):
    case = in_state(office, state)
    everybody = {
        "quality": office.quality,
        "handler": office.handler,
        "lab_lead": people.person("lei", roles.HANDLER, of="food"),
        "other_handler": people.person("ot", roles.HANDLER, of="industrial"),
        "lab_handler": people.person("la", roles.HANDLER, of="food-lab"),
        "reviewer": office.reviewer,
        "second_reviewer": people.person("se", roles.REVIEWER, of="industrial"),
        "own_reviewer": people.person("ow", roles.REVIEWER, of="food"),
        "lab_reviewer": people.person("lr", roles.REVIEWER, of="food-lab"),
        "bureau_reviewer": people.person("br", roles.REVIEWER, of="bureau"),
        "homeless_reviewer": people.person("ho", roles.REVIEWER, of=None),
    }

    codes = {name: sign_in(client, user).get(page_of(case)).status_code for name, user in everybody.items()}
    listed = {name for name, user in everybody.items() if case.number in sign_in(client, user).get(INDEX).content.decode()}

    assert codes == {name: 200 if name in seen_by else 404 for name in everybody}
    assert listed == seen_by


def test_a_reviewer_never_sees_a_case_that_concerns_the_own_unit_although_another_handles_it(client, office):
    people.person("fu", roles.REVIEWER, of="quality-office")
    case = in_state(office, State.REVIEW, concerned=office.industrial)

    assert sign_in(client, office.reviewer).get(page_of(case)).status_code == 404


@pytest.mark.parametrize(
    ("identity", "seen_by"),
    [(Identity.NAMED, {"quality", "handler"}), (Identity.CONTACT_HIDDEN, {"quality"}), (Identity.UNNAMED, set())],
)
def test_the_contact_is_masked_and_shown_for_a_reason_to_whom_the_mode_allows(client, office, identity, seen_by):
    case = in_state(office, State.REVIEW, identity=identity)
    staff = {"quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    masked, revealed = set(), set()

    for name, user in staff.items():
        sign_in(client, user)
        page = client.get(page_of(case)).content.decode()
        assert EMAIL.value not in page
        if "l***@example.org" in page:
            masked.add(name)
        answer = client.post(page_of(case, "contact"), {"reason": "Call back"})
        assert answer.status_code == (200 if name in seen_by else 404)
        if EMAIL.value in answer.content.decode():
            revealed.add(name)

    assert masked == seen_by
    assert revealed == seen_by
    assert set(AuditEntry.objects.filter(deed="case.reveal_contact").values_list("by_name", "reason")) == {
        (staff[name].username, "Call back") for name in seen_by
    }


def test_without_a_reason_the_contact_stays_hidden(client, office):
    case = a_case()

    answer = sign_in(client, office.quality).post(page_of(case, "contact"), {"reason": "  "})

    assert answer.status_code == 422
    assert EMAIL.value not in answer.content.decode()
    assert not AuditEntry.objects.filter(deed="case.reveal_contact").exists()


def test_opening_a_case_is_written_down(client, office):
    case = a_case()

    sign_in(client, office.quality).get(page_of(case))

    assert list(AuditEntry.objects.filter(deed__startswith="case.").values_list("deed", "by_name", "about_id")) == [
        ("case.open", "quentin", str(case.pk))
    ]


def test_pictures_are_served_only_through_their_case(client, office):
    case, other = a_case(pictures=[a_picture()]), a_case()
    picture = case.evidence.get()
    address = f"{page_of(case)}pictures/{picture.pk}/"

    shown = sign_in(client, office.quality).get(address)
    through_another = client.get(f"{page_of(other)}pictures/{picture.pk}/")

    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"]) == (200, "image/jpeg", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert through_another.status_code == 404
    assert sign_in(client, office.handler).get(address).status_code == 404
    assert "home-of-li" not in picture.file.name
    assert client.get(f"/media/{picture.file.name}").status_code == 404


def test_a_picture_whose_file_is_gone_answers_404(client, office):
    case = a_case(pictures=[a_picture()])
    picture = case.evidence.get()
    picture.file.storage.delete(picture.file.name)

    assert sign_in(client, office.quality).get(f"{page_of(case)}pictures/{picture.pk}/").status_code == 404


# ---- Who may do what ---------------------------------------------------------------


@pytest.mark.parametrize("state", [State.RECEIVED, State.ACCEPTED, State.WORKING, State.REVIEW, State.ANSWERED, State.CLOSED])
def test_buttons_are_the_rows_of_the_table_for_the_persons_office(client, office, state):
    case = in_state(office, state)
    wanted = {
        office.quality: [deed for deed in states.deeds_for(state, {states.Who.QUALITY_OFFICE}) if deed != Deed.DECIDE_DISPUTE],
        # Disputes need an assignment of the last days, and a decision needs a dispute: tests/oversight/disputes.
        office.handler: [deed for deed in states.deeds_for(state, {states.Who.HANDLER}) if deed != Deed.DISPUTE_ASSIGNMENT],
        office.reviewer: states.deeds_for(state, {states.Who.REVIEWER}),
    }

    for user, deeds in wanted.items():
        answer = sign_in(client, user).get(page_of(case))
        shown = [deed.value for deed in Deed if page_of(case, deed.value) in answer.content.decode()]
        assert sorted(shown) == sorted(deed.value for deed in deeds if answer.status_code == 200)


def test_every_deed_of_every_state_is_404_or_409_for_offices_without_it_and_never_500(client, office):
    seen = set()
    for state in [State.RECEIVED, State.WORKING, State.REVIEW, State.CLOSED]:
        case = in_state(office, state)
        for user in (office.quality, office.handler, office.reviewer):
            sign_in(client, user)
            for deed in PAGES:
                answer = client.post(page_of(case, deed.value), {"seen": case.revision})
                allowed = deed in deeds_open_to(user, case) and answer.status_code != 404
                seen.add(answer.status_code)
                # An empty form is refused (422), save where there is nothing to fill in.
                assert answer.status_code in ({422} if allowed and deed != Deed.CLOSE else {302, 404, 409})
        assert Case.objects.get(pk=case.pk).state == state

    assert seen == {404, 409, 422}


def test_a_case_walks_through_the_desk_from_triage_to_publication(client, office):
    case = a_case(consents_to_publication=True)

    def do(user, deed, **given):
        sign_in(client, user)
        seen = Case.objects.get(pk=case.pk).revision
        assert client.get(page_of(case, deed)).status_code == 200
        answer = client.post(page_of(case, deed), {"seen": seen, **given})
        assert answer.status_code == 302, answer.content.decode()
        return Case.objects.get(pk=case.pk)

    texts = {
        "summary_zh": "一位市民反映一台仪器未校准。",
        "summary_en": "A citizen reported a device.",
        "public_answer_zh": "已校准并公开记录。",
        "public_answer_en": "Calibrated.",
    }
    assert do(office.quality, "accept", category="quality", check_item="1").state == State.ACCEPTED
    assert do(office.quality, "assign", unit=office.food.pk).handling_unit == office.food
    assert do(office.handler, "ask_back", question="Which room?").is_paused
    actions.answer_question(case=Case.objects.get(pk=case.pk), text="305", now=MONDAY + timedelta(days=30))
    assert do(office.handler, "draft_answer", text="We look.").handler == office.handler
    assert do(office.handler, "submit_for_review", text="Calibrated.", outcome="upheld", **texts).state == State.REVIEW
    assert do(office.reviewer, "return_to_handler", note="Name the device.").state == State.WORKING
    assert do(office.handler, "submit_for_review", text="Device 7 calibrated.", outcome="upheld", **texts).state == State.REVIEW
    answered = do(office.reviewer, "approve", uninvolved="on")
    assert (answered.state, answered.answer, answered.reviewer_unit) == (State.ANSWERED, "Device 7 calibrated.", office.industrial)
    assert do(office.quality, "close").state == State.CLOSED
    published = do(office.quality, "publish", neutral="on", **texts)
    assert (published.is_published, published.public_answer_zh) == (True, "已校准并公开记录。")
    assert not do(office.quality, "withdraw_publication", reason="The citizen asked.").is_published


def test_who_opened_the_form_before_someone_else_moved_the_case_gets_409_and_nothing_changes(client, office):
    case = a_case()
    seen = case.revision
    actions.redirect(case=case, where="The consumer association.", by=people.person("qi", roles.QUALITY_OFFICE), now=MONDAY)

    answer = sign_in(client, office.quality).post(page_of(case, "accept"), {"seen": seen, "category": "service"})

    assert answer.status_code == 409
    assert Case.objects.get(pk=case.pk).state == State.REDIRECTED


def test_a_draft_written_on_an_older_sight_does_not_overwrite_a_newer_one(client, office):
    case = in_state(office, State.WORKING)
    seen = case.revision
    actions.draft_answer(case=case, text="The newer one.", by=people.person("lei", roles.HANDLER, of="food"), now=MONDAY)

    answer = sign_in(client, office.handler).post(page_of(case, "draft_answer"), {"seen": seen, "text": "The older one."})

    assert answer.status_code == 409
    assert Case.objects.get(pk=case.pk).draft_answer == "The newer one."


def test_a_text_that_comes_too_late_is_shown_again(client, office):
    case = in_state(office, State.WORKING)
    seen = case.revision
    actions.draft_answer(case=case, text="The newer one.", by=office.handler, now=MONDAY + timedelta(hours=3))

    answer = sign_in(client, office.handler).post(page_of(case, "draft_answer"), {"seen": seen, "text": "An hour of <work>."})

    assert (answer.status_code, answer.context["written"]) == (409, [("答复草稿", "An hour of <work>.")])
    assert "An hour of &lt;work&gt;." in answer.content.decode()


def test_a_handler_whose_case_went_to_another_unit_keeps_the_text_and_learns_nothing_else(client, office):
    people.person("reviewer-food", roles.REVIEWER, of="food")
    case = in_state(office, State.WORKING)
    seen = case.revision
    actions.assign(case=case, unit=office.industrial, by=office.quality, now=MONDAY + timedelta(hours=3))
    sign_in(client, office.handler)

    lost = client.post(page_of(case, "draft_answer"), {"seen": seen, "text": "An hour of work."})
    never = client.post("/admin/oversight/cases/999999/draft_answer/", {"seen": seen, "text": "An hour of work."})

    assert (lost.status_code, never.status_code) == (404, 404)
    assert "An hour of work." in lost.content.decode()
    assert case.number not in lost.content.decode()
    assert lost.context["written"] == never.context["written"]
    assert lost.context["header_title"] == never.context["header_title"]
    case.refresh_from_db()
    assert case.draft_answer == ""


def test_the_reviewer_who_comes_second_gets_409_although_the_case_is_gone_from_the_list(client, office):
    case = in_state(office, State.REVIEW)
    seen = case.revision
    actions.approve(case=case, by=office.reviewer, now=MONDAY + timedelta(days=1))

    answer = sign_in(client, people.person("se", roles.REVIEWER, of="industrial")).post(
        page_of(case, "approve"), {"seen": seen, "uninvolved": "on"}
    )

    assert answer.status_code == 409
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 30, "\x00"])
def test_a_broken_hidden_field_is_a_form_error(client, office, seen):
    case = a_case()

    answer = sign_in(client, office.quality).post(page_of(case, "accept"), {"seen": seen, "category": "service"})

    assert answer.status_code in {409, 422}
    assert Case.objects.get().state == State.RECEIVED


@pytest.mark.parametrize(
    ("deed", "given", "field"),
    [
        ("accept", {"category": "quality"}, "check_item"),
        ("accept", {"category": "nonsense"}, "category"),
        ("redirect", {"where": " "}, "where"),
        ("merge", {"number": "FK-1999-000001"}, "number"),
        ("mark_as_spam", {"reason": "x" * 301}, "reason"),
    ],
)
def test_bad_input_is_422_beside_the_field_and_keeps_what_was_typed(client, office, deed, given, field):
    case = a_case()

    answer = sign_in(client, office.quality).post(page_of(case, deed), {"seen": case.revision, **given})

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert 'role="alert"' in answer.content.decode()


def test_a_case_is_not_joined_with_itself_or_with_one_that_is_over(client, office):
    case, over = a_case(), a_case()
    actions.mark_as_spam(case=over, reason="Test", by=office.quality, now=MONDAY)
    sign_in(client, office.quality)

    for other in (case, over):
        answer = client.post(page_of(case, "merge"), {"seen": case.revision, "number": other.number})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"number"})


def test_a_unit_that_nobody_could_review_is_refused_in_words(client, office):
    case = a_case()
    actions.accept(case=case, by=office.quality, now=MONDAY)

    answer = sign_in(client, office.quality).post(page_of(case, "assign"), {"seen": case.revision, "unit": office.industrial.pk})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_a_handler_of_another_unit_cannot_be_chosen(client, office):
    case = a_case()
    actions.accept(case=case, by=office.quality, now=MONDAY)
    stranger = people.person("ot", roles.HANDLER, of="industrial")

    answer = sign_in(client, office.quality).post(
        page_of(case, "assign"), {"seen": case.revision, "unit": office.food.pk, "handler": stranger.pk}
    )

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"handler"})


def test_approving_needs_the_word_that_one_is_uninvolved(client, office):
    case = in_state(office, State.REVIEW)

    answer = sign_in(client, office.reviewer).post(page_of(case, "approve"), {"seen": case.revision})

    assert answer.status_code == 422
    assert Case.objects.get().state == State.REVIEW


def test_public_texts_are_asked_for_only_with_consent(client, office):
    sign_in(client, office.handler)
    without = client.get(page_of(in_state(office, State.WORKING), "submit_for_review"))
    with_consent = client.get(page_of(in_state(office, State.WORKING, consents_to_publication=True), "submit_for_review"))

    assert set(without.context["form"].fields) == {"seen", "text", "outcome"}
    assert set(with_consent.context["form"].fields) == {
        "seen",
        "text",
        "outcome",
        "summary_zh",
        "summary_en",
        "public_answer_zh",
        "public_answer_en",
    }


def test_the_publisher_sees_what_everyone_will_read_before_anyone_does(client, office):
    case = in_state(office, State.CLOSED, consents_to_publication=True)
    texts = {"summary_zh": "一位市民的<b>中性</b>摘要。", "summary_en": "", "public_answer_zh": "已更换。", "public_answer_en": "Replaced."}

    answer = sign_in(client, office.quality).post(page_of(case, "publish"), {"seen": case.revision, "preview": "1", **texts})

    assert answer.status_code == 200
    shown = {code: (public.summary, public.answer) for code, _name, public in answer.context["preview"]}
    # Half a translation is shown as none.
    assert shown == {"zh-hans": ("一位市民的<b>中性</b>摘要。", "已更换。"), "en": ("一位市民的<b>中性</b>摘要。", "已更换。")}
    assert answer.content.decode().count("&lt;b&gt;中性") == 3
    case.refresh_from_db()
    assert (case.is_published, case.public_summary_zh) == (False, "一位市民反映仪器问题。")


def test_an_unknown_deed_or_case_is_404(client, office):
    case = a_case()
    sign_in(client, office.quality)

    addresses = [page_of(case, "explode"), page_of(case, "receive"), f"{INDEX}999999/", f"{INDEX}{10**30}/", f"{INDEX}{10**30}/accept/"]

    assert [client.get(address).status_code for address in addresses] == [404] * 5


# ---- The list ------------------------------------------------------------------------


def numbers_on(client, query=""):
    return [row.number for row in client.get(f"{INDEX}?{query}").context["object_list"]]


def test_open_cases_come_first_and_the_next_due_on_top(client, office):
    closed = in_state(office, State.CLOSED)
    later = in_state(office, State.ACCEPTED)
    sooner = a_case()

    assert numbers_on(sign_in(client, office.quality)) == [sooner.number, later.number, closed.number]


def test_the_list_is_searched_by_number_and_filtered(client, office):
    one, two = a_case(), in_state(office, State.WORKING, category=Category.ENQUIRY)
    sign_in(client, office.quality)

    assert numbers_on(client, f"q={one.number[-4:]}") == [one.number]
    assert numbers_on(client, "state=working") == [two.number]
    assert numbers_on(client, "category=enquiry") == [two.number]
    assert numbers_on(client, f"handling_unit={office.food.pk}") == [two.number]
    assert set(numbers_on(client, "overdue=yes")) == {one.number, two.number}
    assert numbers_on(client, "overdue=no") == []
    assert client.get(f"{INDEX}?q=%22&p=99&ordering=nonsense&due_on_from=nonsense&state=nonsense").status_code == 200


def test_no_page_of_the_desk_carries_an_inline_script(client, office):
    case = in_state(office, State.WORKING)
    sign_in(client, office.quality)
    pages = [INDEX, f"{INDEX}?due_on_from=2026-01-01&due_on_to=2026-12-31", page_of(case), page_of(case, "assign")]
    pages += ["/admin/oversight/readings/", "/admin/oversight/readings/enter/"]

    for page in pages:
        content = client.get(page).content.decode()
        assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", content) == []
        assert " style=" not in content.split("<main")[1]


@pytest.mark.parametrize(("who", "queries"), [("quality", 15), ("handler", 16), ("reviewer", 16)])
def test_the_list_takes_the_same_queries_for_one_row_and_for_three(client, office, django_assert_num_queries, who, queries):
    sign_in(client, getattr(office, who))
    in_state(office, State.REVIEW)
    client.get(INDEX)
    with django_assert_num_queries(queries):
        assert len(numbers_on(client)) == 1
    in_state(office, State.REVIEW)
    in_state(office, State.REVIEW)

    with django_assert_num_queries(queries):
        assert len(numbers_on(client)) == 3


def test_a_case_page_takes_the_same_queries_with_one_message_and_with_three(client, office, django_assert_num_queries):
    case = a_case(pictures=[a_picture()])
    actions.add_message(case=case, text="One.", now=MONDAY)
    sign_in(client, office.quality)
    client.get(page_of(case))
    with django_assert_num_queries(25):
        client.get(page_of(case))
    actions.add_message(case=case, text="Two.", now=MONDAY)
    actions.add_message(case=case, text="Three.", now=MONDAY)

    with django_assert_num_queries(25):
        client.get(page_of(case))


# ---- The front page ----------------------------------------------------------------------


def panels_on(client):
    return {panel.code: panel for panel in client.get("/admin/").context["panels"] if hasattr(panel, "code")}


def test_each_office_finds_its_queue_on_the_front_page(client, office):
    waiting, working, review = a_case(), in_state(office, State.WORKING), in_state(office, State.REVIEW)
    wanted = {
        "quality": {"triage": {waiting}, "answered": set(), "publication": set(), "overdue": {waiting, working, review}},
        "handler": {"queue": {working}, "overdue": {working, review}},
        "reviewer": {"review": {review}, "overdue": {review}},
    }

    for who, queues in wanted.items():
        found = panels_on(sign_in(client, getattr(office, who)))
        assert {code: set(panel.cases) for code, panel in found.items()} == queues


def test_the_quality_office_finds_what_is_to_be_closed_and_what_to_be_published(client, office):
    answered = in_state(office, State.ANSWERED)
    consented = in_state(office, State.CLOSED, consents_to_publication=True)
    refused = in_state(office, State.CLOSED, consents_to_publication=True)
    actions.refuse_publication(case=refused, reason="Not suitable.", by=office.quality, now=MONDAY)

    found = panels_on(sign_in(client, office.quality))

    assert {code: set(found[code].cases) for code in ("answered", "publication")} == {"answered": {answered}, "publication": {consented}}
    assert numbers_on(client, "publication=undecided") == [consented.number]


def test_a_quality_officer_sees_the_front_page_in_chinese_too(client, office, settings):
    settings.LANGUAGE_CODE = "zh-hans"
    case = a_case()

    assert case.number in sign_in(client, office.quality).get("/admin/").content.decode()


# ---- Readings ------------------------------------------------------------------------------


def an_indicator():
    texts = {"name_zh": "校准率", "name_en": "Calibrated", "definition_zh": "…", "definition_en": "…"}
    return Indicator.objects.create(code="calibrated", basis="census", direction="at_least", **texts)


def test_a_unit_enters_a_reading_and_the_quality_office_makes_it_public(client, office):
    indicator = an_indicator()
    given = {
        "indicator": indicator.pk,
        "unit": office.food.pk,
        "period_from": "2026-01-01",
        "period_to": "2026-03-31",
        "numerator": 46,
        "denominator": 46,
        "evidence_zh": "台账",
    }
    sign_in(client, office.handler)
    wrong = client.post("/admin/oversight/readings/enter/", {**given, "numerator": 47, "period_to": "2025-12-31"})
    strange = client.post("/admin/oversight/readings/enter/", {**given, "unit": office.industrial.pk})
    right = client.post("/admin/oversight/readings/enter/", given)
    reading = Measurement.objects.get()
    release = f"/admin/oversight/readings/{reading.pk}/release/"
    by_the_unit = client.post(release)
    sign_in(client, office.quality)
    shown = client.get(release)
    by_the_office = client.post(release)
    again = client.post(release)

    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"numerator", "period_to"})
    assert (strange.status_code, set(strange.context["form"].errors)) == (422, {"unit"})
    assert (right.status_code, by_the_unit.status_code, shown.status_code) == (302, 404, 200)
    assert (by_the_office.status_code, again.status_code) == (302, 404)
    assert list(Measurement.objects.standing()) == [reading]


def test_the_quality_office_does_not_release_its_own_entry(client, office):
    indicator = an_indicator()
    reading = actions.enter_reading(
        indicator=indicator,
        unit=office.food,
        period_from=MONDAY.date(),
        period_to=MONDAY.date(),
        numerator=1,
        denominator=1,
        evidence_zh="台账",
        by=office.quality,
        now=MONDAY,
    )

    assert sign_in(client, office.quality).post(f"/admin/oversight/readings/{reading.pk}/release/").status_code == 422
    assert not Measurement.objects.released().exists()


def test_readings_of_other_units_are_not_listed(client, office):
    sign_in(client, office.handler)

    assert client.get("/admin/oversight/readings/").status_code == 200
    assert sign_in(client, office.reviewer).get("/admin/oversight/readings/").status_code == 404
