"""The command line: quick to help, complete, and never a traceback."""

import json
import subprocess
import sys
from importlib import import_module

import pytest

from yingda.cli import COMMANDS, language_of_terminal, parser


@pytest.fixture
def yingda(fresh_db):
    """Runs a command against the fresh database; its exit code, what it said, and what it complained about."""

    def run(*words, **environ):
        environ = fresh_db.environ | {"LANG": "zh_CN.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1"} | environ
        done = subprocess.run(
            [sys.executable, "-m", "yingda", *words], env=environ, capture_output=True, text=True, input="", timeout=180
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr + done.stdout
        return done

    return run


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_each_command_has_a_function_behind_it(command):
    module, name = command.runs.split(":")
    assert callable(getattr(import_module(module), name))


def test_help_needs_no_django():
    code = "import sys; from yingda.cli import parser; parser('zh').format_help(); assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(("language", "word"), [("zh", "检查安装并说明该怎么做"), ("en", "check the installation")])
def test_help_speaks_both_languages(language, word):
    assert word in parser(language).format_help()


@pytest.mark.parametrize(
    ("lang", "spoken"), [("zh_CN.UTF-8", "zh"), ("C.UTF-8", "zh"), ("", "zh"), ("en_US.UTF-8", "en"), ("de_DE", "en")]
)
def test_the_terminal_says_which_language(monkeypatch, lang, spoken):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert language_of_terminal() == spoken


def test_the_standard_as_json_is_an_array_of_flat_objects_with_seconds(yingda):
    rules = json.loads(yingda("standard", "list", "--json").stdout)
    assert all(not isinstance(value, dict | list) for rule in rules for value in rule.values())
    by_id = {rule["rule"]: rule for rule in rules}
    assert (by_id["4.2"]["target"], by_id["4.2"]["limit"]) == (10, 30)
    assert by_id["4.2"]["title"] == "首次响应"
    assert {f"4.{number}" for number in range(1, 29)} <= by_id.keys()


def test_the_standard_is_listed_before_there_is_a_database(yingda, tmp_path):
    done = yingda("standard", "list", DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")
    assert done.returncode == 0
    assert "随程序提供的标准" in done.stdout


def test_a_faulty_standard_is_told_by_file_rule_and_field(yingda, tmp_path):
    file = tmp_path / "promises.toml"
    file.write_text('[promise."4.2"]\nzh = "首次响应"\nen = "First response"\nsource = "S1"\nlimit = "soon"\n')
    done = yingda("standard", "check", str(file))
    assert done.returncode == 1
    assert "promises.toml 4.2 limit" in done.stdout


def test_the_example_is_planted_once_with_a_readable_table(yingda):
    first = yingda("seed")
    assert first.returncode == 0
    assert "wangfang" in first.stdout and "坐席" in first.stdout
    again = yingda("seed")
    assert again.returncode == 1
    assert "已有人员" in again.stderr


def test_an_administrator_is_made_with_a_password_of_their_own(yingda):
    done = yingda("--lang", "en", "createadmin", "boss", "--name", "林总")
    assert done.returncode == 0, done.stderr
    assert "shown only this once" in done.stdout
    again = yingda("--lang", "en", "createadmin", "boss")
    assert again.returncode == 1
    assert "boss" in again.stderr


def test_a_promise_that_is_not_there_is_said_in_a_sentence(yingda):
    done = yingda("promise", "explain", "0193c0de-0000-7000-8000-000000000000")
    assert done.returncode == 1
    assert done.stderr.startswith("没有找到")


def test_a_setting_that_cannot_be_read_is_named(yingda):
    done = yingda("migrate", YINGDA_HTTPS="maybe")
    assert done.returncode == 1
    assert "YINGDA_HTTPS" in done.stderr


def test_a_database_that_does_not_answer_is_said_in_a_sentence(yingda):
    done = yingda("migrate", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "无法连接数据库" in done.stderr


def test_a_database_without_tables_says_to_migrate(yingda, tmp_path):
    done = yingda("seed", DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")
    assert done.returncode == 1
    assert "yingda migrate" in done.stderr


def test_migrate_makes_an_empty_database_ready(yingda, tmp_path):
    url = {"DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"}
    assert yingda("migrate", **url).returncode == 0
    assert "已是最新" in yingda("migrate", **url).stdout


def test_the_subscribers_of_the_journal_are_listed(yingda):
    done = yingda("journal", "subscribers")
    assert done.returncode == 0
    assert "yingda.promises" in done.stdout


def test_the_journal_verifies(yingda):
    yingda("seed")
    assert yingda("journal", "verify").returncode == 0


def test_a_new_key_seals_what_the_old_one_did(yingda):
    done = yingda("keys", "rotate")
    assert done.returncode == 0
    assert "k2" in done.stdout
