"""The text in the QR code: small, signed, and of no use to whoever only verifies it."""

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from openday.intake.codes import ALPHABET
from openday.registrations import tickets
from openday.registrations.gate import keys
from openday.registrations.gate.models import TicketKey
from openday.registrations.tickets import TicketText

TICKET = TicketText(code="K7QM3XVD", session_id=4711, people=3, sequence=2)


@given(st.binary(max_size=90))
def test_base_45_gives_back_what_it_was_given_and_survives_trimming(whole):
    text = tickets.base45(whole)

    assert tickets.from_base45(text) == whole
    assert text == text.rstrip()


def test_base_45_is_the_one_of_the_standard():
    # The examples of RFC 9285.
    assert tickets.base45(b"AB") == "BB8"
    assert tickets.base45(b"Hello!!") == "%69 VD92EX0"
    assert tickets.from_base45("QED8WEX0") == b"ietf!"
    assert tickets.from_base45("GGW") is None
    assert tickets.from_base45("A") is None
    assert tickets.from_base45("ab:") is None


@pytest.mark.django_db
def test_a_ticket_says_what_was_signed():
    assert tickets.read(tickets.payload(TICKET)) == TICKET
    assert tickets.read(f" {tickets.payload(TICKET)}\n") == TICKET


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["00000000", "ZZZZZZZZ", "0123ABCD"])
def test_every_code_survives(code):
    assert tickets.read(tickets.payload(TicketText(code, 2**32 - 1, 61, 65535))).code == code


@pytest.mark.django_db
def test_the_same_ticket_is_the_same_picture_and_fits_a_small_one():
    text = tickets.payload(TICKET)

    assert text == tickets.payload(TICKET)
    # A QR code of version 5 with 15 % of correction holds 122.
    assert len(text) == 119
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.django_db
def test_no_letter_of_a_ticket_can_be_changed():
    text = tickets.payload(TICKET)

    for place in range(len(text)):
        other = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
        assert tickets.read(other) is None


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "OD2", "OD2" + "0" * 116, "OD1.K7QM3XVD.1.1.0.AAAA", "https://example.org/", "☃" * 200])
def test_other_texts_are_no_tickets(text):
    assert tickets.read(text) is None


@pytest.mark.django_db
def test_a_signed_list_is_no_ticket():
    facts = b"openday list\0" + b"x" * 12
    number, signature = keys.sign(facts)

    assert tickets.read("OD2" + tickets.base45(bytes([number]) + b"x" * 12 + signature)) is None


@pytest.mark.django_db
def test_a_new_key_signs_and_paper_stays_good_until_the_old_one_is_retired():
    old = tickets.payload(TICKET)

    call_command("new_ticket_key")
    new = tickets.payload(TICKET)
    assert new != old
    assert tickets.read(old) == tickets.read(new) == TICKET

    call_command("new_ticket_key", "--retire-old")
    assert tickets.read(old) is tickets.read(new) is None
    assert tickets.read(tickets.payload(TICKET)) == TICKET


@pytest.mark.django_db
def test_the_secret_of_a_key_is_sealed_and_never_handed_out():
    tickets.payload(TICKET)
    secret = TicketKey.objects.get().private

    stored = TicketKey.objects.extra(select={"stored": "private"}).values_list("stored", flat=True).get()
    assert len(secret) == 64
    assert secret not in stored
    assert keys.believed() == {1: TicketKey.objects.get().public}


def test_codes_have_no_look_alikes():
    assert not set("ILOU") & set(ALPHABET)
