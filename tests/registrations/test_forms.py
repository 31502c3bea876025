"""The forms of visitors: what they offer, what they refuse and with which words, what they carry on."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from openday.registrations.forms import FindForm, Offer, PartyForm, RegistrationForm, choice_labels
from openday.registrations.states import AccessNeed
from tests.factories.registrations import OpenDayFactory, SessionFactory
from tests.registrations.visitor import FILLED

pytestmark = pytest.mark.django_db


def form(session=None, **changes) -> RegistrationForm:
    answers = {**FILLED, **changes}
    return RegistrationForm(answers, offer=Offer.of(session or SessionFactory()), request=RequestFactory().post("/"))


def codes(found: RegistrationForm) -> dict[str, list[str]]:
    return {name: [error.code for error in errors] for name, errors in found.errors.as_data().items()}


def test_a_family_that_fills_in_everything_may_go_on():
    found = form(access_needs=["wheelchair"], access_note="安静一点", consent_assistance="on")

    assert found.errors == {}
    application = found.application()
    assert (application.party.adults, application.party.children_6_13, application.party.places) == (2, 1, 3)
    assert (application.contact.kind, application.contact.value) == ("email", "li.mei@example.org")
    assert application.needs == {"choices": ["wheelchair"], "note": "安静一点"}
    assert application.consents == ["visit", "assistance"]
    assert application.wait


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"adults": ""}, {"adults": ["required"]}),
        ({"adults": "0"}, {"adults": ["min_value"]}),
        ({"adults": "two"}, {"adults": ["invalid"]}),
        ({"adults": "100"}, {"adults": ["max_value"]}),
        ({"children_6_13": "-1"}, {"children_6_13": ["min_value"]}),
        ({"adults": "1", "children_6_13": "5"}, {"adults": ["too_few_adults"]}),
        ({"adults": "20"}, {"adults": ["party_too_large"]}),
        ({"companions": "1"}, {"companions": ["too_many_companions"]}),
        ({"name": " "}, {"name": ["required"]}),
        ({"name": "李" * 41}, {"name": ["max_length"]}),
        ({"contact": "nobody"}, {"contact": ["neither"]}),
        ({"consent_visit": ""}, {"consent_visit": ["required"]}),
        ({"guide_language": "tlh"}, {"guide_language": ["invalid_choice"]}),
        ({"access_needs": ["flying"]}, {"access_needs": ["invalid_choice"]}),
        ({"access_needs": ["wheelchair"]}, {"consent_assistance": ["required"]}),
        ({"access_note": "Ramp, please"}, {"consent_assistance": ["required"]}),
        ({"captcha": "wrong"}, {"captcha": ["wrong"]}),
    ],
)
def test_each_mistake_is_told_beside_its_field(changes, expected):
    found = form(**changes)

    assert {name: errors for name, errors in codes(found).items() if name != "captcha" or "captcha" in changes} == expected


@pytest.mark.parametrize("changes", [{"name": "李" * 41}, {"guide_language": "<b>"}, {"access_needs": ["<b>"]}, {"adults": "x"}])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_words_of_a_mistake_are_ours_and_repeat_nothing_that_was_sent(changes, language):

    with translation.override(language):
        words = str(form(**changes).errors)

    assert "<b>" not in words
    assert "&lt;b&gt;" not in words
    assert "该变量" not in words
    assert "Ensure this value" not in words


def test_one_language_of_the_guide_is_no_question():
    one, two = SessionFactory(languages=["zh-hans"]), SessionFactory(languages=["zh-hans", "en"])

    assert "guide_language" not in form(one).fields
    assert [code for code, _label in form(two).fields["guide_language"].choices] == ["zh-hans", "en"]


def test_bands_that_are_too_young_are_not_offered_and_not_counted():
    session = SessionFactory(open_day=OpenDayFactory(minimum_age=8))
    found = form(session, children_0_5="3")

    assert "children_0_5" not in found.fields
    assert found.errors == {}
    assert found.party().children_0_5 == 0


def test_without_a_waiting_list_nobody_is_asked_to_wait():
    session = SessionFactory(open_day=OpenDayFactory(waiting_list=False))
    found = form(session)

    assert "wait" not in found.fields
    assert found.is_valid()
    assert not found.application().wait


def test_every_number_of_the_help_is_that_of_the_open_day():
    open_day = OpenDayFactory(party_max=5, children_per_adult_max=2)

    help_text = str(form(SessionFactory(open_day=open_day)).fields["adults"].help_text)

    assert "5" in help_text
    assert "2" in help_text
    assert "。 " not in help_text


def test_what_is_carried_over_the_review_makes_the_same_application():
    session = SessionFactory()
    first = form(session, access_needs=["wheelchair", "hearing"], consent_assistance="on", contact=" 138 0013 8000 ")
    assert first.is_valid()
    carried: dict[str, list[str]] = {}
    for name, value in first.carried():
        carried.setdefault(name, []).append(value)

    answers = {name: values if name == "access_needs" else values[0] for name, values in carried.items()}
    again = RegistrationForm({**answers, "captcha": "test"}, offer=Offer.of(session), request=RequestFactory().post("/"))

    assert again.errors == {}
    assert again.application() == first.application()
    assert "captcha" not in carried


def test_a_changed_party_without_needs_is_not_asked_for_companions():
    open_day = OpenDayFactory()

    assert "companions" not in PartyForm(open_day=open_day, needs=0).fields
    assert "companions" in PartyForm(open_day=open_day, needs=1).fields
    assert PartyForm({"adults": "1", "companions": "2"}, open_day=open_day, needs=1).errors.as_data().keys() == {"companions"}


@pytest.mark.parametrize(("typed", "read"), [("k7qm-3xvd", "K7QM3XVD"), (" K7QM 3XVD ", "K7QM3XVD"), ("kiqm3xvo", "K1QM3XV0"), ("码", "")])
def test_a_code_is_read_as_people_type_it(typed, read):
    found = FindForm({"code": typed, "contact": "li.mei@example.org"})
    found.is_valid()

    assert found.cleaned_data.get("code", "") == read


def test_labels_come_in_the_order_of_the_choices():
    assert choice_labels(["hearing", "wheelchair"], dict(AccessNeed.choices)) == choice_labels(
        ["wheelchair", "hearing"], dict(AccessNeed.choices)
    )
