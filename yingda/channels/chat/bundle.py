"""The built widget: its files by name, read once and kept compressed."""

import gzip
import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIST = Path(__file__).resolve().parents[2] / "web" / "dist" / "widget"
ENTRY = "frame/main.tsx"
LOADER = "loader.js"


@dataclass(frozen=True)
class Asset:
    """A built file: its bytes, the same compressed, its media type."""

    plain: bytes
    compressed: bytes
    media_type: str


def asset(name: str) -> Asset | None:
    """A file of the bundle, None when there is no such file."""
    path = DIST / name
    if path.parent != DIST or not path.is_file():
        return None
    return read(path, path.stat().st_mtime_ns)


def entry() -> str | None:
    """The name of the frame's script; None before the web is built."""
    manifest = DIST / "manifest.json"
    if not manifest.is_file():
        return None
    return entry_in(manifest, manifest.stat().st_mtime_ns)


@cache
def read(path: Path, changed: int) -> Asset:
    plain = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(plain, gzip.compress(plain, 9, mtime=0), media_type)


@cache
def entry_in(manifest: Path, changed: int) -> str:
    return json.loads(manifest.read_bytes())[ENTRY]["file"]
