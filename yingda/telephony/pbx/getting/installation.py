"""An Asterisk that can be started, wherever its files lie."""

import os
import re
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from yingda.telephony.pbx.modules import MODULES, NEEDED

OLDEST = 20
PATIENCE_SECONDS = 20
NO_CONFIGURATION = "/dev/null"


class Way(StrEnum):
    """How it was come by."""

    INSTALLED = "installed"
    CACHED = "cached"
    FETCHED = "fetched"


@dataclass(frozen=True)
class Installation:
    """`program` starts Asterisk; `modules` and `share` (documentation, rest-api) are folders that belong to it."""

    program: tuple[str, ...]
    modules: Path
    share: Path
    way: Way

    @property
    def environ(self) -> dict[str, str]:
        """The environment to run it in: the host's OpenSSL configuration is for the host's OpenSSL."""
        return os.environ | {"OPENSSL_CONF": NO_CONFIGURATION, "LC_ALL": "C.UTF-8"}

    def version(self) -> str:
        """What `asterisk -V` says, e.g. `22.10.1~dfsg+~cs6.17`; empty when it does not run here."""
        found = re.match(r"Asterisk (\d\S*)", self.said().stdout)
        return found[1] if found else ""

    def complaint(self) -> str:
        """Why it does not run, in its own words."""
        said = self.said()
        return (said.stderr or said.stdout).strip().partition("\n")[0] or f"exit {said.returncode}"

    def said(self) -> subprocess.CompletedProcess:
        """What `asterisk -V` answers."""
        words = [*self.program, "-V"]
        try:
            return subprocess.run(
                words,
                env=self.environ,
                capture_output=True,
                text=True,
                stdin=subprocess.DEVNULL,
                timeout=PATIENCE_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return subprocess.CompletedProcess(words, 1, "", str(error))

    def fits(self) -> bool:
        """Whether it runs, is new enough and has the modules without which there is no telephone."""
        version = self.version()
        return bool(version) and major(version) >= OLDEST and all(self.has(name) for name in NEEDED)

    def has(self, module: str) -> bool:
        return (self.modules / f"{module}.so").exists()

    def complete(self) -> bool:
        """Whether nothing is missing that this version of Yingda would load."""
        return all(self.has(name) for name in MODULES)


def major(version: str) -> int:
    """22 for `22.10.1`; 0 when there is no number."""
    found = re.match(r"\d+", version)
    return int(found[0]) if found else 0
