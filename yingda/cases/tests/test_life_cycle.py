"""Whatever people do with a case, in whatever order: it keeps its promises to itself, and there is always a way on."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yingda.cases.handing import accept, decline, request_handover, request_support, withdraw
from yingda.cases.informing import inform
from yingda.cases.models import Case
from yingda.cases.opening import open_case, open_from_message
from yingda.cases.settling import close, reopen, solve
from yingda.cases.taking import mark_complex, start, take, waits
from yingda.cases.tests.stage import AT, MINUTE, Stage, facts
from yingda.lib.errors import Refusal

pytestmark = pytest.mark.django_db
Status = Case.Status


def answer(verb):
    def move(stage, case, by, at):
        if open_one := case.handovers.filter(answered=None).first():
            verb(open_one, by=by, at=at)

    return move


MOVES = {
    "take": lambda stage, case, by, at: take(case, by=by, at=at),
    "start": lambda stage, case, by, at: start(case, by=by, at=at),
    "inform": lambda stage, case, by, at: inform(
        case, by=by, kind="progress", words="正在处理", channel="chat", at=at
    ),
    "complex": lambda stage, case, by, at: mark_complex(case, by=by, at=at),
    "waits": lambda stage, case, by, at: waits(case, not case.customer_waits, by=by, at=at),
    "hand over": lambda stage, case, by, at: request_handover(
        case, by=by, to_person=stage.liu, reason="换班", at=at
    ),
    "support": lambda stage, case, by, at: request_support(case, by=by, to_team=stage.experts, reason="求助", at=at),
    "accept": answer(accept),
    "decline": answer(lambda one, by, at: decline(one, by=by, reason="忙", at=at)),
    "withdraw": answer(withdraw),
    "solve": lambda stage, case, by, at: solve(
        case, by=by, root_cause="other", measures="已修", result="已好", at=at
    ),
    "reopen": lambda stage, case, by, at: reopen(case, by=by, why="dissatisfied", at=at),
    "close": lambda stage, case, by, at: close(case, by=by, at=at),
}
steps = st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(["wang", "liu", "expert"])), max_size=25)


def must_hold(case: Case) -> None:
    assert (case.status == Status.DONE) == (case.solved is not None)
    assert case.closed is None or case.status == Status.DONE
    assert case.reopened == len(facts("case.reopened", case=case.pk))
    assert len(facts("case.solved", case=case.pk)) - case.reopened == (case.status == Status.DONE)
    for kind in ("owner", "support"):
        assert case.handovers.filter(kind=kind, answered=None).count() <= 1


def lead_to_the_end(case: Case, stage: Stage, at) -> Case:
    """From anywhere: somebody takes it, settles it, and the customer accepts."""
    if case.owner is None:
        case = take(case, by=stage.liu, at=at)
    for handover in case.handovers.filter(answered=None):
        withdraw(handover, by=case.owner, at=at)
    case = solve(case, by=case.owner, root_cause="other", measures="已修", result="已好", at=at)
    return close(case, by=case.owner, at=at)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=steps, message=st.booleans())
def test_no_state_is_without_a_way_out(stage, moves, message):
    with transaction.atomic():
        contact = stage.typed(stage.talking())
        case = open_from_message(contact, "停水", at=AT) if message else open_case(contact, by=stage.wang, at=AT)
        for minute, (move, who) in enumerate(moves):
            try:
                MOVES[move](stage, case, getattr(stage, who), AT + minute * MINUTE)
            except Refusal:
                pass  # a move that the state forbids leaves everything as it was, which must_hold looks at
            case = Case.objects.get(pk=case.pk)
            must_hold(case)
        case = lead_to_the_end(case, stage, AT)
        assert case.status == Status.DONE and case.closed is not None
        assert reopen(case, by=case.owner, why="not_solved", at=AT).status == Status.IN_PROGRESS
        transaction.set_rollback(True)
