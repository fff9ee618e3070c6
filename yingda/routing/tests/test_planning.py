from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yingda.routing.planning import HOLD, PATIENCE, Agent, Pair, Wish, plan

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOTLINE, SHOP = 1, 2
TEAM, TECHNICAL = 10, 11


def wish(contact: int, **given) -> Wish:
    return Wish(**{"contact": contact, "line": HOTLINE, "channel": "chat", "entered": AT} | given)


def agent(person: int, **given) -> Agent:
    return Agent(
        **{"person": person, "team": TEAM, "lines": frozenset({HOTLINE}), "capacity": {"chat": 2}, "idle_since": AT}
        | given
    )


def people(pairs: list[Pair]) -> dict[int, int]:
    return {pair.contact: pair.person for pair in pairs}


def test_the_first_in_the_queue_gets_the_one_free_agent():
    assert people(plan([wish(1), wish(2)], [agent(7)], AT)) == {1: 7}


def test_the_longest_idle_agent_is_asked_first():
    rested = agent(8, idle_since=AT - timedelta(minutes=5))
    assert people(plan([wish(1)], [agent(7), rested], AT)) == {1: 8}


def test_an_agent_without_conversations_is_asked_before_a_longer_idle_one_who_has_one():
    serving = agent(8, idle_since=AT - timedelta(minutes=5), load={"chat": 1})
    assert people(plan([wish(1)], [agent(7), serving], AT)) == {1: 7}


def test_an_agent_at_capacity_is_not_asked():
    assert plan([wish(1)], [agent(7, load={"chat": 2})], AT) == []


def test_a_channel_that_the_agent_does_not_serve_is_not_offered():
    assert plan([wish(1, channel="phone")], [agent(7)], AT) == []


def test_a_line_that_the_team_does_not_serve_is_not_offered():
    assert plan([wish(1, line=SHOP)], [agent(7)], AT) == []


def test_a_contact_that_nobody_free_can_take_holds_up_nobody_behind_it():
    assert people(plan([wish(1, language="en"), wish(2)], [agent(7, languages=frozenset({"zh"}))], AT)) == {2: 7}


def test_a_restricted_agent_gets_no_contacts_of_that_line():
    assert plan([wish(1)], [agent(7, restricted=frozenset({(HOTLINE, "")}))], AT) == []
    assert plan([wish(1)], [agent(7, restricted=frozenset({(None, "")}))], AT) == []
    assert people(plan([wish(1)], [agent(7, restricted=frozenset({(SHOP, "")}))], AT)) == {1: 7}


def test_an_agent_without_a_phone_still_gets_chats():
    without = agent(7, capacity={"chat": 1, "phone": 1}, restricted=frozenset({(None, "phone")}))
    assert plan([wish(1, channel="phone")], [without], AT) == []
    assert people(plan([wish(1, channel="chat")], [without], AT)) == {1: 7}


def test_the_agent_of_last_time_is_asked_first_when_free():
    longer_idle = agent(8, idle_since=AT - timedelta(minutes=5))
    assert people(plan([wish(1, prefers=7)], [agent(7), longer_idle], AT)) == {1: 7}


def test_without_the_agent_of_last_time_somebody_else_is_asked_at_once():
    assert people(plan([wish(1, prefers=7)], [agent(7, takes=False), agent(8)], AT)) == {1: 8}


def test_a_contact_meant_for_one_person_waits_for_them_a_while_and_then_for_anybody():
    meant = wish(1, prefers=7, holds=True)
    assert plan([meant], [agent(7, takes=False), agent(8)], AT) == []
    assert people(plan([meant], [agent(7, takes=False), agent(8)], AT + HOLD)) == {1: 8}


def test_a_contact_meant_for_somebody_who_is_not_at_work_goes_to_somebody_else_at_once():
    assert people(plan([wish(1, prefers=9, holds=True)], [agent(8)], AT)) == {1: 8}


def test_whoever_transferred_it_is_asked_last():
    assert people(plan([wish(1, avoids=7)], [agent(7), agent(8)], AT)) == {1: 8}
    assert plan([wish(1, avoids=7)], [agent(7)], AT) == []
    assert people(plan([wish(1, avoids=7)], [agent(7)], AT + HOLD)) == {1: 7}


def test_whoever_has_just_passed_it_does_not_get_it_back():
    assert people(plan([wish(1, passed=frozenset({7}))], [agent(7), agent(8)], AT)) == {1: 8}
    assert plan([wish(1, passed=frozenset({7}), prefers=7)], [agent(7)], AT) == []


def test_a_team_that_is_at_work_keeps_its_contact_for_itself():
    busy = agent(7, team=TECHNICAL, takes=False)
    assert plan([wish(1, team=TECHNICAL)], [busy, agent(8)], AT + PATIENCE * 2) == []


def test_a_wish_that_nobody_at_work_can_fill_is_given_up_after_a_while():
    for asked in ({"team": TECHNICAL}, {"language": "en"}, {"skill": "boilers"}):
        assert plan([wish(1, **asked)], [agent(8)], AT) == []
        assert people(plan([wish(1, **asked)], [agent(8)], AT + PATIENCE)) == {1: 8}


WISHES = st.builds(
    wish,
    st.just(0),
    line=st.sampled_from([HOTLINE, SHOP]),
    language=st.sampled_from(["zh", "en"]),
    skill=st.sampled_from(["", "boilers"]),
    team=st.sampled_from([None, TEAM, TECHNICAL]),
    prefers=st.sampled_from([None, 1, 2]),
    holds=st.booleans(),
    avoids=st.sampled_from([None, 1, 2]),
    passed=st.frozensets(st.integers(1, 4)),
    entered=st.sampled_from([AT, AT - PATIENCE]),
)
AGENTS = st.builds(
    agent,
    st.just(0),
    team=st.sampled_from([TEAM, TECHNICAL]),
    lines=st.frozensets(st.sampled_from([HOTLINE, SHOP])),
    takes=st.booleans(),
    load=st.fixed_dictionaries({"chat": st.integers(0, 2)}),
    skills=st.frozensets(st.sampled_from(["boilers"])),
    languages=st.frozensets(st.sampled_from(["zh", "en"])),
    restricted=st.frozensets(st.sampled_from([(None, ""), (HOTLINE, ""), (HOTLINE, "chat"), (None, "phone")])),
)


def numbered(rows: list, name: str) -> list:
    for number, row in enumerate(rows, 1):
        object.__setattr__(row, name, number)
    return rows


@given(st.lists(WISHES, max_size=8), st.lists(AGENTS, max_size=4))
def test_no_plan_passes_over_anybody_who_could_have_had_the_agent(wishes, agents):
    wishes, agents = numbered(wishes, "contact"), numbered(agents, "person")
    free = {one.person: one.takes for one in agents}
    given_to = people(plan(wishes, agents, AT))
    assert len(set(given_to.values())) == len(given_to), "an agent got two"
    for one in agents:
        one.takes = free[one.person]
    for place, early in enumerate(wishes):
        if early.contact in given_to:
            continue
        for late in wishes[place + 1 :]:
            if late.contact in given_to:
                alone = [one for one in agents if one.person == given_to[late.contact]]
                others_busy = [Agent(**vars(one) | {"takes": False}) for one in agents if one not in alone]
                assert not plan([early], alone + others_busy, AT), "somebody behind was served before"
                alone[0].takes = True


@given(st.lists(WISHES, max_size=8), st.lists(AGENTS, max_size=4))
def test_whoever_waits_long_enough_gets_any_agent_of_the_line_who_is_free(wishes, agents):
    wishes, agents = numbered(wishes, "contact"), numbered(agents, "person")
    able = [one for one in agents if wishes and one.may(wishes[0])]
    ready = [one for one in able if one.free(wishes[0])]
    if ready and not any(one.suits(wishes[0]) for one in able):
        late = Wish(**vars(wishes[0]) | {"passed": frozenset()})
        assert plan([late], agents, AT + PATIENCE)
