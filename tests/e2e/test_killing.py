"""`kill -9` at random instants under load: what was acknowledged is in the database once, and nobody waits for ever.

Short here; `make bench` lays the same siege at full length.
"""

import pytest

from yingda.bench.ground import Ground
from yingda.bench.kills import besieged
from yingda.testing.siege import Siege

pytestmark = [pytest.mark.commits, pytest.mark.timeout(300)]


def test_what_was_acknowledged_survives_any_kill_exactly_once(fresh_db):
    siege = Siege(seconds=8, between=(0.5, 2.0), visitors=4, words=4, pause=0.3)
    outcome = besieged(Ground(fresh_db.url, fresh_db.environ), siege)
    assert outcome.kills >= 3 and outcome.messages >= siege.visitors and outcome.accepted, outcome
    assert (outcome.lost, outcome.doubled, outcome.waiting, outcome.faults) == ([], [], [], [])
