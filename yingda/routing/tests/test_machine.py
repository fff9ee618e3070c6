from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from yingda.contacts.archive import archive
from yingda.contacts.end import end
from yingda.contacts.models import Contact
from yingda.contacts.tests.cast import AT, a_cast, comes
from yingda.contacts.transfer import transfer
from yingda.lib.errors import Refusal
from yingda.lib.ids import uuid7
from yingda.people.models import Capability
from yingda.routing import scene
from yingda.routing.assigning import assign
from yingda.routing.desks import present_state
from yingda.routing.enqueue import enqueue
from yingda.routing.lease import renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Desk, Offer, Presence, Slot, Waiting
from yingda.routing.offers import accept, decline
from yingda.routing.planning import plan
from yingda.routing.presence import go
from yingda.routing.sweeping import sweep

STATE = Contact.State
ROUNDS = 40
AGENTS = st.integers(0, 3)
ANY = st.integers(0, 50)


class Floor(RuleBasedStateMachine):
    """Customers come and go, agents work, rest and drop out, time passes. At the end everybody gets served."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.cast = a_cast()
        self.agents = [self.cast.wang, self.cast.chen, self.cast.he, self.cast.liu]
        self.at = AT

    def teardown(self):
        try:
            self.everybody_is_served_in_the_end()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @rule(shop=st.booleans(), language=st.sampled_from(["zh", "en"]), urgency=st.sampled_from(["normal", "critical"]))
    def a_customer_comes(self, shop, language, urgency):
        contact = comes(self.cast.shop if shop else self.cast.hotline, at=self.at, language=language)
        contact.change(urgency=urgency)
        enqueue(contact, at=self.at)

    @rule(agent=AGENTS, state=st.sampled_from(["ready", "ready", "ready", "rest", "away", "offline"]))
    def an_agent_says(self, agent, state):
        try:
            go(self.agents[agent], state, at=self.at)
        except Refusal as refusal:
            assert refusal.code == "presence.busy"

    @rule()
    def offers_are_made(self):
        match_once(self.at)
        left = plan(scene.wishes(self.at), scene.agents(self.at), self.at)
        assert not left, "somebody waits although somebody is free"

    @precondition(lambda self: Offer.objects.open().exists())
    @rule(which=ANY, take=st.sampled_from([True, True, False]))
    def an_agent_answers(self, which, take):
        offer = self.any_of(Offer.objects.open(), which)
        (accept if take else decline)(offer, by=offer.person, at=self.at)

    @rule(seconds=st.integers(1, 40), stays=st.sets(AGENTS))
    def time_passes(self, seconds, stays):
        self.at += timedelta(seconds=seconds)
        for agent in stays:
            renew_lease(self.agents[agent], browser="b", at=self.at)
        sweep(self.at)

    @precondition(lambda self: Contact.objects.live().exists())
    @rule(which=ANY, by=st.sampled_from(["customer", "agent", "system"]))
    def a_contact_ends(self, which, by):
        end(self.any_of(Contact.objects.live(), which), by=by, at=self.at)

    @precondition(lambda self: Contact.objects.filter(state=STATE.ENDED).exists())
    @rule(which=ANY)
    def a_record_is_archived(self, which):
        archive(self.any_of(Contact.objects.filter(state=STATE.ENDED), which), by=None, at=self.at)

    @precondition(lambda self: Contact.objects.talking().exists())
    @rule(which=ANY, to=st.sampled_from(["person", "team", "line"]), agent=AGENTS)
    def a_contact_is_transferred(self, which, to, agent):
        contact = self.any_of(Contact.objects.talking(), which)
        target = {"person": self.agents[agent], "team": self.cast.technical, "line": self.cast.shop}[to]
        self.tried(
            transfer, contact, by=contact.agent, reason="其他", consent=True, uid=uuid7(), at=self.at,
            **{f"to_{to}": target},
        )

    @precondition(lambda self: Contact.objects.live().exists())
    @rule(which=ANY, agent=AGENTS)
    def a_supervisor_assigns(self, which, agent):
        contact = self.any_of(Contact.objects.live(), which)
        self.tried(
            assign, contact, self.agents[agent], by=self.cast.zhou, reason="其他", consent=True, uid=uuid7(),
            at=self.at,
        )

    @invariant()
    def every_contact_has_what_its_state_needs_and_nothing_else(self):
        waiting = set(Waiting.objects.values_list("contact", flat=True))
        ringing = dict(Offer.objects.open().values_list("contact", "person"))
        places = dict(Slot.objects.values_list("contact", "person"))
        for contact in Contact.objects.all():
            has = (contact.pk in waiting, ringing.get(contact.pk), places.get(contact.pk))
            needs = {
                STATE.WAITING: (True, None, None),
                STATE.OFFERED: (True, contact.agent_id, contact.agent_id),
                STATE.TALKING: (False, None, contact.agent_id),
            }
            assert has == needs.get(contact.state, (False, None, None)), f"{contact.state}: {has}"

    @invariant()
    def nobody_has_more_than_they_can_bear(self):
        ringing = list(Offer.objects.open().values_list("person", flat=True))
        assert len(ringing) == len(set(ringing))
        for person, number in Capability.objects.filter(kind="channel").values_list("person", "number"):
            assert Slot.objects.filter(person=person).count() <= number

    @invariant()
    def presence_says_what_is_and_its_intervals_leave_no_gap(self):
        for desk in Desk.objects.all():
            rows = list(Presence.objects.filter(person=desk.person_id).order_by("id"))
            assert (rows[-1].state, rows[-1].reason) == present_state(desk)
            assert [row.ended for row in rows] == [row.since for row in rows[1:]] + [None]

    def everybody_is_served_in_the_end(self):
        for _ in range(ROUNDS):
            self.at += timedelta(seconds=61)
            sweep(self.at)
            for agent in self.agents:
                go(agent, "ready", at=self.at)
            match_once(self.at)
            for offer in Offer.objects.open():
                accept(offer, by=offer.person, at=self.at)
            for contact in Contact.objects.talking():
                end(contact, by="agent", at=self.at)
            if not Contact.objects.live().exists():
                break
        assert not Contact.objects.live().exists(), "somebody waits for ever"

    def any_of(self, rows, which):
        rows = list(rows.order_by("pk"))
        return rows[which % len(rows)]

    def tried(self, verb, *args, **kwargs):
        """A move that the rules may forbid: then nothing has changed."""
        try:
            verb(*args, **kwargs)
        except Refusal as refusal:
            assert refusal.status in (409, 422)


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_whatever_happens_no_contact_is_lost_and_nobody_is_overloaded():
    run_state_machine_as_test(
        Floor,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
