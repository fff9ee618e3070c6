"""The doctor: red for what people rely on, with one step to take; secrets stay secret."""

import os
from argparse import Namespace
from datetime import timedelta

import pytest
from django.db import connection

from yingda.environment import VARIABLES, env
from yingda.jobs.heartbeat import Pulse
from yingda.jobs.tests import cast
from yingda.jobs.working import work_once
from yingda.journal import Code, record, triggers, verb
from yingda.lib.keyring import keyring
from yingda.lib.times import now
from yingda.operate import checks, checks_of_work
from yingda.operate.doctor import doctor, settings, shown
from yingda.operate.findings import Light
from yingda.people.models import Organisation
from yingda.promises import facts
from yingda.promises.models import Beat
from yingda.standard.versions import ensure_first_version

pytestmark = pytest.mark.django_db


def lights(check):
    return [finding.light for finding in check()]


def words(check):
    found = list(check())
    return " ".join(f"{one.what('en')} {one.advice('en') if one.advice else ''}" for one in found)


def test_a_missing_trigger_of_the_journal_is_red(monkeypatch):
    assert lights(checks.journal_is_guarded) == [Light.GREEN]
    monkeypatch.setattr(triggers, "missing", lambda: triggers.wanted(connection.vendor)[:1])
    assert lights(checks.journal_is_guarded) == [Light.RED]
    assert "yingda migrate" in words(checks.journal_is_guarded)


def test_migrations_that_are_not_applied_are_red(monkeypatch):
    assert lights(checks.migrations_are_applied) == [Light.GREEN]
    monkeypatch.setattr(checks, "missing", lambda: ["people.0002_more"])
    assert lights(checks.migrations_are_applied) == [Light.RED]


def test_a_key_ring_that_others_can_read_is_red():
    keyring()
    assert lights(checks.keys_are_private) == [Light.GREEN]
    env.keyring.chmod(0o644)
    assert lights(checks.keys_are_private) == [Light.RED]
    assert "chmod 600" in words(checks.keys_are_private)
    env.keyring.chmod(0o600)


def test_a_data_folder_that_cannot_be_written_is_red(monkeypatch, tmp_path):
    monkeypatch.setitem(env.__dict__, "data", tmp_path / "gone")
    assert lights(checks.folder_is_writable) == [Light.RED]


def test_a_full_disk_is_red_and_a_filling_one_yellow(monkeypatch):
    for free, light in ((checks.TOO_LOW_BYTES - 1, Light.RED), (checks.LOW_BYTES - 1, Light.YELLOW)):
        usage = type("Usage", (), {"free": free})
        monkeypatch.setattr(checks.shutil, "disk_usage", lambda path, usage=usage: usage)
        assert lights(checks.folder_is_writable) == [light]


def test_an_unknown_time_zone_is_red():
    Organisation.objects.create(pk=1, name="青禾", zone="Mars/Olympus")
    assert lights(checks.time_is_known) == [Light.RED]
    assert "Mars/Olympus" in words(checks.time_is_known)


def test_without_a_standard_in_force_it_is_red():
    assert lights(checks_of_work.standard_is_in_force) == [Light.RED]
    ensure_first_version(at=now())
    assert lights(checks_of_work.standard_is_in_force) == [Light.GREEN]


def test_a_clock_that_stands_still_is_noticed():
    assert lights(checks_of_work.clock_is_alive) == [Light.YELLOW]
    Beat.objects.create(process="clock", started=now(), at=now() - timedelta(minutes=5))
    assert lights(checks_of_work.clock_is_alive) == [Light.YELLOW]
    Beat.objects.update(at=now())
    assert lights(checks_of_work.clock_is_alive) == [Light.GREEN]


def test_a_rule_that_failed_today_is_red_and_named():
    assert lights(checks_of_work.rules_hold) == []

    @verb
    def fail():
        record(facts.RULE_FAILED, at=now(), rule=Code("4.12"), error=Code("ZeroDivisionError"), fact=1)

    fail()
    assert lights(checks_of_work.rules_hold) == [Light.RED]
    assert "4.12" in words(checks_of_work.rules_hold)


def test_jobs_that_failed_and_missing_workers_are_yellow():
    assert lights(checks_of_work.jobs_are_done) == [Light.YELLOW]
    Pulse("jobs").beat(now())
    assert lights(checks_of_work.jobs_are_done) == []
    cast.refuse.enqueue()
    work_once("ming", now())
    assert lights(checks_of_work.jobs_are_done) == [Light.YELLOW]


def test_the_database_is_named_with_its_version():
    assert str(connection.settings_dict["NAME"]) in words(checks.database_answers)


def test_a_check_that_breaks_down_is_a_finding_and_the_others_go_on(monkeypatch, capsys):
    def breaks():
        raise RuntimeError("a {brace} in its words")
        yield

    monkeypatch.setattr(checks, "CHECKS", (breaks, checks.migrations_are_applied))
    assert doctor(Namespace(lang="en")) == 1
    said = capsys.readouterr().out
    assert "a {brace} in its words" in said
    assert "up to date" in said


def test_all_well_is_exit_code_0(monkeypatch, capsys):
    monkeypatch.setattr(checks, "CHECKS", (checks.migrations_are_applied,))
    assert doctor(Namespace(lang="zh")) == 0
    assert "一切正常" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_variable_is_listed(language):
    listed = settings(language)
    assert all(variable.name in listed for variable in VARIABLES)


def test_secrets_are_not_shown(monkeypatch):
    monkeypatch.setitem(os.environ, "YINGDA_SECRET_KEY", "open sesame")
    monkeypatch.setitem(os.environ, "DATABASE_URL", "postgresql://yingda:sesame@127.0.0.1/yingda")
    by_name = {variable.name: shown(variable, "en") for variable in VARIABLES}
    assert "sesame" not in " ".join(by_name.values())
    assert "postgresql://yingda:" in by_name["DATABASE_URL"]
