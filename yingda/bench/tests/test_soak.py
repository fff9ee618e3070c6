"""The soak at small size: real processes, and everything that began comes to its end."""

import pytest

from yingda.bench.ground import Ground
from yingda.bench.soak import Load, judged, soaked
from yingda.testing.simulated import Log

LOAD = Load(seconds=6, window=2, visitors=3, words=2, pause=0.2)


@pytest.mark.timeout(240)
def test_conversations_run_from_hello_to_the_archive_and_memory_is_read(fresh_db):
    web, clock, requests, answers = soaked(Ground(fresh_db.url, fresh_db.environ), LOAD)
    assert web.ratio > 0 and clock.ratio > 0
    assert not requests.failed, requests
    assert "conversations begun, answered, ended and archived" in requests.note
    assert answers.ours.endswith(" ms")


def test_somebody_who_is_never_answered_fails_the_bench():
    told = Log(archived=["a"], took=[0.01] * 20, unheard=["b"])
    *_, requests, answers = judged(told, {"web": [160.0, 176.0], "clock": [100.0, 100.0]}, LOAD)
    assert requests.failed and "never answered: b" in str(requests)
    assert answers.ours == "10 ms"


def test_memory_at_the_end_stands_beside_memory_at_the_beginning():
    memory = {"web": [100.0, 100.0, 130.0, 110.0, 110.0]}
    web, *_ = judged(Log(archived=["a"], took=[0.01]), memory, LOAD)
    assert (web.ours, web.reference, web.ratio) == ("110 MB", "100 MB", 1.1)
