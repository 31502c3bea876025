"""The pages: feedback, tracking, lists, promises."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from openday.intake.visits import VisitMark, sign_visit
from openday.mail.models import Message
from openday.oversight import actions
from openday.oversight.demo.programme import fill_programme
from openday.oversight.demo.promises import fill_promises
from openday.oversight.models import Case, Indicator, Measurement, PlanItem
from openday.oversight.states import State
from openday.oversight.views import feedback as feedback_view
from tests import people
from tests.factories import events
from tests.factories.oversight import MONDAY, a_case, a_receipt
from tests.factories.oversight_public import a_broken_picture, a_form, a_picture, a_published_case
from tests.oversight.test_forms import HOSTILE

pytestmark = pytest.mark.django_db
FEEDBACK, RECEIPT, CASE = "/zh-hans/oversight/feedback/", "/zh-hans/oversight/receipt/", "/zh-hans/oversight/case/"
LANGUAGES = ("zh-hans", "zh-hant", "en")
PUBLIC = ("", "procedure/", "campaign/", "feedback/objection/", "feedback/misconduct/", "published/", "commitments/", "satisfaction/")


@pytest.fixture
def opened(client, office):
    """A case that this client has opened by its receipt."""
    receipt = a_receipt(now=timezone.now() - timedelta(hours=1))
    answer = client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})
    assert (answer.status_code, answer.headers["Location"]) == (303, CASE)
    return receipt.case


# ---- Pages to read -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PUBLIC)
def test_public_pages_are_cacheable_and_set_no_cookie(client, office, language, page):
    fill_programme()
    a_published_case(office)

    answer = client.get(f"/{language}/oversight/{page}")

    assert answer.status_code == 200
    assert "public" in answer.headers["Cache-Control"]
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert dict(answer.cookies) == {}


# One or two of each are the frame's.
@pytest.mark.parametrize(
    ("page", "queries"), [("published/", 6), ("commitments/", 5), ("procedure/", 3), ("campaign/", 9), ("satisfaction/", 7)]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_the_same_few_queries_for_one_row_and_for_three(client, request, page, queries, rows):
    office, exactly = request.getfixturevalue("office"), request.getfixturevalue("django_assert_num_queries")
    fill_promises()
    fill_programme()
    for _count in range(rows):
        a_published_case(office)
    client.get(f"/en/oversight/{page}")

    with exactly(queries):
        client.get(f"/en/oversight/{page}")


def test_public_pages_refuse_to_be_posted_to(client):
    assert {client.post(f"/en/oversight/{page}").status_code for page in PUBLIC} == {405}


def test_the_list_is_narrowed_by_category_unit_and_year(client, office):
    service = a_published_case(office)
    enquiry = a_published_case(office, category="enquiry")

    def listed(query: str) -> set[str]:
        return {case.number for case in client.get(f"/en/oversight/published/?{query}").context["cases"]}

    both = {service.number, enquiry.number}
    assert listed("") == both
    assert listed("category=enquiry") == {enquiry.number}
    assert listed("unit=food") == both
    assert listed("year=2026") == both
    # What can't be chosen narrows nothing.
    assert listed("unit=industrial&year=1999&category=nonsense&page=-1") == both


@pytest.mark.parametrize("number", ["FK-2026-0000011", "FK-2026-00001", "fk-2026-000001", "FK-２０２６-000001", "FK-2026-000001%0A"])
def test_what_is_no_case_number_is_not_found(client, number):
    assert client.get(f"/en/oversight/published/{number}/").status_code == 404


def test_the_campaign_shows_eighteen_empty_slots_and_three_centres(client):
    for code in ("food", "industrial"):
        people.unit(code)
    fill_programme()

    text = client.get("/en/oversight/campaign/").content.decode()

    assert text.count("slots__item--unnamed") == 18
    assert PlanItem.objects.filter(title_zh="").count() == 18
    assert "fourth" not in text.lower()


def test_there_is_no_campaign_page_before_there_is_a_campaign(client):
    assert client.get("/en/oversight/campaign/").status_code == 404


# ---- Promises ------------------------------------------------------------------------------------------


def a_reading(indicator, unit, office, numerator, denominator, **more):
    values = {
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 3, 31),
        "evidence_zh": "=核查记录",
        "entered_at": MONDAY,
        "entered_by": office.handler,
        "released_at": MONDAY,
        "released_by": office.quality,
    }
    return Measurement.objects.create(indicator=indicator, unit=unit, numerator=numerator, denominator=denominator, **{**values, **more})


@pytest.mark.parametrize(
    ("numerator", "denominator", "verdict"), [(0, 300, "too_few"), (0, 2995, "attained"), (2, 1000, "missed"), (1, 1000, "too_few")]
)
def test_the_error_rate_is_judged_by_the_size_of_its_sample(client, office, numerator, denominator, verdict):
    fill_promises()
    a_reading(Indicator.objects.get(code="conclusion-error-rate"), office.industrial, office, numerator, denominator)

    card = client.get("/en/oversight/commitments/conclusion-error-rate/").context["indicator"].cards[0]

    assert (card.verdict, card.target, card.fraction) == (verdict, "≤1‰", f"{numerator}/{denominator}")


def test_the_error_rate_binds_one_centre_alone(client, office):
    fill_promises()
    indicator = Indicator.objects.get(code="conclusion-error-rate")
    a_reading(indicator, office.food, office, 9, 1000)

    page = client.get("/en/oversight/commitments/conclusion-error-rate/").context["indicator"]

    assert [card.verdict for card in page.cards] == ["not_published"]
    assert [(reading.unit, reading.verdict) for reading in page.readings] == [("Food testing centre", "")]


def test_a_correction_stands_and_the_corrected_reading_stays_visible(client, office):
    fill_promises()
    indicator = Indicator.objects.get(code="instruments-calibrated")
    wrong = a_reading(indicator, office.bureau, office, 90, 90)
    a_reading(indicator, office.bureau, office, 88, 90, corrects=wrong)

    page = client.get("/en/oversight/commitments/instruments-calibrated/").context["indicator"]

    assert (page.cards[0].fraction, page.cards[0].verdict, page.cards[0].ratio) == ("88/90", "missed", "97.78%")
    assert [(reading.fraction, reading.is_corrected, reading.is_correction) for reading in page.readings] == [
        ("88/90", False, True),
        ("90/90", True, False),
    ]


def test_nearly_all_is_never_written_as_a_hundred_per_cent(client, office):
    fill_promises()
    a_reading(Indicator.objects.get(code="instruments-calibrated"), office.bureau, office, 99_999, 100_000)

    card = client.get("/en/oversight/commitments/instruments-calibrated/").context["indicator"].cards[0]

    assert (card.ratio, card.verdict) == (">99.99%", "missed")


def test_an_unreleased_reading_is_not_published(client, office):
    fill_promises()
    unreleased = {"released_at": None, "released_by": None}
    a_reading(Indicator.objects.get(code="instruments-calibrated"), office.bureau, office, 77, 90, **unreleased)

    assert "77/90" not in client.get("/en/oversight/commitments/instruments-calibrated/").content.decode()
    assert "77" not in client.get("/en/oversight/commitments/instruments-calibrated/readings.csv").content.decode().split("\r\n", 1)[1]


def test_the_file_of_readings_opens_in_a_spreadsheet_and_runs_no_formula(client, office):
    fill_promises()
    a_reading(Indicator.objects.get(code="instruments-calibrated"), office.bureau, office, 88, 90)

    answer = client.get("/zh-hans/oversight/commitments/instruments-calibrated/readings.csv")

    rows = answer.content.decode("utf-8-sig").splitlines()
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 2
    assert "'=核查记录" in rows[1]
    assert client.get("/zh-hans/oversight/commitments/unknown/readings.csv").status_code == 404


# ---- Feedback -------------------------------------------------------------------------------------------


def test_the_first_question_lists_seven_categories_and_two_side_paths(client):
    choices = client.get(FEEDBACK).context["choices"]

    assert len(choices) == 9
    assert [choice.code for choice in choices[-2:]] == ["objection", "misconduct"]


@pytest.mark.parametrize(("side_path", "article"), [("objection", "article 88"), ("misconduct", "articles 23, 34 to 36")])
def test_the_side_paths_lead_to_their_legal_way_and_make_no_case(client, side_path, article):
    by_question = client.get(f"{FEEDBACK}?category={side_path}")
    by_force = client.post(FEEDBACK, a_form(category=side_path))

    assert by_question.headers["Location"] == by_force.headers["Location"] == f"{FEEDBACK}{side_path}/"
    assert Case.objects.count() == 0
    assert article in client.get(f"/en/oversight/feedback/{side_path}/").content.decode()


def test_a_message_with_picture_becomes_a_case(client, office):
    sent = a_form(category="quality", check_item="sampling", unit="food", identity="contact_hidden", contact="138 0013 8000", consent="on")

    answer = client.post(FEEDBACK, {**sent, "pictures": [a_picture(), a_picture()]})

    case = Case.objects.get()
    assert answer.status_code == 303
    assert (case.state, case.category, case.check_item.code, case.concerned_unit.code) == (State.RECEIVED, "quality", "sampling", "food")
    assert (case.contact, case.has_consent, case.evidence.count(), case.language) == ("+8613800138000", True, 2, "zh-hans")


def test_a_message_without_a_name_writes_no_letter(client):
    client.post(FEEDBACK, a_form(name="李平", contact="li.ping@example.com"))

    assert Case.objects.get().contact == ""
    assert Message.objects.count() == 0
    assert mail.outbox == []


def test_a_bad_form_keeps_everything_typed_and_leads_to_each_field(client):
    answer = client.post(
        FEEDBACK,
        {
            **a_form(category="quality", identity="named", name="李平", contact="nonsense", text="看到标签过期", consent="on"),
            "pictures": [a_broken_picture("标签.jpg")],
        },
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in text
    assert [wanted for wanted in ("李平", "nonsense", "看到标签过期", "标签.jpg") if wanted not in text] == []
    assert answer.context["form"]["consent"].value() is True
    assert answer.context["pictures_lost"] is True
    assert set(answer.context["form"].errors) == {"check_item", "contact", "pictures"}
    assert Case.objects.count() == 0


def test_the_key_of_the_form_survives_an_error(client):
    answer = client.post(FEEDBACK, a_form(text=""))

    assert answer.context["form"]["request_key"].value() == "k" * 43


def test_a_form_without_a_category_asks_the_first_question_again(client):
    assert client.post(FEEDBACK, a_form(category=None)).status_code == 422
    assert client.get(f"{FEEDBACK}?category=nonsense").status_code == 422


def test_a_visit_is_noted_with_its_session_and_once_as_visited(client, office):
    session = events.SessionFactory()
    token = sign_visit(VisitMark(session.pk, nonce="ticket-7"))
    page = client.get(f"{FEEDBACK}?category=service&visit={token}")
    assert page.context["visit"] == session

    client.post(FEEDBACK, a_form(visit=token))
    client.post(FEEDBACK, a_form(visit=token, request_key="m" * 43))

    assert list(Case.objects.order_by("pk").values_list("session", "visited")) == [(session.pk, True), (session.pk, False)]


def test_a_forged_visit_is_a_message_like_any_other(client):
    client.post(FEEDBACK, a_form(visit="forged"))

    assert (Case.objects.get().session, Case.objects.get().visited) == (None, False)


def test_the_sixth_message_within_an_hour_is_refused_politely_and_keeps_its_text(client):
    for number in range(5):
        assert client.post(FEEDBACK, a_form(request_key=f"{number}" * 43)).status_code == 303

    answer = client.post(FEEDBACK, a_form(request_key="x" * 43, text="第六件"))

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    assert "第六件" in answer.content.decode()
    assert Case.objects.count() == 5


def test_mistakes_do_not_count_as_messages(client):
    for _try in range(7):
        assert client.post(FEEDBACK, a_form(text="")).status_code == 422

    assert client.post(FEEDBACK, a_form()).status_code == 303


def test_endless_tries_of_the_form_end(client, monkeypatch):
    monkeypatch.setattr(feedback_view, "TRIES_PER_HOUR", 2)
    codes = [client.post(FEEDBACK, a_form(text="")).status_code for _try in range(3)]

    assert codes == [422, 422, 429]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_never_break_a_page(client, value):
    """Every field of every form and every query, with every value of the table."""
    codes = set()
    for name in (
        "category",
        "visit",
        "request_key",
        "check_item",
        "unit",
        "text",
        "identity",
        "name",
        "contact",
        "consent",
        "captcha",
        "pictures",
    ):
        codes.add(client.post(FEEDBACK, _sendable(a_form(**{"category": "quality", name: value}))).status_code)
    codes.add(client.post(CASE, _sendable({"number": value, "code": value})).status_code)
    codes.add(client.post(CASE, _sendable({"deed": value, "text": value})).status_code)
    codes.add(client.post(RECEIPT, _sendable({"code": value})).status_code)
    for query in ("published/", "case/", "feedback/", "commitments/"):
        shown = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")[:2000]
        sent = {"page": shown, "category": shown, "unit": shown, "year": shown, "number": shown, "visit": shown, "done": shown}
        codes.add(client.get(f"/en/oversight/{query}", sent).status_code)

    assert max(codes) < 500


def _sendable(sent: dict) -> dict:
    """What a browser, or a script in its place, can put on the wire: any bytes."""
    return {name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value for name, value in sent.items()}


def test_forms_are_kept_nowhere(client):
    for address in (FEEDBACK, f"{FEEDBACK}?category=enquiry", CASE, RECEIPT):
        assert "no-store" in client.get(address).headers["Cache-Control"]


# ---- Tracking ---------------------------------------------------------------------------------------------


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(client):
    receipt = a_receipt()

    unknown = client.post(CASE, {"number": "FK-2020-999999", "code": receipt.secret})
    wrong = client.post(CASE, {"number": receipt.case.number, "code": "0000-0000-0000"})

    assert unknown.status_code == wrong.status_code == 422
    said = [list(answer.context["form"].non_field_errors()) for answer in (unknown, wrong)]
    assert said[0] == said[1] != []


def test_the_code_of_another_case_opens_nothing(client):
    one, other = a_receipt(), a_receipt()

    assert client.post(CASE, {"number": one.case.number, "code": other.secret}).status_code == 422


def test_the_eleventh_try_within_an_hour_is_refused_even_with_the_right_code(client):
    receipt = a_receipt()
    for _try in range(10):
        client.post(CASE, {"number": receipt.case.number, "code": "0000-0000-0000"})

    assert client.post(CASE, {"number": receipt.case.number, "code": receipt.secret}).status_code == 429


def test_guesses_from_many_addresses_are_counted_per_case(client):
    receipt = a_receipt()
    for number in range(10):
        client.post(CASE, {"number": receipt.case.number, "code": "0"}, REMOTE_ADDR=f"192.0.2.{number}")

    answer = client.post(CASE, {"number": receipt.case.number, "code": receipt.secret}, REMOTE_ADDR="192.0.2.99")

    assert answer.status_code == 429


def test_the_link_in_a_letter_fills_in_the_number(client):
    assert client.get(f"{CASE}?number=FK-2026-000001").context["form"]["number"].value() == "FK-2026-000001"


def test_the_link_of_another_case_does_not_show_the_opened_one(client, opened):
    answer = client.get(f"{CASE}?number=FK-2020-000001")

    assert "case" not in answer.context
    assert client.get(f"{CASE}?number={opened.number}").context["case"].number == opened.number


def test_an_opened_case_shows_its_course_and_is_kept_nowhere(client, opened):
    page = client.get(CASE)

    assert page.context["case"].text == opened.text
    assert len(page.context["case"].steps) == 1
    assert "no-store" in page.headers["Cache-Control"]


def test_adding_something_reaches_the_office_with_its_picture_once(client, opened):
    for _twice in range(2):
        answer = client.post(CASE, {"deed": "write", "text": "是周六上午", "pictures": [a_picture()]})

    assert answer.headers["Location"] == f"{CASE}?done=sent"
    assert [message.text for message in opened.messages.all()] == ["是周六上午"]
    assert opened.evidence.count() == 1


def test_answering_a_question_starts_the_clock_again(client, opened, office):
    actions.ask_back(case=opened, question="哪一天？", by=office.quality, now=timezone.now())
    page = client.get(CASE)
    assert page.context["case"].has_question
    assert "哪一天？" in page.content.decode()

    client.post(CASE, {"deed": "write", "text": "星期六"})

    opened.refresh_from_db()
    assert opened.state == State.RECEIVED
    assert [message.text for message in opened.messages.order_by("pk")] == ["哪一天？", "星期六"]


def test_a_message_to_a_case_that_is_over_is_409_and_keeps_the_text(client, opened, office):
    actions.redirect(case=opened, where="12345", by=office.quality, now=timezone.now())

    answer = client.post(CASE, {"deed": "write", "text": "还有一点"})

    assert answer.status_code == 409
    assert "还有一点" in answer.content.decode()
    assert opened.messages.count() == 0


def test_an_empty_message_is_422(client, opened):
    assert client.post(CASE, {"deed": "write", "text": " \u200b "}).status_code == 422


def test_consent_is_given_and_taken_back(client, opened):
    client.post(CASE, {"deed": "give_consent"})
    opened.refresh_from_db()
    given = opened.has_consent
    client.post(CASE, {"deed": "withdraw_consent"})
    opened.refresh_from_db()

    assert (given, opened.has_consent) == (True, False)


def test_a_case_that_was_set_aside_asks_for_no_consent(client, opened, office):
    assert "give_consent" in client.get(CASE).content.decode()

    actions.redirect(case=opened, where="12315", by=office.quality, now=timezone.now())

    assert "give_consent" not in client.get(CASE).content.decode()


def test_withdrawing_is_asked_for_once_more(client, opened):
    assert client.get(f"{CASE}withdraw/").status_code == 200
    opened.refresh_from_db()
    assert opened.state == State.RECEIVED

    client.post(f"{CASE}withdraw/")

    opened.refresh_from_db()
    assert opened.state == State.WITHDRAWN
    assert client.post(f"{CASE}withdraw/").status_code == 409


def test_who_is_not_content_asks_once_for_each_way(client, opened, office):
    now = timezone.now()
    actions.accept(case=opened, by=office.quality, now=now)
    actions.assign(case=opened, unit=office.food, by=office.quality, now=now)
    actions.submit_for_review(case=opened, text="The answer.", outcome="explained", by=office.handler, now=now)
    assert client.get(CASE).context["case"].ways_again == []
    actions.approve(case=opened, by=office.reviewer, now=now)
    assert client.get(CASE).context["case"].ways_again == ["redo", "appeal"]
    assert client.post(CASE, {"deed": "again", "how": "redo"}).status_code == 422

    client.post(CASE, {"deed": "again", "how": "redo", "reason": "没有回答我的问题"})

    opened.refresh_from_db()
    assert opened.state == State.REDO
    assert client.get(CASE).context["case"].ways_again == []


def test_signing_out_closes_the_case_on_this_device(client, opened):
    assert client.get(f"{CASE}close/").status_code == 405

    answer = client.post(f"{CASE}close/")

    assert answer.headers["Location"] == f"{CASE}?signed-out"
    assert "case" not in client.get(CASE).context


def test_a_case_stays_open_for_half_an_hour_after_the_last_look(client, office):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        receipt = a_receipt(now=timezone.now() - timedelta(hours=1))
        client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})
        clock.shift(timedelta(minutes=29))
        assert "case" in client.get(CASE).context
        clock.shift(timedelta(minutes=29))
        assert "case" in client.get(CASE).context
        clock.shift(timedelta(minutes=31))

        assert "case" not in client.get(CASE).context


def test_what_was_typed_into_an_expired_page_is_shown_to_be_copied(client):
    answer = client.post(CASE, {"deed": "write", "text": "很长的一段话"})

    assert answer.status_code == 403
    assert "很长的一段话" in answer.content.decode()


def test_a_case_is_not_flooded(client, opened):
    # The limit counts by the hour of the clock, and one begins at any moment.
    with time_machine.travel(timezone.now(), tick=False):
        codes = [client.post(CASE, {"deed": "write", "text": f"第{number}条"}).status_code for number in range(11)]

    assert codes == [303] * 10 + [429]


def test_forms_need_the_token_of_the_page(office):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(FEEDBACK, a_form()).status_code == 403
    assert strict.post(CASE, {"number": "FK-2026-000001", "code": "x"}).status_code == 403
    assert Case.objects.count() == 0


def test_a_case_shows_no_staff_and_no_code(client, opened):
    text = client.get(CASE).content.decode()

    assert opened.secret_hash not in text
    assert a_case().number not in text
