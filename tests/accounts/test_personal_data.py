"""What we keep about people is declared, field by field."""

import pytest

from openday.accounts import personal_data
from openday.accounts.models import User
from openday.accounts.personal_data import declared, mask_contact, mask_email, mask_mobile, mask_name, masked, our_models, registry


def undeclared(model) -> set[str]:
    """Fields of the model that its PersonalData names neither as personal nor as harmless."""
    declaration = model.__dict__.get("PersonalData") or getattr(model, "PersonalData", None)
    own = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many) if not field.primary_key}
    if declaration is None:
        return own
    if getattr(declaration, "none", ""):
        return set()
    return own - set(getattr(declaration, "erase", {})) - set(getattr(declaration, "keep", set()))


@pytest.mark.parametrize("model", list(our_models()), ids=lambda model: model._meta.label)
def test_every_field_of_every_model_is_declared(model):
    assert undeclared(model) == set()


@pytest.mark.parametrize("model", list(our_models()), ids=lambda model: model._meta.label)
def test_declarations_name_fields_that_exist(model):
    declaration = getattr(model, "PersonalData", None)
    named = set(getattr(declaration, "erase", {})) | set(getattr(declaration, "keep", set()))

    assert named - {field.name for field in model._meta.get_fields()} == set()


@pytest.mark.parametrize("model", list(our_models()), ids=lambda model: model._meta.label)
def test_no_encrypted_or_contact_field_counts_as_harmless(model):
    """An encrypted field, an email address, an IP address are about a person, whatever `keep` says; `none` needs its reason."""
    if getattr(getattr(model, "PersonalData", None), "none", ""):
        return
    suspects = {
        field.name
        for field in model._meta.local_fields
        if field.__class__.__name__
        in {"EncryptedTextField", "EncryptedJSONField", "EmailField", "GenericIPAddressField", "PhoneNumberField"}
    }

    assert suspects - set(declared(model)) == set()


def test_the_guard_sees_a_model_that_declares_nothing():
    class Model:
        _meta = User._meta

    assert "email" in undeclared(Model)


def test_the_registry_names_purpose_basis_keeper_and_period_of_every_field():
    entries = registry()

    assert {"accounts.user.email", "accounts.auditentry.reason"} <= {entry.key for entry in entries}
    for entry in entries:
        about = entry.about
        assert all(str(text) for text in (about.purpose, about.basis, about.seen_by, about.keep_for, entry.label, entry.kept_in))
        assert about.on_expiry in {"delete", "anonymise"}


@pytest.mark.parametrize(
    ("mask", "value", "expected"),
    [
        (mask_name, "张三丰", "张**"),
        (mask_name, "Alice", "A**"),
        (mask_name, "", ""),
        (mask_mobile, "13812345678", "138****5678"),
        (mask_mobile, "+8613812345678", "138****5678"),
        (mask_mobile, "+85291234567", "+85****67"),
        (mask_mobile, "12", "****"),
        (mask_mobile, "", ""),
        (mask_email, "zhang.san@example.org", "z***@example.org"),
        (mask_email, "@example.org", "***@example.org"),
        (mask_email, "broken", "***"),
        (mask_contact, "zhang.san@example.org", "z***@example.org"),
        (mask_contact, "+8613812345678", "138****5678"),
        (personal_data.mask_all, "anything", "***"),
        (personal_data.mask_all, "", ""),
    ],
)
def test_masks_hide_the_middle(mask, value, expected):
    assert mask(value) == expected


def test_a_row_shows_its_field_masked():
    assert masked(User(last_name="欧阳"), "last_name") == "欧**"
    with pytest.raises(KeyError):
        masked(User(), "password")
