"""`make test` sums what its parts report, and a part that did not run has failed."""

import importlib.util
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "test"
PASSED, SKIPPED = "<testcase name='a'/>", "<testcase name='b'><skipped/></testcase>"
FAILED, BROKEN = "<testcase name='c'><failure/></testcase>", "<testcase name='d'><error/></testcase>"


@pytest.fixture(scope="module")
def script():
    loader = SourceFileLoader("closing_line", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("closing_line", loader))
    loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("cases", "code", "counted"),
    [
        ([PASSED, PASSED, SKIPPED], 0, {"passed": 2, "skipped": 1}),
        ([PASSED, FAILED, BROKEN], 1, {"passed": 1, "failed": 2}),
        ([PASSED], 1, {"passed": 1, "failed": 1}),  # it broke down outside its tests
        ([], 0, {"failed": 1}),  # it found no tests
    ],
)
def test_a_suite_counts_as_its_report_and_its_exit_code_say(script, tmp_path, cases, code, counted):
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
    assert script.counted(report, code) == counted


def test_a_suite_that_left_no_report_has_failed(script, tmp_path):
    assert script.counted(tmp_path / "none.xml", 0) == {"failed": 1}


def test_a_command_that_is_not_there_has_failed(script, tmp_path):
    assert script.run("web", "no-such-program --at-all", tmp_path, {}) == 127


def run_with(script, monkeypatch, capsys, checks, suites):
    monkeypatch.setattr(script, "CHECKS", checks)
    monkeypatch.setattr(script, "SUITES", suites)
    code = script.main()
    return code, capsys.readouterr().out.rstrip().splitlines()[-1]


def test_it_closes_with_one_line_that_sums_all(script, monkeypatch, capsys, tmp_path):
    write = f"cp {tmp_path}/made.xml {{report}}"
    (tmp_path / "made.xml").write_text(f"<testsuite>{PASSED}{PASSED}{FAILED}</testsuite>")
    checks = {"lint": ("true", tmp_path), "rooms": ("false", tmp_path)}
    suites = {"sqlite": (write, tmp_path, {}), "postgresql": (write, tmp_path, {})}
    assert run_with(script, monkeypatch, capsys, checks, suites) == (1, "5 passed, 3 failed")


def test_it_leaves_with_zero_when_nothing_failed(script, monkeypatch, capsys, tmp_path):
    (tmp_path / "made.xml").write_text(f"<testsuite>{PASSED}</testsuite>")
    suites = {"sqlite": (f"cp {tmp_path}/made.xml {{report}}", tmp_path, {})}
    assert run_with(script, monkeypatch, capsys, {}, suites) == (0, "1 passed, 0 failed")
