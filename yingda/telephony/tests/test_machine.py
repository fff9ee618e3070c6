"""Calls in any order of events: nobody is dropped by us, left alone, or doubled."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from yingda.contacts.end import end
from yingda.contacts.models import Contact, Hold
from yingda.contacts.transfer import transfer
from yingda.lib.errors import Refusal
from yingda.lib.ids import uuid7
from yingda.people.models import Restriction
from yingda.routing.lease import GRACE, renew_lease
from yingda.routing.matching import match_once
from yingda.routing.models import Offer, Slot
from yingda.routing.offers import accept
from yingda.routing.presence import go
from yingda.routing.sweeping import sweep as sweep_routing
from yingda.telephony import consulting, grace, holding, passing, supervising
from yingda.telephony.arranging import speaks_with_customer
from yingda.telephony.models import Call, Leg, Phone, Recording
from yingda.telephony.moving import live
from yingda.telephony.phones import check_all
from yingda.telephony.reports import legs, phones
from yingda.telephony.sweeping import sweep
from yingda.telephony.tests.stage import AT, a_floor, rings_in
from yingda.telephony.wanted import wanted

ANY = st.integers(0, 50)
AGENTS = st.integers(0, 2)
CAUSES = st.sampled_from(["normal", "busy", "no_answer", "declined", "unavailable", "failed", "lost"])
WORDS = {"reason": "其他", "consent": True}
LONG = timedelta(seconds=90)  # longer than any ringing or grace
Party, State = Leg.Party, Leg.State


class Calls(RuleBasedStateMachine):
    """Callers, agents, colleagues, a supervisor and a driver that reports what it likes, whenever it likes."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.floor = a_floor()
        self.cast = self.floor.cast
        self.agents = [self.cast.wang, self.cast.chen, self.cast.he]
        self.at = AT
        for agent in self.agents:
            go(agent, "ready", at=self.at)
        self.somebody_calls(there=True)

    def teardown(self):
        try:
            self.everything_finds_its_end()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @precondition(lambda self: Call.objects.filter(ended=None).count() < 2)
    @rule(there=st.sampled_from([True, True, False]))
    def somebody_calls(self, there):
        call = rings_in(self.floor, at=self.at)
        match_once(self.at)
        for leg in live(call, party=Party.AGENT) if there else ():
            legs.answered(str(leg.uid), at=self.at)

    @rule()
    def offers_are_made(self):
        match_once(self.at)

    @precondition(lambda self: self.waiting_to_be_picked_up().exists())
    @rule(which=ANY)
    def a_phone_is_picked_up(self, which):
        leg = self.any_of(self.waiting_to_be_picked_up(), which)
        legs.rang(str(leg.uid), at=self.at)
        legs.answered(str(leg.uid), at=self.at)

    @precondition(lambda self: Offer.objects.open().exists())
    @rule(which=ANY)
    def a_call_is_accepted_at_the_desk(self, which):
        offer = self.any_of(Offer.objects.open(), which)
        accept(offer, by=offer.person, at=self.at)

    @precondition(lambda self: self.ours().exists())
    @rule(which=ANY, cause=CAUSES)
    def a_leg_of_ours_ends(self, which, cause):
        legs.ended(str(self.any_of(self.ours(), which).uid), cause, at=self.at)

    @precondition(lambda self: Leg.objects.filter(party=Party.CUSTOMER, state="up").count() > 1)
    @rule(which=ANY, cause=CAUSES)
    def a_customer_leaves(self, which, cause):
        there = Leg.objects.filter(party=Party.CUSTOMER, state="up")
        legs.ended(str(self.any_of(there, which).uid), cause, at=self.at)

    @precondition(lambda self: Leg.objects.exists())
    @rule(which=ANY, cause=CAUSES)
    def the_driver_repeats_itself(self, which, cause):
        leg = self.any_of(Leg.objects.all(), which)
        if leg.state == State.ENDED:
            legs.rang(str(leg.uid), at=self.at)
            legs.answered(str(leg.uid), at=self.at)
            legs.ended(str(leg.uid), cause, at=self.at)
        elif leg.state == State.UP:
            legs.rang(str(leg.uid), at=self.at)
            legs.answered(str(leg.uid), at=self.at)

    @rule(which=AGENTS, on=st.sampled_from([True, True, True, False]))
    def a_phone_comes_or_goes(self, which, on):
        phone = Phone.objects.get(person=self.agents[which])
        phones.registered(phone.username, on, at=self.at)

    @precondition(lambda self: self.talked().exists())
    @rule(which=ANY, act=st.sampled_from(["hold", "resume", "tell"]))
    def the_agent_holds(self, which, act):
        contact = self.any_of(self.talked(), which)
        given = {"consent": True, "expected_minutes": 1} if act == "hold" else {}
        self.tried(getattr(holding, act), contact, by=contact.agent, at=self.at, **given)

    @precondition(lambda self: self.on_the_phone().exists())
    @rule(
        which=ANY,
        agent=AGENTS,
        outside=st.booleans(),
        then=st.sampled_from(["", "comes", "confer", "leave", "confer and leave"]),
    )
    def the_agent_asks_somebody(self, which, agent, outside, then):
        """And perhaps they come, all talk, and the agent leaves."""
        mine = self.any_of(self.on_the_phone(), which)
        contact, by = mine.call.contact, mine.person
        target = {"number": "12345"} if outside else {"person": self.agents[agent]}
        self.tried(consulting.consult, contact, by=by, consent=True, at=self.at, **target)
        asked = live(mine.call, joined=False, takes_over=False, state=State.WANTED)
        third = next((leg for leg in asked if leg.party in consulting.THIRD), None)
        if third is None or not then:
            return
        legs.answered(str(third.uid), at=self.at)
        if "confer" in then:
            consulting.confer(contact, by=by, at=self.at)
        if "leave" in then:
            legs.ended(str(mine.uid), "normal", at=self.at)

    @precondition(lambda self: self.on_the_phone().exists())
    @rule(which=ANY, act=st.sampled_from(["cancel", "confer", "hand_on", "pass_on", "transfer", "lost"]))
    def the_agent_moves_the_call(self, which, act):
        contact = self.any_of(self.talked(), which)
        by, at, uid = contact.agent, self.at, uuid7()
        match act:
            case "cancel" | "confer":
                self.tried(getattr(consulting, act), contact, by=by, at=at)
            case "hand_on":
                self.tried(consulting.hand_on, contact, by=by, uid=uid, at=at, **WORDS)
            case "pass_on":
                self.tried(passing.pass_on, contact, by=by, number="12345", uid=uid, at=at, **WORDS)
            case "transfer":
                self.tried(transfer, contact, by=by, to_line=self.cast.hotline, uid=uid, at=at, **WORDS)
            case "lost":
                self.tried(grace.lost, contact, by=by, at=at)

    @precondition(lambda self: self.talked().exists())
    @rule(which=ANY, mode=st.sampled_from([*supervising.MODES, "stop"]))
    def the_supervisor_looks_in(self, which, mode):
        contact = self.any_of(self.talked(), which)
        if mode == "stop":
            self.tried(supervising.stop, contact, by=self.cast.zhou, at=self.at)
        else:
            self.tried(supervising.supervise, contact, by=self.cast.zhou, mode=mode, at=self.at)

    @precondition(lambda self: Contact.objects.live().count() > 1)
    @rule(which=ANY, by=st.sampled_from(["agent", "system"]))
    def a_contact_ends(self, which, by):
        end(self.any_of(Contact.objects.live(), which), by=by, at=self.at)

    @rule(seconds=st.integers(1, 20))
    def time_passes(self, seconds):
        self.pass_time(timedelta(seconds=seconds))

    @invariant()
    def no_leg_outlives_its_call_and_none_is_doubled(self):
        for call in Call.objects.all():
            there = live(call)
            assert not (call.ended and there), "a leg lives in an ended call"
            assert (call.stage == Call.Stage.ENDED) == (call.ended is not None)
            assert sum(leg.party == Party.CUSTOMER for leg in there) == (call.ended is None)
            assert sum(leg.party == Party.AGENT for leg in there) <= 1
            assert wanted(call.pk).legs or call.ended
        people = [leg.person_id for leg in Leg.objects.exclude(state="ended") if leg.person_id]
        assert len(people) == len(set(people)), "somebody has two calls at once"

    @invariant()
    def a_call_goes_on_as_long_as_its_contact(self):
        for call in Call.objects.select_related("contact"):
            assert (call.ended is None) == (call.contact.state in Contact.LIVE)

    @invariant()
    def a_customer_hears_somebody_or_music(self):
        for call in Call.objects.filter(ended=None):
            (customer,) = live(call, party=Party.CUSTOMER)
            with_them = [leg for leg in live(call) if speaks_with_customer(leg)]
            assert (customer.place == "talk") <= bool(with_them), "alone in talk"
            assert customer.place in ("talk", "hold", "queue")
            assert (customer.place == "hold") == Hold.objects.filter(contact=call.contact_id, ended=None).exists()
            if call.stage == Call.Stage.QUEUE:
                assert customer.place == "queue"

    @invariant()
    def whoever_is_in_talk_has_somebody_to_talk_with(self):
        for call in Call.objects.filter(ended=None, stage=Call.Stage.QUEUE):
            assert not [leg for leg in live(call, state=State.UP) if leg.party != Party.CUSTOMER]

    @invariant()
    def recording_goes_with_the_talk(self):
        for recording in Recording.objects.filter(state="running").select_related("call"):
            assert recording.call.stage == Call.Stage.TALK

    @invariant()
    def an_agent_is_kept_by_a_call_as_long_as_they_are_in_it(self):
        for slot in Slot.objects.select_related("contact__call"):
            call = slot.contact.call
            assert call.ended is None
            there = live(call, party=Party.AGENT, person=slot.person_id)
            assert there or call.grace, "a place is taken by a call in which its agent is not"

    @invariant()
    def nobody_is_kept_from_calls_by_one_that_is_over(self):
        held = Restriction.objects.filter(reason="on_the_phone", until=None).values_list("person", flat=True)
        for person in held:
            assert Leg.objects.filter(person=person).exclude(state="ended").exists()

    def everything_finds_its_end(self):
        """With time alone every call comes back to a talk, or to the queue of somebody who can take it."""
        for _ in range(4):
            self.pass_time(LONG)
            for phone in Phone.objects.filter(person__in=self.agents):
                phones.registered(phone.username, True, at=self.at)
            self.pass_time(timedelta(seconds=1))
        assert not Leg.objects.filter(state__in=[State.WANTED, State.RINGING], offer=None).exists()
        assert not Call.objects.filter(grace__lte=self.at - GRACE).exists()
        for leg in list(Leg.objects.filter(state=State.UP)):
            legs.ended(str(leg.uid), "normal", at=self.at)
        assert not Call.objects.filter(ended=None).exists()
        self.an_agent_is_kept_by_a_call_as_long_as_they_are_in_it()

    def pass_time(self, span: timedelta):
        self.at += span
        for agent in self.agents:
            renew_lease(agent, browser="b", at=self.at)
        sweep_routing(self.at)
        sweep(self.at)
        check_all(self.at)

    def ours(self):
        return Leg.objects.exclude(state="ended").exclude(party=Party.CUSTOMER)

    def on_the_phone(self):
        there = Leg.objects.filter(party=Party.AGENT, state=State.UP, call__stage=Call.Stage.TALK)
        return there.select_related("call__contact", "person")

    def talked(self):
        return Contact.objects.talking()

    def waiting_to_be_picked_up(self):
        return Leg.objects.filter(state__in=[State.WANTED, State.RINGING])

    def any_of(self, rows, which):
        rows = list(rows.order_by("pk"))
        return rows[which % len(rows)]

    def tried(self, verb, *arguments, **given):
        try:
            verb(*arguments, **given)
        except Refusal:
            pass  # what the state forbids is refused: a random act often is


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_calls_in_any_order():
    run_state_machine_as_test(
        Calls,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
