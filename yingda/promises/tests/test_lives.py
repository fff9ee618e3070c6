"""Any life of promises, in any order of verbs, facts and ticks: what must stay true, stays true."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yingda.cases import facts as cases
from yingda.journal.models import Fact
from yingda.lib.errors import Refusal
from yingda.lib.ids import uuid7
from yingda.promises.clock import tick
from yingda.promises.deadlines import LIMIT, REMINDER, Deadlines
from yingda.promises.models import Extension, Notice, Promise
from yingda.promises.tests.cast import AT, MINUTE, a_case, a_cast, happens
from yingda.promises.turns import history_of, standard_of
from yingda.promises.verbs import accept, cancel, decline, extend, give_word, hand_over, keep, pause, resume

State = Promise.State
WAYS = {
    "running": {"running", "paused", "kept", "broken", "kept_late", "cancelled"},
    "paused": {"paused", "running", "kept", "kept_late", "broken", "cancelled"},
    "broken": {"broken", "kept_late", "cancelled"},
    "kept": {"kept"},
    "kept_late": {"kept_late"},
    "cancelled": {"cancelled"},
}
minutes = st.integers(0, 200).map(lambda count: timedelta(minutes=count))
pick = st.integers(0, 2**16)


class Lives(RuleBasedStateMachine):
    """Promises about one case: a complex matter (4.9, 4.10), progress (4.11, service hours), agents' words (4.8)."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast, self.at = a_cast(), AT
        self.case = a_case(self.cast)
        self.seen: dict[int, tuple[str, object]] = {}
        happens(cases.COMPLEX, self.at, case=self.case)
        happens(cases.WAITING, self.at, case=self.case)

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def one(self, number: int, *states: str) -> Promise:
        """A promise, by preference in one of these states."""
        rows = Promise.objects.filter(state__in=states).order_by("id")
        rows = rows if rows.exists() else Promise.objects.order_by("id")
        return rows[number % rows.count()]

    @rule(passes=minutes)
    def time_passes(self, passes):
        self.at += passes

    @rule()
    def the_clock_ticks(self):
        tick(self.at)
        assert not Promise.objects.due(self.at).exists()

    @rule(due=minutes)
    def an_agent_gives_a_word(self, due):
        due = self.at + due + MINUTE
        give_word(self.case, by=self.cast.wang, due=due, words="", uid=uuid7(), at=self.at)

    @rule(kind=st.sampled_from(["answer", "progress", "support"]))
    def the_customer_is_informed(self, kind):
        happens(cases.INFORMED, self.at, case=self.case, by=self.cast.wang, kind=kind, channel="chat")

    @rule()
    def another_team_accepts(self):
        happens(cases.SUPPORT_ACCEPTED, self.at, case=self.case, team=1)

    @rule(which=pick)
    def paused(self, which):
        self.tried(pause, self.one(which, "running"), reason="customer_away")

    @rule(which=pick, later=minutes)
    def resumed(self, which, later):
        self.at += later
        self.tried(resume, self.one(which, "paused"))

    @rule(which=pick)
    def kept(self, which):
        self.tried(keep, self.one(which))

    @rule(which=pick)
    def cancelled(self, which):
        self.tried(cancel, self.one(which), reason="客户撤回")

    @rule(which=pick, farther=minutes)
    def extended(self, which, farther):
        promise = self.one(which, "running", "paused", "broken")
        late = promise.state == State.BROKEN or (promise.state == State.RUNNING and self.at >= promise.limit)
        moved = self.tried(extend, promise, limit=promise.limit + farther, reason="等厂家", told="已告知", uid=uuid7())
        assert not (moved and late), "only before the limit"

    @rule(which=pick, yes=st.booleans())
    def handed_over(self, which, yes):
        promise = self.one(which)
        if handover := self.tried(hand_over, promise, to=self.cast.chen, uid=uuid7()):
            (accept if yes else decline)(handover, by=self.cast.chen, at=self.at)

    def tried(self, verb, promise, **given):
        """The verb's answer, or None when it was refused with a sentence."""
        try:
            return verb(promise, by=self.cast.wang, at=self.at, **given)
        except Refusal as refusal:
            assert refusal.say("zh") and refusal.say("en")
            return None

    @invariant()
    def every_row_is_what_its_history_says(self):
        for promise in Promise.objects.all():
            standard = standard_of(promise)
            deadlines = Deadlines(standard.promise(promise.rule), standard.calendar, history_of(promise))
            assert (promise.target, promise.limit) == (deadlines.target, deadlines.limit)
            ticking = promise.state in (State.RUNNING, State.BROKEN)
            assert promise.wake == (deadlines.wake(promise.rank) if ticking else None)
            self.leaves_by_an_open_way(promise)

    def leaves_by_an_open_way(self, promise):
        """No state without a way out, and what was broken stays so on record."""
        state, broken = self.seen.get(promise.pk, ("running", None))
        assert promise.state in WAYS[state]
        assert broken is None or promise.broken == broken
        assert promise.wake or promise.state not in (State.RUNNING,), "a running promise has an end"
        self.seen[promise.pk] = (promise.state, promise.broken)

    @invariant()
    def nothing_is_said_twice(self):
        if not hasattr(self, "cast"):
            return
        assert set(self.seen) == set(Promise.objects.values_list("pk", flat=True)), "none is ever deleted"
        told = Counter(Notice.objects.values_list("promise", "person", "rank", "limit"))
        assert not told or max(told.values()) == 1
        ends = Counter(
            (fact.data["promise"], fact.name)
            for fact in Fact.objects.filter(name__in=["promise.broken", "promise.kept", "promise.kept_late"])
        )
        assert not ends or max(ends.values()) == 1
        reminded = Fact.objects.filter(name="promise.reminded").count()
        moved = Extension.objects.count()
        assert reminded <= 2 * (Promise.objects.count() + moved), "each reminder once, and once anew after an extension"

    @invariant()
    def stages_are_passed_in_order(self):
        for promise in Promise.objects.exclude(state__in=[State.KEPT, State.CANCELLED]):
            reminders = len(standard_of(promise).promise(promise.rule).reminders)
            assert (promise.rank > reminders) == (promise.broken is not None), (REMINDER, LIMIT)


def test_any_life_of_a_promise(db):
    machine = settings(max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Lives, settings=machine)
