"""Entries and seals are written so that others can read them."""

import base64
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from openday.oversight.register import ledger
from tests.oversight.register import scene, vectors


def test_a_commitment_is_what_any_shell_computes():
    said = subprocess.run(["sha256sum"], input=b"FK-2026-000123 00ff", capture_output=True, check=True).stdout

    assert ledger.commitment_to("FK-2026-000123", salt="00ff") == said.split()[0].decode()


def test_an_entry_is_one_line_that_comes_apart_as_it_was_put_together():
    written, stated = scene.row(1, previous=ledger.NO_ENTRY)
    line = ledger.line_of(written, stated)

    assert line.startswith(b'{"seq":1,"at":"2026-06-01T01:00:01Z","happened":"2026-06-01T01:00:01Z","case":"')
    assert line.endswith(stated.encode() + b'"}')
    assert ledger.split(line) == (written, stated)
    assert ledger.ENTRY.fullmatch(written)
    assert [ledger.split(bad) for bad in (b"", b"{}", line[:-1], line + b" ")] == [(b"", "")] * 4


def test_keys_and_signatures_are_those_of_go_notes():
    """The example of golang.org/x/mod/sumdb/note, byte for byte."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(vectors.NOTE_SEED)[1:])
    public = key.public_key().public_bytes_raw()

    assert ledger.key_line("PeterNeumann", public) == vectors.NOTE_KEY
    assert ledger.signature_line("PeterNeumann", public, key.sign(vectors.NOTE_TEXT.encode())) == vectors.NOTE_SIGNATURE


def test_a_seal_says_where_how_many_what_and_when():
    entries = scene.rows(3)

    seal = scene.seal(entries)

    assert (seal.origin, seal.size, seal.at) == (scene.ORIGIN, 3, scene.at(3))
    assert ledger.is_sealed_by(seal, scene.KEYS)
    assert not ledger.is_sealed_by(seal, [])
    assert not ledger.is_sealed_by(seal, ["no key", "a+b+c", ""])


@pytest.mark.parametrize(("old", "new"), [("\n3\n", "\n4\n"), ("01:00:03Z", "01:00:04Z"), ("openday.", "openbay.")])
def test_a_changed_seal_is_no_longer_signed(old, new):
    note = scene.note(scene.rows(3))
    changed = note.replace(old, new, 1)
    assert changed != note

    assert not ledger.is_sealed_by(ledger.read_seal(changed), scene.KEYS)


def test_a_seal_of_two_keys_holds_for_whoever_knows_one_of_them():
    """As in the weeks in which a new key comes into use."""
    newer = Ed25519PrivateKey.from_private_bytes(b"n" * 32)
    note = scene.note(scene.rows(2))
    text, public = ledger.read_seal(note).text, newer.public_key().public_bytes_raw()
    both = ledger.read_seal(note + ledger.signature_line(scene.ORIGIN, public, newer.sign(text.encode())))
    forged = ledger.read_seal(note + ledger.signature_line(scene.ORIGIN, public, newer.sign(b"something else")))
    new_key = [ledger.key_line(scene.ORIGIN, public)]

    assert ledger.is_sealed_by(both, scene.KEYS)
    assert ledger.is_sealed_by(both, new_key)
    assert ledger.is_sealed_by(both, scene.KEYS + new_key)
    assert ledger.is_sealed_by(forged, scene.KEYS)
    assert not ledger.is_sealed_by(forged, scene.KEYS + new_key)


@pytest.mark.parametrize("note", ["", "\n\n", "a\nb\n\n— c d\n", vectors.NOTE_TEXT + "\n" + vectors.NOTE_SIGNATURE])
def test_what_is_no_seal_is_refused(note):
    with pytest.raises(ledger.Wrong):
        ledger.read_seal(note)
