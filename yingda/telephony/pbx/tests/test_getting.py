"""Asterisk is had without touching the host, and never unchecked; where it cannot be had, a sentence says why."""

import os
import stat
import threading
import time
from pathlib import Path

import pytest

from yingda.telephony.pbx.getting import apt, closure, elf, fetching, installed, looking
from yingda.telephony.pbx.getting.errors import (
    DoesNotRun,
    NoKeyring,
    NotThisMachine,
    NotToBeHad,
    OldKeyring,
    Unreachable,
)
from yingda.telephony.pbx.getting.installation import Installation, Way, major
from yingda.telephony.pbx.modules import MODULES, NEEDED

pytestmark = pytest.mark.timeout(120)
UNREACHABLE = "http://127.0.0.1:9/debian"
PRETENDS = '#!/bin/sh\necho "Asterisk {version}"\n'


def pretended(folder: Path, version: str, modules=NEEDED) -> Path:
    """A program that calls itself Asterisk, with the files that distributions put beside it."""
    program = folder / "sbin/asterisk"
    for needed in (program.parent, folder / "lib/asterisk/modules", folder / "share/asterisk/rest-api"):
        needed.mkdir(parents=True)
    program.write_text(PRETENDS.format(version=version))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for name in modules:
        (folder / f"lib/asterisk/modules/{name}.so").touch()
    return program


@pytest.fixture
def told():
    return []


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(installed, "installed", lambda: None)


def test_the_one_that_is_named_is_used(tmp_path, monkeypatch, told):
    program = pretended(tmp_path, "21.4.0")
    monkeypatch.setenv("YINGDA_ASTERISK", str(program))
    found = looking.find(told.append)
    assert found.program == (str(program),)
    assert found.way is Way.INSTALLED
    assert found.version() == "21.4.0"
    assert not told


def test_the_hosts_own_comes_before_any_that_was_fetched(tmp_path, monkeypatch, told):
    host = installed.at(pretended(tmp_path, "20.1.0"))
    monkeypatch.setattr(installed, "installed", lambda: host)
    assert looking.find(told.append) == host


@pytest.mark.parametrize(("version", "modules"), [("16.28.0", NEEDED), ("22.1.0", NEEDED[1:])])
def test_a_named_one_that_does_not_fit_is_not_replaced_behind_ones_back(tmp_path, monkeypatch, version, modules):
    monkeypatch.setenv("YINGDA_ASTERISK", str(pretended(tmp_path, version, modules)))
    with pytest.raises(DoesNotRun):
        looking.find(print)


def test_an_old_one_on_the_host_is_passed_over(tmp_path, monkeypatch, told, asterisk_installation):
    old = installed.at(pretended(tmp_path, "18.9.0"))
    monkeypatch.setattr(installed, "installed", lambda: old)
    assert looking.find(told.append) == asterisk_installation or asterisk_installation.way is Way.INSTALLED


def test_without_the_archives_keys_nothing_is_fetched(tmp_path, monkeypatch, nothing_installed, told):
    monkeypatch.setattr(apt, "KEYRING_FOLDER", tmp_path)
    monkeypatch.setenv("YINGDA_ASTERISK", str(tmp_path / "cache"))
    with pytest.raises(NoKeyring) as refused:
        looking.find(told.append)
    assert "sudo apt-get install debian-archive-keyring" in refused.value.say("zh")
    assert not (tmp_path / "cache").exists()


def test_an_archive_without_signature_is_refused(tmp_path):
    release = tmp_path / "mirror/dists/sid"
    (release / "main/binary-amd64").mkdir(parents=True)
    (release / "main/binary-amd64/Packages").touch()
    (release / "Release").write_text("Origin: Debian\nSuite: unstable\nCodename: sid\nComponents: main\n")
    with pytest.raises(OldKeyring) as refused:
        apt.Archive(tmp_path / "apt", "amd64", f"file:{tmp_path}/mirror")
    assert "debian-archive-keyring" in refused.value.say("zh")


def test_what_loosens_the_check_on_the_host_does_not_count_here(tmp_path, monkeypatch):
    loose = tmp_path / "apt.conf"
    loose.write_text('Acquire::AllowInsecureRepositories "true";\nAcquire::http::Proxy "http://proxy.example:3128";\n')
    monkeypatch.setenv("APT_CONFIG", str(loose))
    settings = "".join(apt.settings_of_host())
    assert "proxy.example" in settings
    assert "Insecure" not in settings


def test_a_mirror_that_is_not_there_is_said(tmp_path, monkeypatch, nothing_installed, told):
    monkeypatch.setenv("YINGDA_ASTERISK", str(tmp_path / "cache"))
    monkeypatch.setenv("YINGDA_DEBIAN_MIRROR", UNREACHABLE)
    with pytest.raises(Unreachable) as refused:
        looking.find(told.append)
    assert "YINGDA_DEBIAN_MIRROR" in refused.value.say("en")
    assert "127.0.0.1:9" in told[0]("zh")
    assert [path.name for path in tmp_path.iterdir()] == ["cache.lock"]


def test_a_machine_without_apt_is_told_what_else_it_can_do(monkeypatch, nothing_installed, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotThisMachine) as refused:
        looking.find(print)
    assert "YINGDA_ARI_URL" in refused.value.say("en")


def test_what_is_incomplete_serves_when_nothing_new_can_be_had(monkeypatch, asterisk_installation, told):
    """A newer Yingda may load more modules than an older one has kept: then it is fetched anew, if that can be."""
    monkeypatch.setattr(fetching, "cached", lambda folder: asterisk_installation)
    monkeypatch.setattr(Installation, "complete", lambda self: False)
    monkeypatch.setattr(fetching, "fetched", unreachable)
    assert looking.kept(Path("/tmp"), told.append) == asterisk_installation


def unreachable(folder, tell):
    raise Unreachable(why="no network")


def test_two_starts_at_once_fetch_once(tmp_path, monkeypatch, asterisk_installation):
    folder, fetches, told = tmp_path / "cache", [], []

    def slowly(folder, tell):
        fetches.append(folder)
        time.sleep(0.5)
        folder.mkdir()
        return asterisk_installation

    monkeypatch.setattr(fetching, "fetched", slowly)
    monkeypatch.setattr(fetching, "cached", lambda folder: asterisk_installation if folder.exists() else None)
    starts = [threading.Thread(target=fetching.fetch, args=(folder, told.append)) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(fetches) == 1
    assert [words("en") for words in told] == [fetching.WAITING("en")]


def test_what_a_killed_fetch_left_is_removed(tmp_path, monkeypatch):
    left = tmp_path / f"{fetching.UNFINISHED}x"
    left.mkdir()
    with fetching.alone(tmp_path / "cache", print):
        assert not left.exists()


@pytest.mark.parametrize(
    ("name", "text", "mirror"),
    [
        ("sources.list", "deb http://mirror.example/debian bookworm main\n", "http://mirror.example/debian"),
        ("sources.list", "# deb http://mirror.example/debian bookworm main\n", apt.PUBLIC_MIRROR),
        ("sources.list", "deb http://archive.ubuntu.example/ubuntu noble main\n", apt.PUBLIC_MIRROR),
        ("sources.list", "deb http://security.example/debian-security x main\n", apt.PUBLIC_MIRROR),
        (
            "sources.list.d/debian.sources",
            "Types: deb\nURIs: https://mirror.example/debian/\nSuites: trixie\n",
            "https://mirror.example/debian",
        ),
    ],
)
def test_the_mirror_is_the_hosts_own_if_it_is_a_debian(tmp_path, name, text, mirror):
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / name).write_text(text)
    assert apt.mirror_of_host(tmp_path) == mirror


def test_programs_say_what_they_need(asterisk_installation):
    assert "libc.so.6" in elf.needed(Path("/bin/sh").resolve())
    assert "libopus.so.0" in elf.needed(asterisk_installation.modules / "codec_opus_open_source.so")
    assert elf.needed(Path(__file__)) == []


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libssl.so.3", "libssl3t64"),
        ("libsrtp2.so.1", "libsrtp2-1"),
        ("libxml2.so.16", "libxml2-16"),
        ("libgcc_s.so.1", "libgcc-s1"),
        ("libstdc++.so.6", "libstdc++6"),
    ],
)
def test_a_librarys_package_is_known_by_its_name(library, package):
    assert closure.plain(library) == closure.plain(package)


def test_what_was_fetched_is_lean(asterisk_installation):
    """Every module that we load is there; of a fetched one, no other."""
    assert asterisk_installation.complete()
    if asterisk_installation.way is Way.CACHED:
        assert {path.stem for path in asterisk_installation.modules.glob("*.so")} == set(MODULES)


def test_the_first_number_of_a_version_counts():
    assert [major(version) for version in ("22.10.1+dfsg", "20", "", "git")] == [22, 20, 0, 0]


def test_every_way_out_is_said_in_both_languages():
    for error in (NotToBeHad(why="x"), NoKeyring(), NotThisMachine(why="x"), Unreachable(why="x"), DoesNotRun(why="x")):
        assert error.say("zh") != error.say("en")
    assert os.sep not in NotToBeHad(why="x").say("en")
