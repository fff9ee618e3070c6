"""What a person can do to a promise, and what is refused with a sentence."""

import pytest

from yingda.cases import facts as cases
from yingda.journal.models import Fact
from yingda.lib.errors import Malformed, NotFound
from yingda.lib.ids import uuid7
from yingda.promises import errors
from yingda.promises.clock import tick
from yingda.promises.models import Extension, Promise
from yingda.promises.tests.cast import AT, DAY, HOUR, MINUTE, a_case, facts_named, happens, promise
from yingda.promises.verbs import accept, cancel, decline, extend, give_word, hand_over, keep, pause, resume

State = Promise.State
SAID = {"reason": "等待厂家回复", "told": "已在会话中告知客户"}


@pytest.fixture
def complex_matter(cast, case):
    happens(cases.COMPLEX, case=case)
    return promise("4.10")


def again(promise: Promise) -> Promise:
    return Promise.objects.get(pk=promise.pk)


class TestWord:
    def give(self, case, by, due=AT + 2 * HOUR, uid=None):
        return give_word(case, by=by, due=due, words="两小时内回电", uid=uid or uuid7(), at=AT)

    def test_a_word_is_a_promise_of_the_one_who_gave_it(self, cast, case):
        given = self.give(case, cast.chen)
        assert (given.rule, given.owner, given.limit, given.words) == ("4.8", cast.chen, AT + 2 * HOUR, "两小时内回电")
        assert facts_named() == ["word_given", "opened"]

    def test_the_same_id_again_is_the_same_word(self, cast, case):
        uid = uuid7()
        assert self.give(case, cast.wang, uid=uid).pk == self.give(case, cast.wang, uid=uid).pk
        assert Promise.objects.count() == 1

    def test_an_id_of_another_case_is_refused(self, cast, case):
        uid = uuid7()
        self.give(case, cast.wang, uid=uid)
        with pytest.raises(errors.UidTaken):
            self.give(a_case(cast), cast.wang, uid=uid)

    def test_each_word_is_a_promise_of_its_own(self, cast, case):
        self.give(case, cast.wang)
        self.give(case, cast.wang, due=AT + 3 * HOUR)
        assert Promise.objects.filter(rule="4.8").count() == 2

    def test_an_answer_keeps_it(self, cast, case):
        given = self.give(case, cast.wang)
        happens(cases.INFORMED, AT + HOUR, case=case, by=cast.wang, kind="answer", channel="phone")
        assert again(given).state == State.KEPT

    @pytest.mark.parametrize("due", [AT, AT - HOUR, AT + 366 * DAY])
    def test_a_time_that_cannot_be_meant_is_refused(self, cast, case, due):
        with pytest.raises(Malformed) as refused:
            self.give(case, cast.wang, due=due)
        assert refused.value.field == "due"

    def test_the_words_are_not_in_the_journal(self, cast, case):
        self.give(case, cast.wang)
        assert not [fact for fact in Fact.objects.all() if "回电" in str(fact.data)]


class TestExtend:
    def extend(self, promise, by, limit=AT + 2 * HOUR, at=AT + 10 * MINUTE, **more):
        return extend(promise, by=by, limit=limit, at=at, **{"uid": uuid7()} | SAID | more)

    def test_the_limit_moves_and_what_the_customer_was_told_is_kept(self, cast, complex_matter):
        extension = self.extend(complex_matter, cast.wang)
        assert again(complex_matter).limit == AT + 2 * HOUR
        assert (extension.before, extension.told) == (AT + HOUR, SAID["told"])
        assert facts_named()[-1] == "extended"

    def test_the_same_id_again_moves_nothing(self, cast, complex_matter):
        uid = uuid7()
        self.extend(complex_matter, cast.wang, uid=uid)
        self.extend(complex_matter, cast.wang, uid=uid)
        assert Extension.objects.count() == 1

    @pytest.mark.parametrize("missing", ["reason", "told"])
    def test_without_reason_or_without_the_customer_told_it_is_refused(self, cast, complex_matter, missing):
        with pytest.raises(Malformed) as refused:
            self.extend(complex_matter, cast.wang, **{missing: "  "})
        assert refused.value.field == missing

    @pytest.mark.parametrize("woken", [True, False])
    def test_after_the_limit_it_is_refused_whether_or_not_the_clock_has_come(self, cast, complex_matter, woken):
        if woken:
            tick(AT + HOUR)
        with pytest.raises(errors.TooLate):
            self.extend(complex_matter, cast.wang, at=AT + HOUR)

    def test_an_earlier_limit_is_refused(self, cast, complex_matter):
        with pytest.raises(Malformed):
            self.extend(complex_matter, cast.wang, limit=AT + HOUR)

    def test_no_oftener_than_the_standard_allows(self, cast, complex_matter):
        self.extend(complex_matter, cast.wang)
        with pytest.raises(errors.ExtendedOften):
            self.extend(complex_matter, cast.wang, limit=AT + 2 * HOUR + MINUTE)

    def test_no_farther_than_the_standard_allows(self, cast, complex_matter):
        with pytest.raises(errors.ExtendedFar) as refused:
            self.extend(complex_matter, cast.wang, limit=AT + 3 * HOUR + MINUTE)
        assert "2 小时" in refused.value.say("zh")

    def test_a_rule_without_extension_is_refused(self, cast, case):
        happens(cases.COMPLEX, case=case)
        with pytest.raises(errors.NotExtendable):
            self.extend(promise("4.9"), cast.wang)

    def test_a_settled_promise_is_refused(self, cast, complex_matter):
        keep(complex_matter, by=cast.wang, at=AT + MINUTE)
        with pytest.raises(errors.Settled):
            self.extend(complex_matter, cast.wang)


class TestPause:
    def test_both_may_be_called_twice(self, cast, complex_matter):
        for _ in range(2):
            pause(complex_matter, by=cast.wang, reason="customer_away", at=AT + MINUTE)
        for _ in range(2):
            resume(complex_matter, by=cast.wang, at=AT + 2 * MINUTE)
        assert facts_named()[2:] == ["paused", "resumed"]
        assert again(complex_matter).limit == AT + HOUR + MINUTE

    def test_a_broken_promise_cannot_pause(self, cast, complex_matter):
        with pytest.raises(errors.TooLate):
            pause(complex_matter, by=cast.wang, reason="customer_away", at=AT + HOUR)

    def test_extended_in_a_long_pause_it_goes_on_from_where_it_paused(self, cast, complex_matter):
        pause(complex_matter, by=cast.wang, reason="customer_away", at=AT + MINUTE)
        before = again(complex_matter).rank
        extend(complex_matter, by=cast.wang, limit=AT + 2 * HOUR, uid=uuid7(), at=AT + 5 * HOUR, **SAID)
        extended = again(complex_matter)
        assert (extended.state, extended.rank, extended.broken) == (State.PAUSED, before, None)

    def test_kept_while_paused_is_kept_and_the_pause_ends(self, cast, complex_matter):
        pause(complex_matter, by=cast.wang, reason="customer_away", at=AT + MINUTE)
        keep(complex_matter, by=cast.wang, at=AT + 5 * HOUR)
        assert again(complex_matter).state == State.KEPT
        assert complex_matter.pauses.get().ended == AT + 5 * HOUR


class TestCancel:
    def test_it_needs_a_reason(self, cast, complex_matter):
        with pytest.raises(Malformed):
            cancel(complex_matter, by=cast.wang, reason=" ", at=AT)

    def test_a_broken_promise_stays_broken_on_record(self, cast, complex_matter):
        tick(AT + HOUR)
        cancel(complex_matter, by=cast.wang, reason="客户不再需要", at=AT + 2 * HOUR)
        cancelled = again(complex_matter)
        assert (cancelled.state, cancelled.broken) == ("cancelled", AT + HOUR)

    def test_a_kept_promise_cannot_be_cancelled(self, cast, complex_matter):
        keep(complex_matter, by=cast.wang, at=AT)
        with pytest.raises(errors.Settled):
            cancel(complex_matter, by=cast.wang, reason="重复", at=AT)


class TestKeep:
    def test_kept_after_it_broke_is_kept_late_and_called_twice_changes_nothing(self, cast, complex_matter):
        tick(AT + HOUR)
        for _ in range(2):
            keep(complex_matter, by=cast.wang, at=AT + 2 * HOUR)
        late = again(complex_matter)
        assert (late.state, late.broken, late.settled) == ("kept_late", AT + HOUR, AT + 2 * HOUR)
        assert facts_named().count("kept_late") == 1

    def test_a_cancelled_promise_cannot_be_kept(self, cast, complex_matter):
        cancel(complex_matter, by=cast.wang, reason="重复", at=AT)
        with pytest.raises(errors.Settled):
            keep(complex_matter, by=cast.wang, at=AT)


class TestHandover:
    def ask(self, promise, cast, to=None, uid=None):
        return hand_over(promise, to=to or cast.chen, by=cast.wang, uid=uid or uuid7(), at=AT)

    def test_the_owner_changes_only_when_the_new_one_accepts(self, cast, complex_matter):
        handover = self.ask(complex_matter, cast)
        assert again(complex_matter).owner == cast.wang
        accept(handover, by=cast.chen, at=AT + MINUTE)
        assert again(complex_matter).owner == cast.chen
        assert facts_named()[-2:] == ["handover", "handed_over"]

    def test_declined_it_stays_where_it_was(self, cast, complex_matter):
        handover = self.ask(complex_matter, cast)
        decline(handover, by=cast.chen, at=AT)
        decline(handover, by=cast.chen, at=AT)
        assert again(complex_matter).owner == cast.wang
        with pytest.raises(errors.HandoverAnswered):
            accept(handover, by=cast.chen, at=AT)

    def test_only_the_one_who_was_asked_can_answer(self, cast, complex_matter):
        handover = self.ask(complex_matter, cast)
        with pytest.raises(NotFound):
            accept(handover, by=cast.liu, at=AT)

    def test_one_is_asked_at_a_time(self, cast, complex_matter):
        self.ask(complex_matter, cast)
        with pytest.raises(errors.HandoverOpen):
            self.ask(complex_matter, cast, to=cast.zhou)

    def test_the_owner_need_not_be_asked(self, cast, complex_matter):
        with pytest.raises(errors.OwnAlready):
            self.ask(complex_matter, cast, to=cast.wang)

    def test_the_same_id_again_asks_once(self, cast, complex_matter):
        uid = uuid7()
        assert self.ask(complex_matter, cast, uid=uid) == self.ask(complex_matter, cast, uid=uid)

    def test_a_promise_that_was_handed_over_does_not_follow_its_case(self, cast, case, complex_matter):
        accept(self.ask(complex_matter, cast), by=cast.chen, at=AT)
        case.owner = cast.zhou
        case.save()
        happens(cases.HANDOVER_ACCEPTED, AT + MINUTE, case=case, by=cast.zhou, handover=uuid7())
        assert again(complex_matter).owner == cast.chen
        assert promise("4.9").owner == cast.zhou
