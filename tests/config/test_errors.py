"""SENTRY_DSN: what an event says, and what it never says."""

import importlib.util
import logging

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from config import errors

sentry_sdk = pytest.importorskip("sentry_sdk", reason="sentry-sdk is not installed: pip install -r requirements-extras.txt")

SECRETS = [
    "李梅",
    "mei@example.org",
    "13800138000",
    "s3cr3t-ticket-token",
    "s3cr3t-query",
    "s3cr3t-cookie",
    "s3cr3t-header",
    "110101199003070000",
]


def breaks(request: HttpRequest, token: str) -> None:
    name, contact = "李梅", {"email": "mei@example.org", "mobile": ["13800138000"]}
    logging.getLogger("openday").error("No letter to %s", contact)
    try:
        raise LookupError(f"{name} with {token}")
    except LookupError as fact:
        raise ValueError(f"{name} {contact} {request.POST}") from fact


urlpatterns = [path("r/<token>/", breaks)]


@pytest.fixture
def events():
    """The events that would have been sent, each as the text that would travel."""
    from sentry_sdk.transport import Transport

    kept: list[str] = []

    class InMemory(Transport):
        def capture_envelope(self, envelope):
            kept.append(envelope.serialize().decode())

    errors.report_to("https://key@sentry.example.org/1", transport=InMemory)
    yield kept
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_an_event_of_a_broken_view_names_nobody(events):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "s3cr3t-cookie"

    answer = client.post(
        "/r/s3cr3t-ticket-token/?mail=s3cr3t-query",
        {"name": "李梅", "id_number": "110101199003070000"},
        headers={"X-Secret": "s3cr3t-header", "Referer": "https://openday.example.org/r/s3cr3t-ticket-token/"},
    )

    assert answer.status_code == 500
    text = "\n".join(events)
    # It is the event of this break, and it says where.
    assert '"ValueError"' in text
    assert '"LookupError"' in text
    assert '"breaks"' in text
    # Sent as JSON: Chinese may be escaped.
    for secret in SECRETS:
        assert secret not in text
        assert secret.encode("unicode_escape").decode() not in text


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_without_our_filter_the_same_break_would_tell_names(events, monkeypatch):
    monkeypatch.setitem(sentry_sdk.get_client().options, "before_send", None)

    Client(raise_request_exception=False).post("/r/s3cr3t-ticket-token/?mail=s3cr3t-query", {"name": "李梅"})

    text = "\n".join(events)
    assert "s3cr3t-ticket-token" in text
    assert "mei@example.org" in text


def test_a_line_of_the_log_goes_without_its_values(events):
    logging.getLogger("openday").error("No letter to %s", "mei@example.org")

    assert "No letter to %s" in "".join(events)
    assert "mei@example.org" not in "".join(events)


def test_nothing_is_reported_without_an_address():
    errors.report_to("")

    assert not sentry_sdk.get_client().is_active()


@pytest.mark.parametrize(
    "address", ["sentry.example.org", "https://sentry.example.org/1", "https://hunter2@sentry.example.org/", "ftp://hunter2@x/1"]
)
def test_a_malformed_address_stops_the_start_and_is_not_repeated(address):
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN cannot be read: it should be") as fact:
        errors.report_to(address)

    assert "hunter2" not in str(fact.value)


def test_a_missing_package_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setattr(errors, "find_spec", lambda name: None if name == "sentry_sdk" else importlib.util.find_spec(name))

    with pytest.raises(ImproperlyConfigured, match=r"SENTRY_DSN needs a package .* requirements-extras\.txt"):
        errors.report_to("https://key@sentry.example.org/1")
