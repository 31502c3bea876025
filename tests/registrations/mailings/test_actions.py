"""An organiser's letter: noted, held for a while, written once to each person, in their language and by their channel."""

from datetime import timedelta

import pytest

from openday.accounts.models import AuditEntry
from openday.mail.models import Message
from openday.registrations import actions as registrations
from openday.registrations import emails
from openday.registrations.mailings import actions, queries, rules
from openday.registrations.mailings.models import Mailing
from tests import people
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
WORDS = {
    "subject_zh": "{day} 请从北门进入",
    "body_zh": "{open_day}：请从北门进入。\n\n预约码 {code}",
    "sms_zh": "{clock} 请从北门进入",
    "subject_en": "North gate on {day}",
    "body_en": "Come to the north gate, {clock}.",
    "sms_en": "",
}
LATER = NOW + rules.UNDO_WINDOW


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"))


@pytest.fixture
def session(open_day):
    return SessionFactory(open_day=open_day, places=50)


def write(open_day, chosen=None, key="press", **facts):
    given = {"words": WORDS, "by": people.alice(), "now": NOW} | facts
    return actions.write(open_day=open_day, chosen=chosen or {"open_day": open_day.pk}, request_key=key, **given)


def letters():
    return Message.objects.filter(kind=emails.ORGANISER_LETTER).order_by("pk")


def test_nothing_is_written_while_the_letter_can_be_taken_back(open_day, session):
    register(session)
    mailing = write(open_day)

    assert actions.deliver_all_due(now=LATER - timedelta(seconds=1)) == 0
    assert actions.take_back(mailing=mailing, by=people.alice(), now=LATER - timedelta(seconds=1))
    assert actions.deliver_all_due(now=LATER) == 0

    assert not letters()
    assert not actions.take_back(mailing=mailing, by=people.alice(), now=LATER)


def test_everybody_gets_it_in_their_language_and_by_their_channel(open_day, session):
    register(session)
    register(session, language="zh-hant")
    register(session, language="en")
    register(session, contact=Contact("mobile", "+8613800138000"))
    mailing = write(open_day)

    assert actions.deliver_all_due(now=LATER) == 4
    assert not actions.take_back(mailing=mailing, by=people.alice(), now=LATER)

    mailing.refresh_from_db()
    assert (mailing.state, mailing.people, mailing.written) == (Mailing.State.WRITTEN, 4, 4)
    assert [(row.language, row.channel) for row in letters()] == [
        ("zh-hans", "email"),
        ("zh-hant", "email"),
        ("en", "email"),
        ("zh-hans", "sms"),
    ]
    by_mail, _traditional, english, text = letters()
    assert by_mail.context["text"].startswith("食品检测开放日：请从北门进入。")
    assert english.context["title"] == "North gate on Sat 28 Nov"
    assert text.context["short"] == "10:00 请从北门进入"


def test_a_person_with_several_registrations_gets_it_once(open_day, session):
    contact = Contact(value="wang@example.org")
    for number in range(3):
        register(SessionFactory(open_day=open_day, starts_at=session.starts_at + timedelta(days=number)), contact=contact)
    mailing = write(open_day)

    assert mailing.people == 1
    assert actions.deliver_all_due(now=LATER) == 1


def test_a_person_is_written_to_once_also_when_the_parties_come_in_two_transactions(open_day, session, monkeypatch):
    monkeypatch.setattr(actions, "_CHUNK", 1)
    contact = Contact(value="wang@example.org")
    register(session, contact=contact)
    register(session)
    register(SessionFactory(open_day=open_day, starts_at=session.starts_at + timedelta(days=1)), contact=contact)
    write(open_day)

    assert actions.deliver_all_due(now=LATER) == 2
    assert len({row.to for row in letters()}) == letters().count() == 2


def test_whoever_goes_on_after_a_crash_writes_to_the_rest(open_day, session, monkeypatch):
    monkeypatch.setattr(actions, "_CHUNK", 2)
    for _party in range(5):
        register(session)
    mailing = write(open_day)
    Mailing.objects.move(mailing.pk, old="waiting", new="writing")
    actions._write_some(mailing.pk, now=LATER)

    assert letters().count() == 2
    assert actions.deliver_all_due(now=LATER) == 3
    assert letters().count() == 5


def test_who_cancelled_or_was_erased_meanwhile_gets_nothing_and_who_registered_later_neither(open_day, session):
    gone, erased, _stays = register(session), register(session), register(session)
    write(open_day)
    registrations.cancel(registration=gone, now=NOW)
    registrations.erase(registration=erased, now=NOW)
    register(session)

    assert actions.deliver_all_due(now=LATER) == 1


def test_erasing_a_party_takes_its_letter_too(open_day, session):
    party = register(session)
    write(open_day)
    actions.deliver_all_due(now=LATER)

    registrations.erase(registration=party, now=LATER)

    assert [(row.to, row.context, row.state) for row in letters()] == [("", {}, Message.State.SUPPRESSED)]


def test_cancelled_parties_are_written_to_only_when_asked_for(open_day, session):
    registrations.cancel(registration=register(session), now=NOW)
    register(session)

    everybody = queries.recipients({"open_day": open_day.pk}, open_day_id=open_day.pk)
    gone = queries.recipients({"open_day": open_day.pk, "state": ["cancelled"]}, open_day_id=open_day.pk)

    assert [row.state for row in everybody] == ["confirmed"]
    assert [row.state for row in gone] == ["cancelled"]


def test_other_open_days_stay_out_even_when_they_are_named(open_day, session):
    stranger = register(SessionFactory(open_day=OpenDayFactory(unit=people.unit("industrial"))))
    mine = register(session)

    assert write(open_day, chosen={"keys": [stranger.pk, mine.pk]}).people == 1


def test_an_open_day_is_written_to_three_times_a_day(open_day, session):
    register(session)
    first = [write(open_day, key=f"press-{number}") for number in range(3)]

    with pytest.raises(actions.TooManyMailings):
        write(open_day, key="press-3")
    actions.take_back(mailing=first[0], by=people.alice(), now=NOW)

    assert write(open_day, key="press-3").people == 1
    assert write(open_day, key="press-3") == Mailing.objects.get(request_key="press-3")


def test_nobody_to_write_to_is_said(open_day, session):
    with pytest.raises(actions.NobodyToWriteTo):
        write(open_day)


def test_who_wrote_to_how_many_is_noted(open_day, session):
    register(session)
    mailing = write(open_day)

    entry = AuditEntry.objects.get(deed="registrations.mailing")
    assert (entry.by, entry.about_id, entry.facts) == (people.alice(), str(mailing.pk), {"open_day": open_day.code, "people": 1})


def test_a_test_letter_shows_neither_code_nor_link(open_day, session):
    party = register(session)

    message = actions.send_test(party=party, words=WORDS, by=people.alice(), now=NOW)

    context = Message.objects.get(pk=message.pk).context
    assert Message.objects.get(pk=message.pk).to == "alice@example.org"
    assert party.spoken_code not in str(context)
    assert party.token not in str(context)
    assert "请从北门进入" in context["text"]


def test_text_messages_of_the_night_wait_for_the_morning(open_day, session):
    register(session, contact=Contact("mobile", "+8613800138000"))
    night = NOW.replace(hour=17)
    write(open_day, now=night)

    actions.deliver_all_due(now=night + rules.UNDO_WINDOW)

    assert letters().get().not_before > night + timedelta(hours=4)
