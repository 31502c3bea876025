"""What visitors read in our letters."""

from datetime import timedelta

import icalendar
import pytest

from openday.events.models import Session
from openday.mail import kinds, rendering
from openday.mail.models import Message
from openday.registrations import actions, emails
from openday.registrations.actions import session_deeds
from openday.registrations.models import Registration
from openday.registrations.rules import Party
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
LANGUAGES = ["zh-hans", "zh-hant", "en"]
# These have tests of their own, with the flows they belong to.
OF_ALCOVES = (
    "draw_",
    "group_",
    "growth_",
    "request_",
    "appeal_",
    "visit_missed",
    "registration_held_back",
    "invitation",
    "organiser_letter",
)


def every_letter(language: str, contact: Contact) -> dict[str, Message]:
    """Let a registration go through everything that we write about; the letters by kind."""
    session = SessionFactory(places=2)
    first = register(session, adults=2, language=language)
    party = register(session, adults=2, language=language, contact=contact, request_key=f"party-{language}-{contact.kind}")
    actions.cancel(registration=first, now=NOW)
    party = Registration.objects.get(pk=party.pk)
    actions.remind(registration=party, now=NOW)
    actions.change_party(registration=party, party=Party(adults=1), now=NOW)
    emails.again(party, now=NOW + timedelta(minutes=5))
    actions.cancel_session(session=session, now=NOW, by=None, reason_zh="仪器检修", reason_en="Repairs.")
    other = register(SessionFactory(), language=language, contact=contact, request_key=f"other-{language}-{contact.kind}")
    actions.cancel(registration=other, now=NOW)
    third = register(SessionFactory(), language=language, contact=contact, request_key=f"third-{language}-{contact.kind}")
    actions.move(registration=third, session=SessionFactory(open_day=third.session.open_day), now=NOW)
    found = Message.objects.filter(key__regex=f"registration:({party.pk}|{other.pk}|{third.pk}):")
    asking = SessionFactory(open_day=OpenDayFactory(offer_hours=4), places=1)
    holder = register(asking)
    fifth = register(asking, language=language, contact=contact, request_key=f"fifth-{language}-{contact.kind}")
    actions.cancel(registration=holder, now=NOW)
    actions.expire_offers(now=NOW + timedelta(hours=4))
    actions.ask_if_coming(registration=third, now=NOW)
    actions.thank(registration=third, now=NOW)
    found |= Message.objects.filter(key__startswith=f"registration:{fifth.pk}:o") | Message.objects.filter(kind="waiting_offer")
    found |= Message.objects.filter(kind="offer_expired") | Message.objects.filter(key__startswith=f"registration:{third.pk}:")
    sixth = register(SessionFactory(), language=language, contact=contact, request_key=f"sixth-{language}-{contact.kind}")
    times = {sixth.session_id: (sixth.session.starts_at + timedelta(days=1), sixth.session.ends_at + timedelta(days=1))}
    moved = session_deeds.move_sessions(times=times, reason_zh="仪器检修", request_key=f"move-{sixth.pk}", by=None, now=NOW)
    session_deeds.tell(change=moved.change, now=NOW)
    found |= Message.objects.filter(key__startswith=f"registration:{sixth.pk}:")
    fourth = register(SessionFactory(), language=language, contact=contact, request_key=f"fourth-{language}-{contact.kind}")
    actions.erase(registration=fourth, now=NOW)
    found |= Message.objects.filter(kind="registration_erased")
    return {message.kind: message for message in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_names_day_party_code_and_link_in_text_and_html(language):
    written = every_letter(language, Contact(value="a@example.org"))

    assert set(written) == {
        kind.code for kind in kinds.everything() if kind.family == "registration" and not kind.code.startswith(OF_ALCOVES)
    }
    for kind, message in written.items():
        seen = rendering.email(kind, language, message.context)
        for body in (seen.text, seen.html):
            for name in ("when", "people", "code", "link", "open_day"):
                assert message.context[name] in body, (kind, name)
        assert message.context["clock"] in seen.subject
        assert "{{" not in seen.text + seen.subject + seen.html


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_message_carries_the_link_on_one_line(language):
    written = every_letter(language, Contact("mobile", "+8613800138000"))

    for kind, message in written.items():
        text = rendering.sms(kind, language, message.context)
        assert message.context["link"] in text
        assert "\n" not in text
        assert message.channel == "sms"


def test_the_calendar_entries_of_one_visit_are_one_entry_in_any_calendar():
    written = every_letter("en", Contact(value="a@example.org"))

    events = {}
    for kind in ("registration_promoted", "registration_changed", "session_cancelled"):
        calendar = icalendar.Calendar.from_ical(written[kind].calendar)
        (event,) = calendar.walk("VEVENT")
        (zone,) = calendar.walk("VTIMEZONE")
        events[kind] = (str(calendar["method"]), str(event["uid"]), int(event["sequence"]), str(event["status"]), str(zone["tzid"]))
    uid = events["registration_promoted"][1]
    assert events == {
        "registration_promoted": ("REQUEST", uid, 1, "CONFIRMED", "Asia/Shanghai"),
        "registration_changed": ("REQUEST", uid, 2, "CONFIRMED", "Asia/Shanghai"),
        "session_cancelled": ("CANCEL", uid, 3, "CANCELLED", "Asia/Shanghai"),
    }


def test_a_calendar_entry_names_the_organiser_in_the_language_of_the_letter():
    named = {}
    for language in ("zh-hans", "en"):
        letters = every_letter(language, Contact(value=f"{language}@example.org"))
        (event,) = icalendar.Calendar.from_ical(letters["registration_promoted"].calendar).walk("VEVENT")
        named[language] = str(event["organizer"].params["CN"])

    assert named == {"zh-hans": "实验室开放日", "en": "Laboratory open days"}


def test_a_calendar_entry_has_the_local_time_of_the_visit():
    session = SessionFactory()
    register(session)

    (event,) = icalendar.Calendar.from_ical(Message.objects.get().calendar).walk("VEVENT")
    assert event.start == Session.objects.get().starts_at
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert str(event["attendee"]).startswith("mailto:visitor")
