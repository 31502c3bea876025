"""The waiting list against a model that fits on a page: whatever happens in whatever order, both say the same of every party."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from openday.events.models import Pool
from openday.registrations import actions, queries
from openday.registrations.actions import offers
from openday.registrations.facts import SessionFull
from openday.registrations.models import Registration
from openday.registrations.rules import Party
from openday.registrations.states import State
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register

SIZES = st.integers(1, 5)


@dataclass
class Member:
    """A party as the model knows it."""

    size: int
    # "in", "waiting", "offer" (waits, with places offered), "out"
    state: str
    overtaken: int = 0
    saved: int = 0
    missed: int = 0


@dataclass
class Model:
    """A list of parties and one loop. Nothing of the code under test is used here."""

    capacity: int
    asks: bool
    members: dict[int, Member] = field(default_factory=dict)
    queue: list[int] = field(default_factory=list)

    @property
    def free(self) -> int:
        held = sum(one.size if one.state in {"in", "offer"} else one.saved for one in self.members.values())
        return self.capacity - held

    def waiting(self) -> list[Member]:
        return [self.members[pk] for pk in self.queue if self.members[pk].state == "waiting"]

    def arrive(self, pk: int, size: int) -> None:
        if size > self.free:
            self.members[pk] = Member(size, "waiting")
            self.queue.append(pk)
            return
        queue = self.waiting()
        self.members[pk] = Member(size, "in")
        for one in queue:
            if one.size <= self.capacity:
                one.overtaken += 1
        if queue:
            self.settle()

    def leave(self, pk: int) -> None:
        one = self.members[pk]
        one.state, one.saved = "out", 0
        self.settle()

    def settle(self) -> None:
        while (chosen := self._next()) is not None:
            chosen.saved, chosen.state = 0, "offer" if self.asks else "in"

    def _next(self) -> Member | None:
        passed = []
        for one in self.waiting():
            if one.size <= self.free + one.saved:
                for other in passed:
                    other.overtaken += 1
                return one
            if one.size > self.capacity:
                continue
            if one.overtaken >= 3:
                one.saved += self.free
                return None
            passed.append(one)
        return None


class WaitingList(RuleBasedStateMachine):
    @initialize(capacity=st.integers(3, 6), asks=st.booleans())
    def begin(self, capacity, asks):
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOW
        self.session = SessionFactory(open_day=OpenDayFactory(offer_hours=4 if asks else 0), places=capacity)
        self.model = Model(capacity, asks)

    def teardown(self):
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def later(self):
        self.now += timedelta(seconds=1)
        return self.now

    def row(self, pk):
        return Registration.objects.with_visit().get(pk=pk)

    def one_of(self, data, *states):
        return data.draw(st.sampled_from([pk for pk, one in self.model.members.items() if one.state in states]))

    def has(self, *states):
        return any(one.state in states for one in self.model.members.values())

    @rule(size=SIZES)
    def party_comes(self, size):
        if size > self.model.capacity:
            return
        self.model.arrive(register(self.session, adults=size, now=self.later()).pk, size)

    @precondition(lambda self: self.has("in", "waiting", "offer"))
    @rule(data=st.data())
    def party_leaves(self, data):
        pk = self.one_of(data, "in", "waiting", "offer")
        actions.cancel(registration=self.row(pk), now=self.later())
        self.model.leave(pk)

    @precondition(lambda self: self.has("in", "waiting", "offer"))
    @rule(data=st.data(), size=SIZES)
    def party_changes(self, data, size):
        pk = self.one_of(data, "in", "waiting", "offer")
        one = self.model.members[pk]
        try:
            actions.change_party(registration=self.row(pk), party=Party(adults=size), now=self.later())
        except SessionFull:
            assert size - one.size > self.model.free if one.state == "in" else size > self.model.capacity
            return
        if size == one.size:
            return
        freed = size < one.size or one.saved or one.state == "offer"
        one.size, one.saved = size, 0
        one.state = "in" if one.state == "in" else "waiting"
        if freed:
            self.model.settle()

    @precondition(lambda self: self.has("offer"))
    @rule(data=st.data(), answer=st.sampled_from(["yes", "no", "silence"]))
    def offer_is_answered(self, data, answer):
        pk = self.one_of(data, "offer")
        offer = queries.open_offer(self.row(pk))
        one = self.model.members[pk]
        if answer == "yes":
            actions.accept(offer=offer, now=self.later())
            one.state = "in"
        elif answer == "no":
            actions.decline(offer=offer, now=self.later())
            self.model.leave(pk)
        else:
            offers._expire(offer, now=self.later())
            one.missed, one.overtaken = one.missed + 1, 0
            one.state = "waiting" if one.missed < 2 else "out"
            self.model.queue.remove(pk)
            self.model.queue.append(pk)
            self.model.settle()

    @rule(capacity=st.integers(2, 9))
    def staff_change_the_number(self, capacity):
        done = Pool.objects.resize(self.session.pools.get().pk, capacity=capacity)
        assert done == (self.model.capacity - self.model.free <= capacity)
        if done:
            self.model.capacity = capacity
            actions.promote(session=self.session, now=self.later())
            self.model.settle()

    @invariant()
    def both_say_the_same(self):
        if not hasattr(self, "model"):
            return
        pool = self.session.pools.get()
        assert pool.taken == queries.places_spoken_for(pool.pk) == self.model.capacity - self.model.free
        offered = set(Registration.objects.filter(session=self.session, offers__state="open").values_list("pk", flat=True))
        for row in Registration.objects.filter(session=self.session):
            one = self.model.members[row.pk]
            found = {State.CONFIRMED: "in", State.CANCELLED: "out"}.get(row.state, "offer" if row.pk in offered else "waiting")
            assert (found, row.places, row.saved) == (one.state, one.size, one.saved)
            assert found != "waiting" or row.overtaken == one.overtaken
            # Nobody is overtaken more often than the page promises.
            assert row.overtaken <= 3


def run(examples: int, steps: int) -> None:
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(WaitingList, settings=chosen)


@pytest.mark.django_db
def test_the_waiting_list_and_its_model_never_differ():
    run(examples=12, steps=20)


@pytest.mark.long
@pytest.mark.django_db
def test_the_waiting_list_and_its_model_never_differ_in_long_lives():
    run(examples=200, steps=40)
