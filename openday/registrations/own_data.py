"""All that is kept about one party: as JSON for programs, and in words with the reason for each thing."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from openday.accounts.personal_data import declared, masked
from openday.language import formats
from openday.language.sentences import labels_listed, listed
from openday.mail import kinds
from openday.mail.models import Message
from openday.registrations import emails, wording
from openday.registrations.identity import wording as identity_wording
from openday.registrations.identity.rows import people_of
from openday.registrations.models import Absence, Answer, Asking, GroupVisit, Identity, Invitation, Lot, Registration
from openday.registrations.questions import queries as question_queries
from openday.registrations.questions import wording as question_wording
from openday.registrations.states import AccessNeed

# Facts of the row that are the visitor's own; keys, hashes and secrets say nothing to anybody.
_FACTS = (
    "code", "state", "adults", "children_0_5", "children_6_13", "youths_14_17", "companions", "places", "language",
    "guide_language", "visit_on", "created_at", "confirmed_at", "waiting_since", "reminded_at", "cancelled_at", "ending", "reason",
    "anonymised_at", "smaller", "overtaken", "saved", "offers_missed", "coming_asked_at", "coming_at", "thanked_at",
    "time_changed_at", "time_suits_at",
)  # fmt: skip
_PERSONAL = ("name", "contact_kind", "contact", "access_needs")


@dataclass(frozen=True)
class Line:
    """One thing that is kept, with why and how long where it is about a person."""

    label: str
    value: str
    purpose: str = ""
    keep_for: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    lines: list[Line]


def as_json(registration: Registration) -> dict[str, Any]:
    """Everything that can be given out: dates as ISO 8601, states by their codes, in the order of the model."""
    session = registration.session
    return {
        "site": str(settings.WAGTAIL_SITE_NAME),
        "registration": {name: getattr(registration, name) for name in _FACTS},
        "person": {name: getattr(registration, name) for name in _PERSONAL},
        "visit": {
            "open_day": session.open_day.name_zh,
            "place": session.open_day.place_zh,
            "starts_at": session.starts_at,
            "ends_at": session.ends_at,
        },
        "consents": [
            {"purpose": one.purpose, "version": one.version, "given_at": one.given_at, "withdrawn_at": one.withdrawn_at}
            for one in registration.consents.order_by("pk")
        ],
        "waiting": {
            "other_sessions": list(registration.other_sessions.order_by("pk").values_list("pool__session__starts_at", flat=True)),
            "offers": list(registration.offers.order_by("pk").values("places", "state", "made_at", "answer_by", "ended_at")),
            "steps": list(registration.queue_steps.order_by("pk").values("kind", "at", "needed", "free", "other")),
        },
        "request": Asking.objects.filter(registration=registration)
        .values("asked_at", "decide_by", "verdict", "reason", "decided_at")
        .first(),
        "missed": Absence.objects.filter(registration=registration)
        .values("missed_on", "noted_at", "expires_on", "state", "appeal", "answer")
        .first(),
        "invitation": Invitation.objects.filter(registration=registration).values("code", "label", "made_at", "valid_until").first(),
        # How the number ends: whoever finds the file, or the link, learns no more.
        "people": [{"name": one.name, "document": one.kind, "number": masked(one, "number")} for one in people_of(registration.pk)],
        "answers": [{"question": one.asked.label_zh, "answer": question_wording.answer(one)} for one in _answers(registration)],
        "group": _group_json(registration),
        "draws": list(Lot.objects.filter(registration=registration).order_by("pk").values("number", "places", "rank")),
        "letters": [
            {"kind": one.kind, "channel": one.channel, "state": one.state, "written_at": one.created_at, "sent_at": one.sent_at}
            for one in _letters(registration)
        ],
    }


def in_words(registration: Registration) -> list[Section]:
    """The same for people, in the active language."""
    answers = _answered(registration) if _answers(registration) else None
    rows = people_of(registration.pk)
    people = _people(registration, rows) if rows else None
    told = [_group(registration), people, answers]
    parts = [_person(registration), _visit(registration), *told, _consents(registration), _written(registration)]
    return [part for part in parts if part is not None]


# What the leader of a group told us; its numbers and states stand with the registration.
_GROUP = ("code", "kind", "organisation", "uscc", "supervisors", "purpose", "other_dates", "reply", "word", "received_at", "decided_at")


def _request_of(registration: Registration) -> GroupVisit | None:
    return GroupVisit.objects.select_related("roster").filter(registration=registration).first()


def _group_json(registration: Registration) -> dict[str, Any] | None:
    visit = _request_of(registration)
    if visit is None:
        return None
    roster = getattr(visit, "roster", None)
    listed = {"handed_in_at": roster.handed_in_at, "people": [vars(member) for member in roster.members]} if roster else None
    return {**{name: getattr(visit, name) for name in _GROUP}, "list": listed}


def _group(registration: Registration) -> Section | None:
    """The request of the group and the list of who comes."""
    visit = _request_of(registration)
    if visit is None:
        return None
    about = declared(GroupVisit)
    told = {name: getattr(visit, name) for name in ("organisation", "purpose", "other_dates", "reply")}
    lines = [
        Line(str(GroupVisit._meta.get_field(name).verbose_name).capitalize(), value, str(about[name].purpose), str(about[name].keep_for))  # type: ignore[union-attr]
        for name, value in told.items()
        if value
    ]
    if (roster := getattr(visit, "roster", None)) is not None:
        kept = declared(type(roster))["people"]
        named = pgettext("between the parts of a list", ", ").join(member.name for member in roster.members if member.name)
        listed = "\n".join(filter(None, [wording.people(roster.party), named]))
        lines.append(Line(_("List of who comes"), listed, str(kept.purpose), str(kept.keep_for)))
    return Section(_("Your group"), lines)


def _person(registration: Registration) -> Section:
    about = declared(Registration)
    needs: Any = registration.access_needs or {}
    chosen = [str(AccessNeed(code).label) for code in needs.get("choices", ()) if code in AccessNeed.values]
    told = listed(filter(None, [labels_listed(chosen), needs.get("note", "")]))
    values = {"name": registration.name, "contact": registration.contact, "access_needs": told}
    labels = {"name": pgettext("person", "Name"), "contact": _("Mobile number or email address"), "access_needs": _("Access needs")}
    lines = [
        Line(labels[name], value or _("Nothing is kept"), str(about[name].purpose), str(about[name].keep_for))
        for name, value in values.items()
    ]
    return Section(_("About you"), lines)


def _answers(registration: Registration) -> list[question_queries.Answered]:
    return question_queries.answers_of(registration.pk, question_queries.of_open_day(registration.session.open_day_id))


def _answered(registration: Registration) -> Section:
    about = declared(Answer)["value"]
    lines = [
        Line(
            one.asked.label,
            question_wording.answer(one),
            str(about.purpose),
            ngettext("%(count)d day after the visit", "%(count)d days after the visit", one.asked.keep_days)
            % {"count": one.asked.keep_days},
        )
        for one in _answers(registration)
    ]
    return Section(_("Your answers to the organiser"), lines)


def _people(registration: Registration, people: list[Identity]) -> Section:
    about, days = declared(Identity)["number"], registration.session.open_day.identity_keep_days
    kept = ngettext("%(count)d day after the visit", "%(count)d days after the visit", days) % {"count": days}
    lines = [Line(one.name, identity_wording.document(one), str(about.purpose), kept) for one in people]
    return Section(_("Names and documents"), lines)


def _visit(registration: Registration) -> Section:
    session = registration.session
    language = dict(settings.LANGUAGES).get(registration.language, registration.language)
    lines = [
        Line(_("Open day"), session.open_day.name),
        Line(_("Session"), formats.day_and_times(session.starts_at, session.ends_at)),
        Line(_("Party"), wording.people(registration.party)),
        Line(_("Code of the registration"), wording.pretty_code(registration.code)),
        Line(_("State"), registration.standing),
        Line(_("Registered at"), formats.moment(registration.created_at)),
        Line(_("Language of our messages"), str(_(language))),
    ]
    if registration.cancelled_at:
        lines.append(Line(_("Cancelled at"), formats.moment(registration.cancelled_at)))
        lines.append(Line(_("Why it ended"), registration.reason or str(registration.get_ending_display())))
    return Section(_("Your visit"), lines)


def _consents(registration: Registration) -> Section:
    lines = []
    for one in registration.consents.order_by("pk"):
        given = _("given on %(moment)s") % {"moment": formats.moment(one.given_at)}
        if one.withdrawn_at:
            given = _("given on %(moment)s, withdrawn %(end)s") % {
                "moment": formats.moment(one.given_at),
                "end": formats.moment(one.withdrawn_at),
            }
        lines.append(Line(str(one.get_purpose_display()), given))
    return Section(_("What you agreed to"), lines)


def _written(registration: Registration) -> Section:
    lines = []
    for one in _letters(registration):
        happened = _("%(moment)s, %(state)s") % {"moment": formats.moment(one.created_at), "state": one.get_state_display()}
        lines.append(Line(str(kinds.get(one.kind).label), happened))
    return Section(_("Messages to you"), lines)


def _letters(registration: Registration) -> list[Message]:
    return list(Message.objects.filter(key__startswith=emails.key_of(registration)).order_by("pk"))
