"""A part that fails says so in a line, and takes nothing from what was measured before it."""

from yingda.bench import __main__ as bench
from yingda.bench.line import Line
from yingda.bench.part import FAILED, told


def test_a_failed_line_fails_the_part(capsys):
    assert told("kills", [Line("lost", "0"), Line("doubled", "1", failed=True)]) == FAILED
    assert "FAILED" in capsys.readouterr().out
    assert told("kills", [Line("lost", "0")]) == 0


def test_a_part_that_breaks_off_keeps_its_lines(capsys):
    def breaking():
        yield Line("first", "12/s")
        raise RuntimeError("the disk is full")

    assert told("clock", breaking()) == FAILED
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("| first | 12/s |")
    assert last.startswith("| clock | — |") and "FAILED: it broke off: RuntimeError" in last


def test_all_parts_run_whatever_becomes_of_one(monkeypatch, capsys):
    monkeypatch.setattr(bench, "run", lambda part: {"clock": FAILED}.get(part, 0))
    assert bench.main(["intake", "clock", "feed"]) == FAILED
    assert bench.main(["intake", "feed"]) == 0


def test_a_part_whose_process_was_killed_has_a_line_too(monkeypatch, capsys):
    monkeypatch.setattr(bench.subprocess, "run", lambda *_: type("Done", (), {"returncode": -9}))
    assert bench.run("soak") == -9
    assert "FAILED: it broke off: its process ended with -9" in capsys.readouterr().out


def test_a_part_that_does_not_exist_is_named(capsys):
    assert bench.main(["speed"]) == 2
    assert "No such part: speed" in capsys.readouterr().err
