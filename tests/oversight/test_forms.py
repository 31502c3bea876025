"""What citizens send in."""

import pytest
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from openday.oversight.forms import FeedbackForm, FindCaseForm, PublishedFilter
from tests import people
from tests.factories.oversight_public import a_broken_picture, a_form, a_picture

HOSTILE = [
    "\x00",
    "\ud800",
    "\u202e\u202d",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "A" * 100_000,
    "-1",
    "９" * 40,
    "../../etc/passwd",
    "%00",
    "\r\nSet-Cookie: a=b",
    "🧪" * 500,
]


def feedback(*pictures, **changed) -> FeedbackForm:
    files = MultiValueDict({"pictures": list(pictures)}) if pictures else None
    return FeedbackForm(a_form(**changed), files, request=RequestFactory().post("/"))


@pytest.mark.django_db
def test_a_message_without_a_name_needs_nothing_but_its_text():
    form = feedback()

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["name"], form.cleaned_data["contact"], form.cleaned_data["pictures"]) == ("", None, [])


@pytest.mark.django_db
def test_contact_typed_before_choosing_no_name_is_dropped_and_not_judged():
    form = feedback(identity="unnamed", name="李平", contact="not an address")

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["name"], form.cleaned_data["contact"]) == ("", None)


@pytest.mark.django_db
def test_hidden_contact_keeps_the_contact_and_drops_the_name():
    form = feedback(identity="contact_hidden", name="李平", contact="li.ping@example.com")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == ""
    assert form.cleaned_data["contact"].value == "li.ping@example.com"


@pytest.mark.parametrize(
    ("identity", "missing"), [("named", {"name", "contact"}), ("contact_hidden", {"contact"}), ("", {"identity"}), ("x", {"identity"})]
)
@pytest.mark.django_db
def test_each_identity_asks_for_what_it_needs(identity, missing):
    assert set(feedback(identity=identity).errors) == missing


@pytest.mark.django_db
def test_only_testing_quality_asks_for_one_of_the_six_checks():
    assert set(feedback(category="quality").errors) == {"check_item"}
    assert set(feedback(category="quality", check_item="nonsense").errors) == {"check_item"}
    assert feedback(category="quality", check_item="sampling").is_valid()
    assert "check_item" not in feedback(category="praise").fields


@pytest.mark.django_db
def test_consent_to_publication_is_never_ticked_beforehand():
    assert not feedback().is_bound or not feedback().fields["consent"].initial
    assert "checked" not in str(FeedbackForm(category="enquiry", request=RequestFactory().get("/"))["consent"])


@pytest.mark.django_db
def test_an_office_can_not_be_named_as_the_unit_concerned():
    people.unit("food")
    people.unit("quality-office")

    assert feedback(unit="food").is_valid()
    assert set(feedback(unit="quality-office").errors) == {"unit"}


@pytest.mark.django_db
def test_pictures_are_re_encoded():
    form = feedback(a_picture(), a_picture("second.jpg"))

    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["pictures"]) == 2


@pytest.mark.django_db
def test_each_broken_picture_is_named():
    form = feedback(a_broken_picture("one.jpg"), a_picture(), a_broken_picture("two.jpg"))

    assert len(form.errors["pictures"]) == 2
    assert "one.jpg" in form.errors["pictures"][0]
    assert "two.jpg" in form.errors["pictures"][1]


@pytest.mark.django_db
def test_a_fourth_picture_is_refused():
    assert set(feedback(*[a_picture() for _count in range(4)]).errors) == {"pictures"}


@pytest.mark.django_db
def test_a_key_that_we_can_not_have_made_is_replaced():
    form = feedback(request_key="short")

    assert form.is_valid()
    assert len(form.cleaned_data["request_key"]) == 43


def test_a_receipt_is_read_as_people_type_it():
    form = FindCaseForm({"number": " fk-2026-000123 ", "code": "7k3m q9tx-2b4d"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"number": "FK-2026-000123", "code": "7K3MQ9TX2B4D"}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.django_db
def test_no_hostile_value_breaks_a_form(value):
    """The table of values, in every field of the three forms at once and in each alone."""
    fields = ["category", "visit", "request_key", "check_item", "unit", "text", "identity", "name", "contact", "consent", "captcha"]
    for name in fields:
        str(feedback(category="quality", **({} if name == "category" else {name: value})).errors)
        str(feedback(**{name: value}))
    str(FindCaseForm({"number": value, "code": value}).errors)
    assert PublishedFilter({"category": value, "unit": value, "year": value}).chosen() == {}


class AnyText(HypothesisTestCase):
    @given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=80))
    def test_any_text_is_judged_without_an_error(self, text, contact, unit):
        form = feedback(text=text, contact=contact, unit=unit, identity="contact_hidden")

        form.is_valid()
        str(form)
