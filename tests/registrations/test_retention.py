"""What is erased when."""

from datetime import timedelta

import pytest

from openday.registrations import actions
from openday.registrations.models import Registration
from openday.registrations.retention import sweep
from tests.factories.registrations import NOW, SessionFactory, register

pytestmark = pytest.mark.django_db

VISIT = NOW + timedelta(days=6)


def test_needs_end_after_a_week_and_people_after_a_month():
    registration = register(SessionFactory(), access_needs={"choices": ["hearing"], "note": ""})

    on_the_day = sweep(VISIT, False)
    after_a_week = sweep(VISIT + timedelta(days=8), False)
    registration.refresh_from_db()
    assert (registration.access_needs, registration.name) == (None, "李梅")
    after_a_month = sweep(VISIT + timedelta(days=31), False)
    again = sweep(VISIT + timedelta(days=31), False)

    registration.refresh_from_db()
    done = [{name for name, count in one.items() if count} for one in (on_the_day, after_a_week, after_a_month, again)]
    assert done == [set(), {"access needs erased"}, {"registrations anonymised"}, set()]
    assert (registration.name, registration.contact, registration.contact_hash) == ("", "", None)
    assert (registration.adults, registration.state) == (1, "confirmed")


def test_a_dry_run_counts_what_the_real_run_does_and_changes_nothing():
    register(SessionFactory(), access_needs={"choices": ["hearing"], "note": ""})
    late = VISIT + timedelta(days=40)

    dry = sweep(late, True)

    assert Registration.objects.filter(anonymised_at=None).count() == 1
    assert (
        dry
        == sweep(late, False)
        == {
            "people with documents erased": 0,
            "answers to organisers erased": 0,
            "access needs erased": 1,
            "registrations anonymised": 1,
            "group requests anonymised": 0,
            "invitations anonymised": 0,
            "lists of groups erased": 0,
            "missed visits erased": 0,
        }
    )


def test_who_waited_in_vain_is_forgotten_the_day_after():
    session = SessionFactory(places=1)
    came = register(session)
    waited = register(session)
    actions.close_queues(now=session.starts_at)

    sweep(VISIT + timedelta(days=1), False)

    assert dict(Registration.objects.values_list("pk", "contact_hash")) == {came.pk: came.contact_hash, waited.pk: None}


def test_an_anonymised_contact_may_register_again():
    session = SessionFactory()
    Registration.objects.filter(pk=register(session).pk).update(visit_on=NOW.date() - timedelta(days=60))
    Registration.objects.filter(pk=register(session).pk).update(visit_on=NOW.date() - timedelta(days=60))

    assert sweep(NOW, False)["registrations anonymised"] == 2
