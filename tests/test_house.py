"""The house stays livable: short modules, short functions, no migration forgotten."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1] / "yingda"
MODULE, TESTS, FUNCTION = 300, 600, 40  # lines
# The signature and docstring of this verb name every way in which a case can begin.
LONG_FOR_A_REASON = {"open_case"}


def sources() -> list[Path]:
    return [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]


def test_no_module_is_too_long_to_read_at_once():
    long = [
        str(path.relative_to(ROOT))
        for path in sources()
        if len(path.read_text(encoding="utf-8").splitlines()) > (TESTS if "tests" in path.parts else MODULE)
    ]
    assert not long


def test_no_function_is_two():
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno > FUNCTION
        and node.name not in LONG_FOR_A_REASON
    ]
    assert not long


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
