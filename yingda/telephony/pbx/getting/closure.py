"""Which of Debian's packages hold what Asterisk and our modules really need, found file by file.

apt resolves what Asterisk depends on (some 160 packages, for modules that we never load). Of these only the ones are
fetched whose libraries are asked for: first by Debian's naming rule (`libssl.so.3` is in libssl3 or libssl3t64,
`libxslt.so.1` in libxslt1.1), then among the dependencies of what came in this way; whatever still cannot be found
means fetching all. No list of packages stands here that could go stale.
"""

import re
import subprocess
from pathlib import Path

from yingda.telephony.pbx.getting import elf
from yingda.telephony.pbx.getting.apt import Archive
from yingda.telephony.pbx.modules import MODULES

FIRST = {"asterisk", "asterisk-modules", "libc6"}  # libc6 brings the loader
LEFT_OUT = ("doc", "man", "locale", "lintian", "bug", "info", "i18n")
NOT_UNPACKED = [f"--exclude=./usr/share/{name}/*" for name in LEFT_OUT] + ["--exclude=*/gconv/*", "--exclude=./etc/*"]


class Unpacking:
    """Packages of the archive, unpacked one after the other into `root` until nothing is missing there."""

    def __init__(self, archive: Archive, root: Path):
        self.archive = archive
        self.root = root
        self.has: set[str] = set()

    def complete(self) -> None:
        """Raises Unreachable."""
        self.add(FIRST)
        self.drop_modules()
        while missing := self.missing():
            wanted = self.named_like(missing) or self.depended_on() or self.left()
            if not wanted:
                break  # it will not run, which is then seen
            self.add(wanted)

    def add(self, names: set[str]) -> None:
        self.archive.fetch(names)
        self.has |= names
        for package in self.archive.packages.glob("*.deb"):
            unpack(package, self.root)
            package.unlink()

    def drop_modules(self) -> None:
        """Only the modules stay that we load."""
        for path in self.root.glob("usr/lib/*/asterisk/modules/*.so"):
            if path.stem not in MODULES:
                path.unlink()

    def missing(self) -> set[str]:
        """Libraries that are asked for and not there."""
        there = {path.name for path in self.root.glob("usr/lib/*/*.so*")}
        return {name for path in self.programs() for name in elf.needed(path)} - there

    def programs(self) -> list[Path]:
        libraries = [path for path in self.root.glob("usr/lib/*/*.so*") if path.is_file() and not path.is_symlink()]
        return [self.root / "usr/sbin/asterisk", *self.root.glob("usr/lib/*/asterisk/modules/*.so"), *libraries]

    def named_like(self, libraries: set[str]) -> set[str]:
        names = re.compile("|".join(rf"{re.escape(plain(library))}\d*" for library in libraries))
        return {package for package in self.left() if names.fullmatch(plain(package))}

    def depended_on(self) -> set[str]:
        """What those packages ask for that themselves came for their libraries."""
        return self.archive.dependencies(self.has - FIRST) - self.has

    def left(self) -> set[str]:
        return set(self.archive.closure) - self.has


def plain(name: str) -> str:
    """A library's file name and its package's name, brought to one form."""
    return re.sub(r"t64$|\.so|[^a-z0-9]", "", name.lower())


def unpack(package: Path, root: Path) -> None:
    """Programs, libraries and Asterisk's own files; no manuals, no configuration of the system."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as reading:
        subprocess.run(
            ["tar", "--extract", "--no-same-owner", "--directory", root, *NOT_UNPACKED],
            stdin=reading.stdout,
            check=True,
        )
