"""The Asterisk that the host has installed, if it has one."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from yingda.telephony.pbx.getting.installation import Installation, Way

PROGRAMS = ("/usr/sbin/asterisk", "/usr/local/sbin/asterisk", "/opt/homebrew/sbin/asterisk")
CONFIGURATION = Path("/etc/asterisk/asterisk.conf")
MODULES = ("/usr/lib/{triple}/asterisk/modules", "/usr/lib/asterisk/modules", "/usr/lib64/asterisk/modules",
           "/usr/local/lib/asterisk/modules")  # fmt: skip
SHARES = ("/usr/share/asterisk", "/var/lib/asterisk", "/usr/local/var/lib/asterisk")
TRIPLES = ("x86_64-linux-gnu", "aarch64-linux-gnu")


def installed() -> Installation | None:
    """The first one whose files are where distributions put them."""
    found = shutil.which("asterisk") or next((path for path in PROGRAMS if Path(path).exists()), None)
    return at(Path(found)) if found else None


def at(program: Path) -> Installation | None:
    """This program, with the folders that its configuration names or that are usual."""
    modules = next((path for path in module_folders(program) if (path / "chan_pjsip.so").exists()), None)
    share = next((path for path in share_folders(program) if (path / "rest-api").exists()), None)
    if modules is None or share is None:
        return None
    return Installation((str(program),), modules, share, Way.INSTALLED)


def module_folders(program: Path) -> Iterator[Path]:
    yield from configured("astmoddir")
    yield program.parent.parent / "lib/asterisk/modules"
    for pattern in MODULES:
        yield from (Path(pattern.format(triple=triple)) for triple in TRIPLES)


def share_folders(program: Path) -> Iterator[Path]:
    yield from configured("astdatadir")
    yield program.parent.parent / "share/asterisk"
    yield from map(Path, SHARES)


def configured(name: str) -> Iterator[Path]:
    """What the host's own configuration says, where it may be read."""
    try:
        said = CONFIGURATION.read_text(errors="replace")
    except OSError:
        return
    yield from (Path(path) for path in re.findall(rf"^\s*{name}\s*=>?\s*(\S+)", said, re.MULTILINE))
