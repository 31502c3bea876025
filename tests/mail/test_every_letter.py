"""Every letter that any room writes, in every language, as a mail program and an old terminal get it."""

import email
import re
from email import policy
from urllib.parse import urlsplit

import icalendar
import pytest
from django.conf import settings
from wagtail.models import Site

from home.models import SiteSettings
from openday.language.traditional import to_traditional
from openday.mail import kinds, mime, plain, rendering
from tests.mail.conftest import NOW

pytestmark = pytest.mark.django_db
# Kinds that tests of this room declare for themselves have templates of their own.
KINDS = [kind for kind in kinds.everything() if kind.code not in {"visit", "bare"}]
EVERY = [pytest.param(kind, language, id=f"{kind.code}-{language}") for kind in KINDS for language in ("zh-hans", "zh-hant", "en")]
OWN_HOST = urlsplit(settings.BASE_URL).netloc
MOST_BYTES = 100_000
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_HAN = re.compile(r"[㐀-鿿]")
# Latin letters that belong into a Chinese letter: the number of a case, the code of a ticket.
_LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(autouse=True)
def _who_writes():
    """All lines of the letterhead, as on a site that is in use."""
    site = SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))[0]
    site.authority_zh, site.authority_en = "深圳检验检疫局", "Inspection Bureau"
    site.address_zh, site.address_en, site.telephone, site.email = "福强路1011号", "1011 Fuqiang Road", "0755-1234567", "desk@example.org"
    site.save()


def message(kind, language):
    raw = mime.sample(kind, language, to="wang@example.org", now=NOW).message().as_bytes()
    return raw, email.message_from_bytes(raw, policy=policy.default)


def test_there_are_letters_of_every_room():
    assert {kind.family for kind in KINDS} == {"registration", "case", "staff_case", "staff_notice"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_says_when_it_is_sent(kind):
    assert str(kind.about)
    assert set(kind.placeholders) <= set(kind.sample_in("en")) | {"unsubscribe_url"}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_is_whole_small_and_fetches_nothing(kind, language):
    raw, letter = message(kind, language)
    html = letter.get_body(("html",)).get_content()
    text = letter.get_body(("plain",)).get_content()

    assert len(raw) <= MOST_BYTES
    for part in (letter["Subject"], text, html):
        assert not re.search(r"\{\{|\{%|%\(|\bNone\b|\bUndefined\b", part)
        assert {urlsplit(address).netloc for address in _ADDRESS.findall(part)} <= {OWN_HOST}
    assert not re.search(r"<(?:img|link|script|iframe|object|form|input|video|audio|base)\b|url\(|@import|\bsrc=|\son\w+=", html, re.I)
    assert {urlsplit(link).scheme for link in re.findall(r'href="([^"]*)"', html)} <= {"http", "https", "mailto"}
    assert '<meta name="color-scheme" content="light dark">' in html
    assert f'lang="{rendering.HTML_LANG[language]}"' in html
    assert 'style="' in html


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_letter_is_in_its_own_language(kind, language):
    rendered = rendering.email(kind.code, language, kind.sample_in(language))
    words = _ADDRESS.sub("", f"{rendered.subject}\n{rendered.text}").replace("desk@example.org", "").replace("FK-", "").replace("ZG-", "")

    if language == "en":
        assert not _HAN.search(words)
    else:
        assert not set(_LATIN.findall(words)) - {"QM", "XVD"}
    if language == "zh-hant":
        assert to_traditional(words) == words


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_text_part_fits_into_a_terminal_and_no_address_is_broken(kind, language):
    _raw, letter = message(kind, language)
    part = letter.get_body(("plain",))
    lines = part.get_content().splitlines()

    assert (part.get_param("format"), part.get_param("delsp"), part.get_content_charset()) == ("flowed", "yes", "utf-8")
    assert "-- " in lines
    for line in lines:
        assert plain.columns(line) <= plain.WIDTH or _ADDRESS.fullmatch(line.strip())
    html = letter.get_body(("html",)).get_content()
    for link in re.findall(r'href="(http[^"]*)"', html):
        assert link in part.get_content()


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_machine_wrote_it_and_nobody_subscribed(kind, language):
    _raw, letter = message(kind, language)

    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    # A ticket or an answer is no newsletter: there is nothing to unsubscribe from.
    assert letter["List-Unsubscribe"] is None
    assert letter["Content-Language"] == rendering.HTML_LANG[language]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize(
    ("code", "method"), [("registration_confirmed", "REQUEST"), ("registration_changed", "REQUEST"), ("session_cancelled", "CANCEL")]
)
def test_the_calendar_part_is_an_invitation(code, method, language):
    _raw, letter = message(kinds.get(code), language)
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]

    assert [part.get_param("method") for part in parts] == [method]
    calendar = icalendar.Calendar.from_ical(parts[0].get_content())
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], calendar["VERSION"]) == (method, "2.0")
    assert str(event["UID"]) == f"sample@{OWN_HOST.partition(':')[0]}"
    assert int(event["SEQUENCE"]) == 1
    assert event["STATUS"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    assert event["ORGANIZER"].startswith("mailto:")
    assert "食品檢測" in event["SUMMARY"] or language != "zh-hant"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.calendar], ids=lambda kind: kind.code)
def test_no_other_letter_has_a_calendar_part(kind):
    _raw, letter = message(kind, "en")

    assert "text/calendar" not in {part.get_content_type() for part in letter.walk()}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_sample_says_that_it_is_one_and_a_letter_does_not(kind, language):
    words = {"zh-hans": "样信", "zh-hant": "樣信", "en": "This is a sample"}[language]
    context = kind.sample_in(language)
    sample = rendering.email(kind.code, language, context)
    real = rendering.email(kind.code, language, {name: value for name, value in context.items() if name != "is_sample"})

    assert words in sample.text
    assert words in sample.html
    assert words not in real.text + real.html
