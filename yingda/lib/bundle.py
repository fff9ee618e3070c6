"""A build of web/ that stands on other people's pages: its files by name, read once and kept compressed."""

import gzip
import json
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

DIST = Path(__file__).resolve().parents[1] / "web" / "dist"
LOADER = "loader.js"
FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=600"


@dataclass(frozen=True)
class Asset:
    """A built file: its bytes, the same compressed, its media type."""

    plain: bytes
    compressed: bytes
    media_type: str


@dataclass(frozen=True)
class Bundle:
    """The files in a folder of the build: the loader that pages name, and the frame's scripts behind it.

    `source`: the frame's first script, as the build's manifest calls it.
    """

    folder: Path
    source: str = "frame/main.tsx"

    def asset(self, name: str) -> Asset | None:
        """A file of the bundle, None when there is no such file."""
        path = self.folder / name
        if path.parent != self.folder or not path.is_file():
            return None
        return read(path, path.stat().st_mtime_ns)

    def entry(self) -> str | None:
        """The name of the frame's first script; None before the web is built."""
        manifest = self.folder / "manifest.json"
        if not manifest.is_file():
            return None
        return entry_in(manifest, manifest.stat().st_mtime_ns, self.source)

    def loader_answer(self, request: HttpRequest) -> HttpResponse:
        """The one script tag. Its address never changes, so it is asked for again after a while."""
        return self.answer(request, LOADER, keep=A_WHILE)

    def answer(self, request: HttpRequest, name: str, *, keep: str = FOR_EVER) -> HttpResponse:
        """A file, whose name carries its hash unless `keep` says otherwise. Raises Http404."""
        found = self.asset(name)
        if found is None:
            raise Http404
        small = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(found.compressed if small else found.plain, content_type=found.media_type)
        if small:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        response["Cache-Control"] = keep
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


@cache
def read(path: Path, changed: int) -> Asset:
    plain = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(plain, gzip.compress(plain, 9, mtime=0), media_type)


@cache
def entry_in(manifest: Path, changed: int, source: str) -> str:
    return json.loads(manifest.read_bytes())[source]["file"]
