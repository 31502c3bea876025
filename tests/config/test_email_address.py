"""EMAIL_URL becomes Django's settings of mail."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path("/srv/portal")


@pytest.mark.parametrize(
    ("url", "folder"),
    [("filemail:///var/letters", "/var/letters"), ("filemail://var/letters", "/srv/portal/var/letters"), (None, "/srv/portal/default")],
)
def test_letters_as_files_go_where_the_address_says(monkeypatch, url, folder):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    if url:
        monkeypatch.setenv("EMAIL_URL", url)

    found = environment.email("EMAIL_URL", ROOT, default="filemail:///srv/portal/default")

    assert found["LETTER_TRANSPORT"] == "openday.mail.backends.ReadableFiles"
    assert found["EMAIL_FILE_PATH"] == folder


def test_a_server_with_a_password_and_tls(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://user:p%40ss@mail.example.org:587")

    found = environment.email("EMAIL_URL", ROOT, default="consolemail://")

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"], found["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        "p@ss",
        True,
    )


def test_a_malformed_address_is_named_and_its_password_is_not(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "pigeon://user:hunter2@loft")

    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read") as fact:
        environment.email("EMAIL_URL", ROOT, default="consolemail://")

    assert "hunter2" not in str(fact.value)
