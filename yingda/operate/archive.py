"""A backup is one compressed tar whose last member, `manifest.json`, lists all others with size and SHA-256."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from yingda.operate.errors import Damaged, FileExists, NotABackup

FORMAT = 1
MANIFEST = "manifest.json"
COMPRESSION = 3  # of gzip: twice the speed of the usual level, a tenth larger
CHUNK = 1 << 20


@dataclass
class Manifest:
    """What the archive says of itself: kind `sqlite` or `postgresql`, applied migrations, and its members' hashes."""

    kind: str
    made: str
    migrations: list[str]
    files: dict[str, str] = field(default_factory=dict)  # name → SHA-256
    format: int = FORMAT


class Writer:
    """Adds files under names to the archive."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest):
        self.tar = tar
        self.manifest = manifest

    def add(self, name: str, path: Path) -> None:
        """Add a file as it is now, though others may write it: what is hashed is what is stored."""
        with open(path, "rb") as file:
            info = tarfile.TarInfo(name)
            info.size = os.fstat(file.fileno()).st_size
            info.mode = 0o600
            hashed = Hashed(file)
            self.tar.addfile(info, hashed)
        self.manifest.files[name] = hashed.digest.hexdigest()


class Hashed:
    """Reads a file and hashes what was read."""

    def __init__(self, file):
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.file.read(size)
        self.digest.update(part)
        return part


@contextmanager
def written(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """A new archive, readable by its owner only; it appears under its name when complete. Raises FileExists."""
    if path.exists():
        raise FileExists(path=path)
    half = path.with_name(f".{path.name}.part")
    try:
        with (
            open(half, "wb", opener=private) as file,
            tarfile.open(fileobj=file, mode="w:gz", compresslevel=COMPRESSION) as tar,
        ):
            yield Writer(tar, manifest)
            listing = half.with_suffix(".json")
            listing.write_text(json.dumps(vars(manifest), ensure_ascii=False, indent=1))
            tar.add(listing, MANIFEST)
            listing.unlink()
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)


def private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack the archive into the folder and check every hash. Raises NotABackup, Damaged."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(path, "r:gz") as tar:
            for member in tar:
                found[member.name] = take_out(tar, member, folder)
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise NotABackup(path=path, why=error) from error
    return checked(path, folder, found)


def take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Write one member, wherever it claims to belong, inside the folder; its hash."""
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts or not member.isfile():
        raise tarfile.TarError(f"odd member {member.name!r}")
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    hashed = Hashed(tar.extractfile(member))
    with open(target, "wb", opener=private) as file:
        while part := hashed.read(CHUNK):
            file.write(part)
    return hashed.digest.hexdigest()


def checked(path: Path, folder: Path, found: dict[str, str]) -> Manifest:
    if found.pop(MANIFEST, None) is None:
        raise NotABackup(path=path, why=MANIFEST)
    manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    if manifest.format != FORMAT:
        raise NotABackup(path=path, why=f"format {manifest.format}")
    for name in sorted(found.keys() | manifest.files.keys()):
        if found.get(name) != manifest.files.get(name):
            raise Damaged(name=name)
    return manifest
