"""What the races about cases begin with, and what is in the database afterwards; called in a process of its own, prints JSON."""

import json
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from openday.accounts.encryption import key_ring
from openday.oversight.models import Case, CaseEvent
from openday.oversight.states import State
from tests import people
from tests.factories.oversight import a_case_in
from tests.races.together import asker

ask = asker(__name__)


def _opened(case: Case) -> str:
    """The cookie of a browser that opened the case by its receipt."""
    until = (timezone.now() + timedelta(minutes=15)).timestamp()
    return key_ring().seal(json.dumps({"name": "case", "until": until, "content": {"case": case.pk}}))


def office(*, in_review: int, answered: int, reviewers: int, once_in_the_database: bool) -> None:
    """Print cases in review with the session keys of their reviewers, and answered cases with the cookies of their citizens."""
    deciding = [people.person(f"rita{n}", "reviewer", of="industrial") for n in range(reviewers)]
    given = {"unit": people.unit("food"), "quality": people.quentin(), "handler": people.hana()}
    cases = [a_case_in(State.REVIEW, **given) for _n in range(in_review)]
    yesterday = timezone.now() - timedelta(days=1)
    others = [a_case_in(State.ANSWERED, **given, reviewer=deciding[0], now=yesterday) for _n in range(answered)]
    if not once_in_the_database:
        once = next(one for one in CaseEvent._meta.constraints if one.name == "a_case_is_asked_for_again_once_each_way")
        with connection.schema_editor() as editor:
            editor.remove_constraint(CaseEvent, once)
    made = {
        "keys": [people.session_key(user) for user in deciding],
        "cases": [[case.pk, case.revision] for case in cases],
        "citizens": [[case.pk, _opened(case)] for case in others],
    }
    print(json.dumps(made))  # noqa: T201


def outcome() -> None:
    """Print for each case its state and the deeds of the race that were logged."""
    raced = ["approve", "return_to_handler", "ask_redo"]
    found = {case.pk: [case.state, [event.deed for event in case.events.all() if event.deed in raced]] for case in Case.objects.all()}
    print(json.dumps(found))  # noqa: T201
