"""What we write to visitors: the ready strings of each letter, in the language of the registration.

No letter carries a text that a stranger typed (not even the own name): until the address is
proven, such a letter would be a way to send a message of one's own to somebody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from openday.language import formats
from openday.language.names import in_language
from openday.mail.actions import queue
from openday.mail.models import Message
from openday.registrations import ical, letter_words, queries, rules, visits
from openday.registrations.identity import wording as identity_wording
from openday.registrations.identity.people import Demand
from openday.registrations.identity.rows import roll_of
from openday.registrations.letter_words import absolute
from openday.registrations.mailings import rules as mailing_rules
from openday.registrations.models import Invitation, Lot, Offer, Registration
from openday.registrations.rules import Party
from openday.registrations.states import Ending, State
from openday.registrations.wording import people, pretty_code

ORGANISER_LETTER = "organiser_letter"
KEEP_AFTER_VISIT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a first letter says, put together before the deed locks anything."""

    words: dict[str, Any]
    # For a confirmation by email; empty when the deed is expected to end otherwise.
    calendar: str = ""


def prepare(registration: Registration, *, confirmed: bool, now: datetime) -> Prepared:
    """Put together the words of the letter that will follow, and the calendar entry if places are expected to be left."""
    words = {**letter_words.visit_words(registration), "link": letter_words.link_to(registration)}
    return Prepared(words, _entry(registration, method=ical.REQUEST, now=now, link=words["link"]) if confirmed else "")


def confirmed(registration: Registration, *, now: datetime, prepared: Prepared | None = None) -> None:
    _write(registration, "registration_confirmed", now=now, method=ical.REQUEST, prepared=prepared)


def group_confirmed(registration: Registration, *, now: datetime) -> None:
    """One ticket for the whole group, to its leader."""
    _write(registration, "group_confirmed", now=now, method=ical.REQUEST)


def waiting(registration: Registration, *, now: datetime, part: str = "", prepared: Prepared | None = None) -> None:
    position = queries.waiting_position(registration)
    _write(registration, "registration_waiting", now=now, part=part, extra={"position": position}, prepared=prepared)


def applied(registration: Registration, lot: Lot, *, now: datetime, part: str = "") -> None:
    """Say that a party takes part in a draw: its ticket, until when others apply, and what decides."""
    draw, language = lot.draw, registration.language
    extra = {
        **_lot_words(lot, language),
        "applies_until": formats.moment(draw.applies_until, language=language),
        "value_name": in_language(zh=draw.value_zh, en=draw.value_en, language=language),
        "value_on": formats.day(draw.value_on, language=language),
    }
    _write(registration, "draw_applied", now=now, extra=extra, part=part)


def drawn(registration: Registration, lot: Lot, *, now: datetime) -> None:
    _write(registration, "draw_won", now=now, method=ical.REQUEST, extra=_lot_words(lot, registration.language))


def not_drawn(registration: Registration, lot: Lot, *, position: int, now: datetime) -> None:
    _write(registration, "draw_waiting", now=now, extra={**_lot_words(lot, registration.language), "position": position})


def _lot_words(lot: Lot, language: str) -> dict[str, str]:
    return {"ticket": pretty_code(lot.number), "draw_link": absolute("registrations:draw", str(lot.draw_id), language=language)}


def promoted(registration: Registration, *, now: datetime) -> None:
    _write(registration, "registration_promoted", now=now, method=ical.REQUEST)


def changed(registration: Registration, *, now: datetime) -> None:
    """Write about a changed party; a calendar learns of it by the higher SEQUENCE."""
    method = ical.REQUEST if registration.is_confirmed else None
    extra = {"missing": _missing(registration)}
    _write(registration, "registration_changed", now=now, method=method, extra=extra, part=str(registration.sequence))


def offered(as_offered: Registration, offer: Offer, *, now: datetime) -> None:
    """Offer places; `as_offered` is the registration as it would be. A text message waits for the morning."""
    language = as_offered.language
    with translation.override(language):
        until = formats.moment(offer.answer_by, language=language)
    not_before = None
    if as_offered.contact_kind != "email":
        waking = (settings.WAKING_FROM, settings.WAKING_UNTIL)
        not_before = rules.awake_at(now, waking=waking, zone=timezone.get_default_timezone())
    extra = {"answer_until": until, "is_smaller": offer.is_smaller}
    _write(as_offered, "waiting_offer", now=now, extra=extra, part=str(offer.pk), not_before=not_before)


def offer_expired(registration: Registration, offer: Offer, *, now: datetime) -> None:
    position = queries.waiting_position(registration)
    _write(registration, "offer_expired", now=now, extra={"position": position}, part=str(offer.pk))


def moved(registration: Registration, *, now: datetime) -> None:
    _write(registration, "registration_moved", now=now, method=ical.REQUEST, part=str(registration.sequence))


def erased(registration: Registration, *, was_in_calendar: bool, now: datetime) -> None:
    """The last letter: what was erased. It is itself erased as soon as it is delivered."""
    method = ical.CANCEL if was_in_calendar else None
    _write(registration, "registration_erased", now=now, method=method, extra={"was_cancelled": registration.is_cancelled}, purge_after=now)


def cancelled(registration: Registration, *, was_in_calendar: bool, now: datetime, invitation: Invitation | None = None) -> None:
    """Say that a visit is cancelled, and why; `invitation` is the one that counts again with that."""
    method = ical.CANCEL if was_in_calendar else None
    extra = {"why": _why(registration), "invited_until": "", "invitation_link": ""}
    if invitation is not None:
        extra["invited_until"] = formats.moment(invitation.valid_until, language=registration.language)
        extra["invitation_link"] = absolute("registrations:invitation_swap", invitation.token, language=registration.language)
    _write(registration, _ENDED.get(registration.ending, "registration_cancelled"), now=now, method=method, extra=extra)


# A request that comes to nothing was never a visit that one cancels.
_ENDED = {Ending.REFUSED.value: "request_refused", Ending.LAPSED.value: "request_lapsed"}


def requested(registration: Registration, *, decide_by: datetime, now: datetime, prepared: Prepared | None = None, part: str = "") -> None:
    """Say that places are held for a request, and until when it is decided."""
    with translation.override(registration.language):
        until = formats.moment(decide_by, language=registration.language)
    _write(registration, "request_received", now=now, extra={"decide_by": until}, prepared=prepared, part=part)


def approved(registration: Registration, *, now: datetime) -> None:
    _write(registration, "request_approved", now=now, method=ical.REQUEST, part=str(registration.sequence))


def growth_requested(registration: Registration, larger: Party, *, decide_by: datetime, now: datetime) -> None:
    """Say that more places are held for a party that asks for them, and until when it is decided; what it has is kept."""
    with translation.override(registration.language):
        extra = {"wished": people(larger), "decide_by": formats.moment(decide_by, language=registration.language)}
    _write(registration, "growth_requested", now=now, extra=extra, part=f"{now.timestamp():.0f}")


def growth_refused(registration: Registration, larger: Party, *, reason: str, now: datetime) -> None:
    """Say that the party stays as it is; without a reason nobody decided in time."""
    with translation.override(registration.language):
        why = reason or _("We did not come to a decision in time. We are sorry.")
        extra = {"wished": people(larger), "why": why}
    _write(registration, "growth_refused", now=now, extra=extra, part=f"{now.timestamp():.0f}")


def session_cancelled(registration: Registration, *, was_in_calendar: bool, now: datetime, extra: dict[str, Any]) -> None:
    _write(registration, "session_cancelled", now=now, method=ical.CANCEL if was_in_calendar else None, extra=extra)


def session_moved(registration: Registration, *, method: str | None, now: datetime, extra: dict[str, Any], part: str) -> None:
    _write(registration, "session_moved", now=now, method=method, extra=extra, part=part)


def reminder(registration: Registration, *, now: datetime) -> None:
    _write(registration, "visit_reminder", now=now, extra={"missing": _missing(registration)})


def ask_if_coming(registration: Registration, *, now: datetime) -> None:
    gives_up = registration.session.open_day.release_hours_before
    until = ""
    if gives_up:
        moment = registration.session.starts_at - timedelta(hours=gives_up)
        with translation.override(registration.language):
            until = formats.moment(moment, language=registration.language)
    _write(registration, "coming_question", now=now, extra={"give_up_at": until})


def visit_missed(registration: Registration, *, now: datetime, extra: dict[str, Any]) -> None:
    _write(registration, "visit_missed", now=now, extra=extra)


def thanks(registration: Registration, *, now: datetime) -> None:
    """Thanks, and where to say how it was; the mark in that link tells the session and not who was there."""
    with translation.override(registration.language):
        link = settings.BASE_URL + visits.feedback_address(registration)
    _write(registration, "visit_thanks", now=now, extra={"feedback_link": link})


def again(registration: Registration, *, now: datetime) -> None:
    """Send the ticket once more, on the visitor's wish; at most one such letter in a minute."""
    part = f"again:{now:%Y%m%d%H%M}"
    if registration.is_waiting and (lot := queries.lot_of(registration)) is not None and lot.draw.is_pending:
        applied(registration, lot, now=now, part=part)
    elif registration.is_waiting:
        waiting(registration, now=now, part=part)
    elif registration.state == State.ASKED:
        requested(registration, decide_by=registration.asking.decide_by, now=now, part=part)
    else:
        _write(registration, "registration_confirmed", now=now, method=ical.REQUEST, part=part)


def from_organiser(registration: Registration, *, words: Mapping[str, str], part: str, now: datetime) -> Message | None:
    """What an organiser wrote to many. A text message waits for the morning."""
    not_before = None
    if registration.contact_kind != "email":
        waking = (settings.WAKING_FROM, settings.WAKING_UNTIL)
        not_before = rules.awake_at(now, waking=waking, zone=timezone.get_default_timezone())
    prepared = prepare(registration, confirmed=False, now=now)
    extra = organiser_texts(words, prepared.words, language=registration.language)
    return _write(registration, ORGANISER_LETTER, now=now, prepared=prepared, extra=extra, part=part, not_before=not_before)


def organiser_texts(words: Mapping[str, str], values: Mapping[str, Any], *, language: str) -> dict[str, str]:
    """Subject, text and text message of an organiser's letter, with the places filled."""
    parts = {"title": "subject", "text": "body", "short": "sms"}
    return {
        name: mailing_rules.filled(mailing_rules.text_in(words, part, language=language), values).strip() for name, part in parts.items()
    }


def organiser_sample(party: Registration, *, words: Mapping[str, str]) -> dict[str, Any]:
    """The contents of an organiser's letter as `party` would read them, without what opens its registration."""
    values = letter_words.visit_words(party)
    hidden = f"{values['code'][:2]}••-••••"
    values["rows"] = [[label, hidden if value == values["code"] else value] for label, value in values["rows"]]
    values |= {"code": hidden, "link": values["find_link"]}
    return {**values, **organiser_texts(words, values, language=party.language), "is_sample": True}


def organiser_test(party: Registration, *, words: Mapping[str, str], to: str, key: str, now: datetime) -> Message | None:
    """The same letter to a member of staff, by email. None without an address."""
    context = organiser_sample(party, words=words)
    return queue(kind=ORGANISER_LETTER, channel="email", to=to, language=party.language, context=context, now=now, key=key, purge_after=now)


def key_of(registration: Registration) -> str:
    """How the keys of all letters to a party begin."""
    return f"registration:{registration.pk}:"


def _write(
    registration: Registration,
    kind: str,
    *,
    now: datetime,
    method: str | None = None,
    extra: dict[str, Any] | None = None,
    part: str = "",
    prepared: Prepared | None = None,
    purge_after: datetime | None = None,
    not_before: datetime | None = None,
) -> Message | None:
    prepared = prepared or prepare(registration, confirmed=False, now=now)
    entry = ""
    if method:
        entry = prepared.calendar or _entry(registration, method=method, now=now, link=prepared.words["link"])
    return queue(
        kind=kind,
        channel="email" if registration.contact_kind == "email" else "sms",
        to=registration.contact,
        language=registration.language,
        context={**prepared.words, **(extra or {})},
        now=now,
        key=key_of(registration) + ":".join(filter(None, [kind, part])),
        calendar=entry,
        not_before=not_before,
        purge_after=purge_after or registration.session.ends_at + KEEP_AFTER_VISIT,
    )


def _entry(registration: Registration, *, method: str, now: datetime, link: str) -> str:
    """The calendar entry that goes with a letter; a text message has none."""
    if registration.contact_kind != "email":
        return ""
    return letter_words.calendar_entry(registration, method=method, now=now, link=link, language=registration.language)


def _missing(registration: Registration) -> str:
    """How many names a larger party has still to give, where they are demanded; empty otherwise."""
    demand = Demand.of(registration.session.open_day)
    if demand is None:
        return ""
    with translation.override(registration.language):
        return identity_wording.missing(roll_of(registration, demand))


def _why(registration: Registration) -> str:
    with translation.override(registration.language):
        if registration.ending == Ending.NO_PLACE:
            return _("Unfortunately no place came free in this session.")
        if registration.ending == Ending.NO_ANSWER:
            return _("We had asked you and got no answer, so the places went to others.")
        if registration.ending == Ending.LAPSED:
            return _("We did not come to a decision in time. We are sorry.")
        if registration.ending in {Ending.STAFF, Ending.REFUSED}:
            return registration.reason or _("The open-day desk has cancelled the registration.")
        return _("You have cancelled the registration.")
