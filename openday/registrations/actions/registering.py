"""A party registers: places and row in one transaction, decided by one conditional UPDATE."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.utils import timezone

from openday import plain_sql
from openday.accounts.encryption import derive_token
from openday.events import rules as event_rules
from openday.events.models import OpenDay, Pool, Session
from openday.intake.codes import human_code
from openday.registrations import emails, queries, rules
from openday.registrations.absences import checking as missed_visits
from openday.registrations.actions import rows, waiting
from openday.registrations.approval import asking
from openday.registrations.draw import applying
from openday.registrations.facts import AlreadyRegistered, HeldBack, InvitationGone, PartyRefused, RegistrationClosed, SessionFull
from openday.registrations.identity.people import Person
from openday.registrations.identity.rows import rows as identity_rows
from openday.registrations.invitations import using
from openday.registrations.models import TOKEN_PURPOSE, Consent, Invitation, Registration
from openday.registrations.questions import queries as question_queries
from openday.registrations.questions.answers import Given
from openday.registrations.questions.answers import rows as answer_rows
from openday.registrations.rules import Party
from openday.registrations.states import State


class Contact(Protocol):
    """One way to reach the party: kind `email` or `mobile`, value in canonical form."""

    @property
    def kind(self) -> str: ...

    @property
    def value(self) -> str: ...


# How often a code or a secret that is already in use is replaced: one in 10**12 is.
_ATTEMPTS = 3


def register(
    *,
    session: Session,
    party: Party,
    contact: Contact,
    name: str,
    language: str,
    request_key: str,
    now: datetime,
    guide_language: str = "",
    access_needs: Mapping[str, Any] | None = None,
    consents: Mapping[str, str] | None = None,
    answers: Sequence[Given] = (),
    people: Sequence[Person] = (),
    wait: bool = True,
    pool: Pool | None = None,
    invitation: Invitation | None = None,
) -> Registration:
    """Give a party places in a session, or a place in its queue, and write to them.

    `access_needs` holds `choices` (codes of AccessNeed) and `note`; `consents` maps each purpose to the version of the
    notice; `answers` are those to the organiser's own questions, `people` those whose documents are checked. With `wait`
    a party that finds too few places joins the waiting list. Safe to repeat: the same `request_key`, and the same contact
    in the same session, return the first registration unchanged.

    Raises RegistrationClosed outside the opening hours, PartyRefused when rules of admission are
    broken, SessionFull when too few places are left (and the party does not wait, or nobody
    can), AlreadyRegistered when the open day allows one visit per contact and day, InvitationNeeded without an `invitation`
    where one is needed, InvitationGone when it was used or does not count any more, HeldBack where the rule about missed
    visits applies to the contact.
    """
    pool = pool or Pool.objects.select_related("session__open_day").get(session=session, kind=Pool.Kind.INDIVIDUALS)
    session = pool.session
    open_day = session.open_day
    hashed = queries.contact_hash(contact.kind, contact.value)
    if not event_rules.registration_is_open(open_day, session, now=now):
        # A retry whose first answer was lost may come after closing time.
        if (first := queries.earlier(request_key=request_key, session_id=session.pk, hashed=hashed)) is not None:
            return first
        raise RegistrationClosed
    # Whom staff invited comes whatever happened before.
    hold = None if invitation else missed_visits.look(session, hashed, now=now)
    needs = len(access_needs.get("choices", ())) if access_needs else 0
    if problems := rules.party_problems(party, using.admission(open_day, session, invitation), needs=needs):
        raise PartyRefused(problems)
    row = Registration(
        session=session,
        pool=pool,
        **rows.people_columns(party),
        name=name,
        contact_kind=contact.kind,
        contact=contact.value,
        contact_hash=hashed,
        access_needs=dict(access_needs) if access_needs else None,
        language=language,
        guide_language=guide_language,
        visit_on=timezone.localdate(session.starts_at),
        one_per_day=open_day.one_per_day,
        request_key=request_key,
        created_at=now,
    )
    with_it = _with_it(open_day, consents or {}, answers, people, now=now)
    for attempt in range(_ATTEMPTS):
        try:
            return _insert(row, with_it, invitation, pool=pool, open_day=open_day, wait=wait and hold is None, now=now)
        except SessionFull:
            if wait and hold is not None:
                # In the last hours it may come where places are left, and not wait for them.
                raise HeldBack(until=session.starts_at) from None
            raise
        except (RegistrationClosed, InvitationGone):
            # A party that applied for a draw and asks once more after the deadline; or a retry, whose invitation is used by itself.
            if (first := queries.earlier(request_key=request_key, session_id=session.pk, hashed=hashed)) is not None:
                return first
            raise
        except IntegrityError:
            # The constraints decide, not a look beforehand: of two posts at the same moment
            # both would see nothing. The transaction is undone, places included.
            if (first := queries.earlier(request_key=request_key, session_id=session.pk, hashed=hashed)) is not None:
                return first
            if queries.on_the_same_day(hashed=hashed, visit_on=row.visit_on) is not None:
                raise AlreadyRegistered from None
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _with_it(
    open_day: OpenDay, consents: Mapping[str, str], answers: Sequence[Given], people: Sequence[Person], *, now: datetime
) -> list[list[Any]]:
    """The rows that are stored with a registration, one list per model; most parties answer nothing."""
    given = [Consent(purpose=purpose, version=version, given_at=now) for purpose, version in consents.items()]
    if not answers:
        return [given, identity_rows(people, now=now)]
    return [given, identity_rows(people, now=now), *answer_rows(answers, question_queries.of_open_day(open_day.pk), now=now)]


def _insert(
    row: Registration,
    with_it: list[list[Any]],
    invitation: Invitation | None,
    *,
    pool: Pool,
    open_day: OpenDay,
    wait: bool,
    now: datetime,
) -> Registration:
    row.pk = None
    row.code = human_code()
    row.secret_nonce = secrets.token_urlsafe(24)
    row.secret_hash = queries.token_hash(derive_token(row.secret_nonce, purpose=TOKEN_PURPOSE))
    row.confirmed_at = row.waiting_since = None
    # Put together before the pool is locked: everybody who wants the same session waits for what comes after.
    with_places = asking.state_with_places(open_day, invited=invitation is not None)
    words = emails.prepare(row, confirmed=row.places <= pool.left and with_places == State.CONFIRMED, now=now)
    return _take_and_store(row, with_it, words, invitation, open_day=open_day, wait=wait, now=now)


@transaction.atomic
def _take_and_store(
    row: Registration,
    with_it: list[list[Any]],
    words: emails.Prepared,
    invitation: Invitation | None,
    *,
    open_day: OpenDay,
    wait: bool,
    now: datetime,
) -> Registration:
    # One UPDATE decides who gets the last place. Reading the count first and writing after
    # let 39 parties into 10 places on PostgreSQL (tests/races).
    taken = using.take_places(row, invitation) or Pool.objects.take(row.pool_id, places=row.places)
    if not taken:
        # Now with the pool locked: a party that cancels at this moment has either given its
        # places back already, or will find us in the queue. Without the lock both could miss.
        fresh = Pool.objects.select_for_update().get(pk=row.pool_id)
        taken = Pool.objects.take(row.pool_id, places=row.places)
        if not taken and not (wait and open_day.waiting_list and row.places <= fresh.capacity):
            raise SessionFull(left=fresh.left)
    # Read again, under the lock of the pool: the session may have been cancelled since.
    door = queries.door(session_id=row.session_id, pool_id=row.pool_id)
    if not door.is_open:
        raise RegistrationClosed
    if door.draw is not None and invitation is None and row.pool.kind == Pool.Kind.INDIVIDUALS:
        if taken:
            # An application takes no places. Under the lock of the pool nobody saw that they were gone.
            Pool.objects.give_back(row.pool_id, places=row.places)
        return applying.apply(row, with_it, draw=door.draw, now=now)
    if taken:
        row.state = asking.state_with_places(open_day, invited=invitation is not None)
        row.confirmed_at = now if row.state == State.CONFIRMED else None
    else:
        row.state, row.waiting_since = State.WAITING, now
    plain_sql.insert_with(row, with_it, key="registration_id")
    using.use(invitation, row, now=now)
    if taken:
        if not asking.begin(row, now=now, prepared=words):
            emails.confirmed(row, now=now, prepared=words)
        if door.has_queue:
            # The places were too few for all who wait; they are told apart from being forgotten (rules.turn).
            waiting.note_newcomer(Pool.objects.get(pk=row.pool_id), places=row.places, now=now)
    else:
        emails.waiting(row, now=now, prepared=words)
    return row
