"""The feed's measurement measures what it says: short here, at full length in `make bench`."""

from yingda.bench.feed import Measured, compared, measure, percentile
from yingda.lib.db import on_postgresql


def test_every_subscriber_hears_every_fact_that_is_theirs_once(fresh_db):
    measured = measure(fresh_db.environ, streams=30, seconds=2)
    assert (measured.missing, measured.twice) == (0, 0)
    assert len(measured.arrivals) == 2 * 30 + 38 * 3  # two facts for all, the others for three each
    assert len(measured.notify) == (40 if on_postgresql() else 0)
    assert 0 < measured.threads < 40


def test_figures_stand_beside_the_bare_notify_of_the_same_run():
    measured = Measured(arrivals=[0.010] * 99 + [0.5], notify=[0.002] * 100, missing=0, twice=0, threads=20)
    p50, p95 = compared(measured)
    assert (p50.ours, p50.reference, p50.ratio) == ("10.0 ms", "2.0 ms", 5)
    assert "8.0 ms more than a bare NOTIFY (goal: within 100); 100 arrivals, 0 missing, 0 twice" in p95.note


def test_a_percentile_is_the_value_that_so_many_do_not_exceed():
    assert percentile([n / 1000 for n in range(1, 101)], 95) == 95
    assert percentile([0.003], 95) == 3
