"""Letters about cases: to the citizen when there is a contact, to staff by their work address.

A letter carries the number, the state and a link. It never carries the secret, nor a word of what
was written: mailboxes are shared, forwarded and printed. A case without a name writes to nobody.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from openday.accounts.models import User
from openday.accounts.roles import HANDLER, QUALITY_OFFICE
from openday.language import formats
from openday.mail import kinds
from openday.mail.actions import queue
from openday.oversight import queries
from openday.oversight.models import Case, CaseEvent
from openday.oversight.states import Deed


def _sample(language: str, *, due: str) -> dict[str, str]:
    link = f"{settings.BASE_URL}/{language}/oversight/case/"
    return {"number": "FK-2026-000123", "due": due, "link": link, "rate_link": f"{link}rate/sample-link/"}


SAMPLE = {"zh-hans": _sample("zh-hans", due="2026年11月30日"), "en": _sample("en", due="30 November 2026")}
STAFF_SAMPLE = {language: {**words, "link": f"{settings.BASE_URL}/admin/oversight/cases/"} for language, words in SAMPLE.items()}
_TO_CITIZENS = {
    "case_received": (_("Case received"), _("At once, when a citizen has sent feedback and left a contact.")),
    "case_accepted": (_("Case accepted"), _("When the quality office has accepted the case; names the day by which it is answered.")),
    "case_redirected": (_("Case directed elsewhere"), _("When the case belongs to another authority.")),
    "case_merged": (_("Case joined with another"), _("When the same matter is dealt with in another case.")),
    "case_unmerged": (_("Case dealt with on its own again"), _("When the case is no longer joined with another one; names the day.")),
    "case_question": (_("Question about a case"), _("When the handler has to ask the citizen something.")),
    "case_progress": (_("Progress of a case"), _("When the handler reports how far the case has come.")),
    "case_extended": (_("More time for a case"), _("When the quality office has granted more time; names the new day.")),
    "case_answered": (_("Case answered"), _("When the answer is reviewed and released.")),
    "case_closed": (_("Case closed"), _("When the case is closed.")),
    "case_step": (_("News about a case"), _("When a step is done that has no letter of its own; the page of the case says which.")),
    "case_published": (_("Case published"), _("When the case and its answer are published, with the citizen’s consent.")),
}
_TO_STAFF = {
    "staff_case_assigned": (_("To staff: case assigned"), _("To the handler or the handlers of the unit that gets the case.")),
    "staff_case_for_review": (_("To staff: case to review"), _("To reviewers of other units, when an answer waits for review.")),
    "staff_case_returned": (_("To staff: case returned"), _("To the handler, when the reviewer sends the draft back.")),
    "staff_case_message": (_("To staff: the citizen wrote"), _("To the handler, when the citizen has added something.")),
    "staff_case_disputed": (
        _("To staff: assignment disputed"),
        _("To the quality office, when a unit says that another one is responsible."),
    ),
    "staff_case_dispute_rejected": (_("To staff: the case stays"), _("To the handlers of the unit, when its dispute is rejected.")),
    "staff_case_correction": (_("To staff: correction asked for"), _("To the quality office, when a citizen asks for a correction.")),
    "staff_case_overdue": (
        _("To staff: case overdue"),
        _("To the handler and the head of the unit on the first day late, to the quality office on the third."),
    ),
}
for _kind, (_label, _about) in _TO_CITIZENS.items():
    words = ("number", "due", "link", *(["rate_link"] if _kind == "case_answered" else []))
    kinds.register(_kind, _label, words, SAMPLE, family="case", channels=("email", "sms"), about=_about)
for _kind, (_label, _about) in _TO_STAFF.items():
    # Work mail: a busy day has more than twenty cases.
    kinds.register(_kind, _label, ("number", "due", "link"), STAFF_SAMPLE, family="staff_case", daily_limit=None, about=_about)


def received(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_received", case, event=event, now=now)


def accepted(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_accepted", case, event=event, now=now)


def redirected(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_redirected", case, event=event, now=now)


def merged(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_merged", case, event=event, now=now)


def unmerged(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_unmerged", case, event=event, now=now)


def question(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_question", case, event=event, now=now)


def progress(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_progress", case, event=event, now=now)
    _to_followers("case_progress", case, event=event, now=now)


def extended(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_extended", case, event=event, now=now)
    _to_followers("case_extended", case, event=event, now=now)


def answered(case: Case, *, event: CaseEvent, now: datetime, rate_token: str = "") -> None:
    to_citizen("case_answered", case, event=event, now=now, rate_link=rating_link(rate_token, language=case.language))
    _to_followers("case_answered", case, event=event, now=now, rate_link="")


def closed(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_closed", case, event=event, now=now)
    _to_followers("case_closed", case, event=event, now=now)


def published(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_citizen("case_published", case, event=event, now=now)


def assigned(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_staff("staff_case_assigned", _at_work(case), case, event=event, now=now)


def for_review(case: Case, *, event: CaseEvent, now: datetime) -> None:
    reviewers = queries.independent_reviewers(involved=case.involved_units(), besides=case.involved_people())
    to_staff("staff_case_for_review", reviewers, case, event=event, now=now)


def correction_asked(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_staff(
        "staff_case_correction", quality_office(case), case, event=event, now=now, link=f"{settings.BASE_URL}/admin/oversight/corrections/"
    )


# Steps that change what the citizen can expect, and have no letter of their own. What goes to and fro inside (drafts, reviews,
# reports of delay to other staff) stands on the page of the case only.
STEPS = frozenset(
    {
        Deed.ASSIGN,
        Deed.CARRY_ON,
        Deed.WITHDRAW,
        Deed.ASK_REDO,
        Deed.ASK_APPEAL,
        Deed.ESCALATE,
        Deed.MOVE_DEADLINE,
        Deed.REFUSE_PUBLICATION,
        Deed.WITHDRAW_PUBLICATION,
        Deed.CHANGE_CONSENT,
        Deed.DECIDE_CORRECTION,
    }
)


def step(case: Case, *, event: CaseEvent, now: datetime) -> None:
    """Tell the citizen that something happened; what it was stands on the page, never in the letter."""
    if event.deed in STEPS:
        to_citizen("case_step", case, event=event, now=now)


def returned(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_staff("staff_case_returned", _at_work(case), case, event=event, now=now)


def disputed(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_staff("staff_case_disputed", quality_office(case), case, event=event, now=now)


def dispute_rejected(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_staff("staff_case_dispute_rejected", _at_work(case), case, event=event, now=now)


def citizen_wrote(case: Case, *, event: CaseEvent, now: datetime) -> None:
    to_staff("staff_case_message", _at_work(case) or quality_office(case), case, event=event, now=now)


def overdue(case: Case, *, to_quality_office: bool, event: CaseEvent, now: datetime) -> None:
    people = quality_office(case) if to_quality_office else _told_first(case) or quality_office(case)
    to_staff("staff_case_overdue", people, case, event=event, now=now)


def _told_first(case: Case) -> list[User]:
    """On the first day late: those at work, and who leads them."""
    people = {person.pk: person for person in _at_work(case)}
    if case.handling_unit_id is not None:
        heads = queries.heads_of(case.handling_unit_id).exclude(pk__in=case.named_staff_ids)
        people |= {person.pk: person for person in heads.select_related("wagtail_userprofile")}
    return list(people.values())


def tracking_link(case: Case, *, language: str) -> str:
    """The tracking page with the number filled in; the address is promised in CONTRACT.md. Never the secret."""
    return f"{settings.BASE_URL}/{language}/oversight/case/?number={case.number}"


def rating_link(token: str, *, language: str) -> str:
    """Where the answer can be rated without the receipt; "" without a token."""
    if not token:
        return ""
    with translation.override(language):
        return f"{settings.BASE_URL}{reverse('oversight:rate_swap', args=[token])}"


def _context(case: Case, *, link: str, due_on: date | None = None) -> dict[str, Any]:
    day = due_on or case.due_on
    due = formats.day(day) if day else ""
    return {"number": case.number, "due": due, "link": link}


def to_citizen(kind: str, case: Case, *, event: CaseEvent, now: datetime, due_on: date | None = None, key: str = "", **more: str) -> None:
    if not case.may_be_written_to:
        return
    with translation.override(case.language):
        context = {**_context(case, link=tracking_link(case, language=case.language), due_on=due_on), **more}
    channel = "sms" if case.contact_kind == "mobile" else "email"
    key = key or f"case:{event.pk}:{kind}"
    queue(kind=kind, channel=channel, to=case.contact, language=case.language, context=context, now=now, key=key)


def _to_followers(kind: str, case: Case, *, event: CaseEvent, now: datetime, **more: str) -> None:
    """Whose case was joined with this one is told the same, each with the own number."""
    for follower in case.merged.order_by("pk"):
        key = f"case:{event.pk}:{kind}:{follower.pk}"
        to_citizen(kind, follower, event=event, now=now, due_on=case.due_on, key=key, **more)


def to_staff(
    kind: str, people: Iterable[User], case: Case, *, event: CaseEvent, now: datetime, link: str = "", due_on: date | None = None
) -> None:
    link = link or f"{settings.BASE_URL}/admin/oversight/cases/{case.pk}/"
    for person in people:
        language = _language_of(person)
        with translation.override(language):
            context = _context(case, link=link, due_on=due_on)
        queue(
            kind=kind,
            channel="email",
            to=person.email,
            language=language,
            context=context,
            now=now,
            key=f"case:{event.pk}:{kind}:{person.pk}",
        )


def _language_of(person: User) -> str:
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile.preferred_language if profile else "") or settings.LANGUAGE_CODE


def _at_work(case: Case) -> list[User]:
    """The handler; until there is one, every handler of the unit."""
    if case.handler is not None:
        return [case.handler]
    if case.handling_unit_id is None:
        return []
    people = queries.staff_of({case.handling_unit_id}, HANDLER).exclude(pk__in=case.named_staff_ids)
    return list(people.select_related("wagtail_userprofile"))


def quality_office(case: Case) -> list[User]:
    """Everybody of the quality office whom the case doesn't name."""
    people = User.objects.filter(groups__name=QUALITY_OFFICE, is_active=True).order_by("username").distinct()
    people = people.exclude(pk__in=case.named_staff_ids)
    return list(people.select_related("wagtail_userprofile"))
