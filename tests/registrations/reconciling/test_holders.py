"""Who holds places, and that nobody is forgotten."""

import pytest
from django.apps import apps
from django.db.models import F

from openday.events.models import Pool
from openday.registrations.reconciling import holders
from tests.registrations.reconciling.scene import everything_held

# Models that point to a pool without holding places of it, and why.
HOLDS_NOTHING = {"registrations.OtherSession": "the wish of a party that waits elsewhere"}


def test_whatever_points_to_a_pool_holds_places_or_says_that_it_does_not():
    pointing = {
        model._meta.label
        for model in apps.get_models()
        if any(field.is_relation and field.related_model is Pool and field.concrete for field in model._meta.get_fields())
    }

    assert pointing == {holder.rows().model._meta.label for holder in holders.HOLDERS} | set(HOLDS_NOTHING)


@pytest.mark.django_db
def test_every_holder_is_in_the_sum_and_the_sum_is_the_counter():
    scene = everything_held()

    found = {pool.pk: pool for pool in holders.pools()}

    assert {name: getattr(found[scene.pool.pk], name) for name in ("taken", "held", "held_by_parties", "held_by_walk_ins")} == {
        "taken": 8,
        "held": 8,
        "held_by_parties": 6,
        "held_by_walk_ins": 1,
    }
    held = {holder.name: sum(getattr(pool, holder.column) for pool in found.values()) for holder in holders.HOLDERS}
    assert held == {"parties": 6 + scene.group.places, "parties that save": 1, "open offers": 1, "invitations": 2, "walk-ins": 1}
    assert not holders.pools().exclude(held=F("taken")).exists()
