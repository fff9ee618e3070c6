"""The bench of the telephone at small size, as a process of its own: calls come in, reach agents, are talked, and
what serves them is killed."""

import pytest

from yingda.bench.tests.test_clock_and_intake import said

PHONE = """
from yingda.bench import phone_gone, phone_talks
from yingda.bench.ground import ground
from yingda.bench.phone import Load, into_the_queue, to_the_agents
from yingda.bench.phone_house import phone_house
from yingda.bench.phone_screen import hire_listener

small = Load(steps=(2,), step_seconds=2, agents=6, agents_rate=1, agents_seconds=5, talk_seconds=3)
with ground() as place, phone_house(place) as house:
    hire_listener(house)  # as the lines of the screen do, which come first
    for line in (*into_the_queue(house, small), *to_the_agents(house, small), *phone_talks.lines(house, 2),
                 *phone_gone.lines(house, 1)):
        print(line)
"""


@pytest.mark.timeout(400)
def test_calls_come_in_reach_agents_are_recorded_and_outlive_the_driver():
    clean, at_twenty, agents, talks, told, taken_over = said(PHONE)
    assert clean.startswith("| clean calls/s into the queue") and "| 2/s | 2/s | 1.00 |" in clean
    assert "0 failed" in at_twenty
    assert "5 calls, 0 reached nobody; 5 done, 0 failed" in agents and "FAILED" not in agents
    assert talks.startswith("| 2 talks with both legs recorded")
    ours, plain = (float(cell) for cell in talks.split("|")[2:4])
    assert ours > 40 and plain > 40
    assert "told 1 times" in told and "FAILED" not in told
    assert "20 calls, 0 lost" in taken_over and "FAILED" not in taken_over
