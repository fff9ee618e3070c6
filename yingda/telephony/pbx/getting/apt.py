"""Debian's archive through apt, in a folder of its own: the host's packages, lists and locks are never touched.

No root is needed. What the host's apt knows about proxies and connections is used as well; the signature of the
archive is always checked.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from yingda.telephony.pbx.getting.errors import NoKeyring, NotThisMachine, OldKeyring, Unreachable

SUITE = "sid"  # the only suite of Debian that has an Asterisk which is kept up
KEYRINGS = ("debian-archive-keyring.pgp", "debian-archive-keyring.gpg")
KEYRING_FOLDER = Path("/usr/share/keyrings")
LISTS = Path("/etc/apt")
PUBLIC_MIRROR = "http://deb.debian.org/debian"
UNSAFE = ("insecure", "weak")  # settings of the host that would let unsigned archives pass
UNSIGNED = re.compile(r"NO_PUBKEY|not signed|does not have a Release file")
SETTINGS = """
Dir::Etc::parts "/dev/null";
Dir::Etc::main "/dev/null";
Dir::Etc::sourcelist "{folder}/archive.sources";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "{folder}/state";
Dir::State::status "{folder}/status";
Dir::Cache "{folder}/cache";
Dir::Log "{folder}";
APT::Architecture "{architecture}";
APT::Architectures "{architecture}";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::Retries "3";
"""
SOURCE = "Types: deb\nURIs: {mirror}\nSuites: {suite}\nComponents: main\nSigned-By: {keyring}\n"
ONLY_NEEDED = tuple(
    f"--no-{kind}" for kind in ("recommends", "suggests", "conflicts", "breaks", "replaces", "enhances")
)


class Archive:
    """Debian's packages for one architecture (`amd64`, `arm64`). `folder` is apt's own and may be thrown away."""

    def __init__(self, folder: Path, architecture: str, mirror: str):
        self.folder = folder
        self.mirror = mirror
        self.packages = folder / "packages"
        for needed in ("state/lists/partial", "cache/archives/partial", "packages"):
            (folder / needed).mkdir(parents=True)
        (folder / "status").touch()
        source = SOURCE.format(mirror=mirror, suite=SUITE, keyring=keyring())
        (folder / "archive.sources").write_text(source)
        settings = "".join(settings_of_host()) + SETTINGS.format(folder=folder, architecture=architecture)
        (folder / "apt.conf").write_text(settings)
        self.apt("apt-get", "-qq", "update")

    @cached_property
    def closure(self) -> tuple[str, ...]:
        """All packages that apt would install with Asterisk on an empty machine."""
        said = self.apt("apt-get", "--simulate", "install", "asterisk", "asterisk-modules")
        return tuple(re.findall(r"^Inst (\S+)", said, re.MULTILINE))

    def dependencies(self, packages: set[str]) -> set[str]:
        """The packages within the closure that these ask for."""
        said = self.apt("apt-cache", "depends", *ONLY_NEEDED, *packages)
        return set(re.findall(r"^[ |]*(?:Pre)?Depends: (\S+)", said, re.MULTILINE)) & set(self.closure)

    def fetch(self, names: set[str]) -> None:
        """Download these packages into `packages`; apt checks their hashes against the signed index."""
        self.apt("apt-get", "-qq", "download", *sorted(names))

    @property
    def environ(self) -> dict[str, str]:
        return {"APT_CONFIG": str(self.folder / "apt.conf"), "TMPDIR": str(self.folder), "LC_ALL": "C.UTF-8"}

    def apt(self, *words: str) -> str:
        """What the command says. Raises OldKeyring, or Unreachable with its last complaint."""
        done = subprocess.run(
            words,
            cwd=self.packages,
            env=os.environ | self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode and UNSIGNED.search(done.stderr):
            raise OldKeyring(mirror=self.mirror)
        if done.returncode:
            raise Unreachable(why=complaint(done.stderr))
        return done.stdout


def complaint(said: str) -> str:
    """The last line of apt that begins with E:, without that."""
    errors = re.findall(r"^E: (.+?)\.?$", said, re.MULTILINE)
    return errors[-1] if errors else "apt"


def settings_of_host() -> Iterator[str]:
    """How the host's apt connects: proxies, time-outs. What would loosen the check of signatures is left out."""
    said = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    for line in said.splitlines(keepends=True):
        if line.startswith("Acquire::") and not any(word in line.lower() for word in UNSAFE):
            yield line


def keyring() -> Path:
    """Debian's archive keys on this machine. Raises NoKeyring."""
    for name in KEYRINGS:
        if (KEYRING_FOLDER / name).exists():
            return KEYRING_FOLDER / name
    raise NoKeyring


def architecture() -> str:
    """`amd64` or `arm64`. Raises NotThisMachine where there is no apt, or another processor."""
    try:
        said = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
        subprocess.run(["apt-get", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise NotThisMachine(why="apt") from None
    if (found := said.stdout.strip()) not in {"amd64", "arm64"}:
        raise NotThisMachine(why=found)
    return found


def mirror_of_host(lists: Path = LISTS) -> str:
    """Where the host, if it is a Debian, has its own packages from; otherwise the public mirror."""
    for path in [*sorted((lists / "sources.list.d").glob("*.sources")), lists / "sources.list",
                 *sorted((lists / "sources.list.d").glob("*.list"))]:  # fmt: skip
        if path.exists() and (found := re.search(r"^[^#\n]*?(https?://\S+/debian)/?(?=\s)", path.read_text(), re.M)):
            return found[1]
    return PUBLIC_MIRROR
