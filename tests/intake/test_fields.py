"""One input for one contact; text fields that clean."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from openday.intake.fields import BlockField, Contact, ContactField, LineField
from openday.intake.forms import PublicForm


class VisitForm(PublicForm):
    name = LineField(label="Name", max_length=5, autocomplete="name")
    words = BlockField(label="Words", max_length=20, required=False)
    contact = ContactField(label="Contact", required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("13800138000", "mobile", "+8613800138000"),
        (" 138 0013 8000 ", "mobile", "+8613800138000"),
        ("138-0013-8000", "mobile", "+8613800138000"),
        ("+86 138 0013 8000", "mobile", "+8613800138000"),
        ("0086 13800138000", "mobile", "+8613800138000"),
        ("１３８００１３８０００", "mobile", "+8613800138000"),
        ("+852 9123 4567", "mobile", "+85291234567"),
        ("+1 202 555 0143", "mobile", "+12025550143"),
        ("Zhang.San@Example.org", "email", "zhang.san@example.org"),
        ("zhang＠qq。com", "email", "zhang@qq.com"),
        ("12345@163.com", "email", "12345@163.com"),
        ("a+b@126.com", "email", "a+b@126.com"),
        ("用@例子.中国".replace("用", "yong"), "email", "yong@例子.中国"),
        ("<zhang@example.org>;", "email", "zhang@example.org"),
        ("mailto:zhang@example.org", "email", "zhang@example.org"),
    ],
)
def test_a_contact_is_an_address_or_a_mobile_number(typed, kind, value):
    assert ContactField().clean(typed) == Contact(kind, value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "required"),
        ("\u200b", "required"),
        ("hello", "neither"),
        ("zhang@", "email"),
        ("zhang@localhost", "email"),
        ("zhang@[127.0.0.1]", "email"),
        ("zhang@host.invalid", "email"),
        ("zhang@@example.org", "email"),
        ("zhang@example..org", "email"),
        ("zhang@example.org\nBcc: all@example.org", "email"),
        ("zhang san@example.org", "email"),
        ("a@" + "b" * 300 + ".org", "max_length"),
        ("zhang@qq.con", "slip"),
        ("1380013800", "mobile"),
        ("138001380000", "mobile"),
        ("12800138000", "mobile"),
        ("0755-83376666", "landline"),
        ("+852 2123 4567", "landline"),
        ("110", "mobile"),
        ("9" * 200, "mobile"),
    ],
)
def test_what_is_neither_is_refused_with_a_reason(typed, code):
    with pytest.raises(ValidationError) as caught:
        ContactField().clean(typed)

    assert caught.value.error_list[0].code == code


def test_a_slip_is_named():
    with pytest.raises(ValidationError, match=r"zhang@qq\.com"):
        ContactField().clean("zhang@qq.con")


@given(st.text(max_size=300))
def test_no_text_breaks_the_contact_field(text):
    try:
        contact = ContactField(required=False).clean(text)
    except ValidationError:
        return
    assert contact is None or (contact.kind in {"email", "mobile"} and contact.value.isprintable())


def test_a_contact_that_slips_into_a_page_is_masked():
    assert str(Contact("mobile", "+8613800138000")) == "138****8000"
    assert f"{Contact('email', 'zhang@example.org')}" == "z***@example.org"


def test_lengths_are_counted_after_cleaning():
    assert VisitForm({"name": " 张三丰 \u200b\u200b\u200b"}).is_valid()
    assert list(VisitForm({"name": "一二三四五六"}).errors) == ["name"]
    assert VisitForm({"name": "a", "words": "x" * 9 + "\r\n" + "y" * 10}).is_valid()


def test_invisible_names_are_no_names():
    assert [error.code for error in VisitForm({"name": "\u200b\u3164"}).errors.as_data()["name"]] == ["required"]


def test_what_was_typed_is_shown_again_even_when_it_cannot_be_sent():
    form = VisitForm({"name": "too long \ud800\0name"})

    assert not form.is_valid()
    assert "too long name" in form["name"].as_widget()
    form["name"].as_widget().encode("utf-8")


def test_widgets_carry_autocomplete_and_no_browser_pop_ups():
    page = VisitForm()["name"].as_widget()

    assert 'autocomplete="name"' in page
    assert "required" not in page
    assert "style=" not in page


def test_a_group_names_its_error_and_its_help():
    form = VisitForm({"name": ""})
    group = form["name"].as_field_group()

    assert 'id="id_name_error"' in group
    assert 'aria-describedby="id_name_error"' in group
    assert 'aria-invalid="true"' in group
