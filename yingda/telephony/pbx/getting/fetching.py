"""Fetches Debian's Asterisk into the cache folder, once for all installations of this user."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from yingda.environment import env
from yingda.lib.say import Sentence, say
from yingda.telephony.pbx.getting.apt import Archive, architecture, mirror_of_host
from yingda.telephony.pbx.getting.closure import Unpacking
from yingda.telephony.pbx.getting.errors import DoesNotRun
from yingda.telephony.pbx.getting.installation import Installation, Way

WAITING = say("另一个进程正在下载 Asterisk，等它完成……", "Another process is fetching Asterisk; waiting for it …")
FETCHING = say(
    "首次使用电话：正在从 {mirror} 取得 Asterisk（约 40 MB）……",
    "The telephone's first start: fetching Asterisk from {mirror} (about 40 MB) …",
)
FETCHED = say("已取得 Asterisk {version}，存于 {folder}。", "Asterisk {version} is here, in {folder}.")
UNFINISHED = ".fetching-"


def fetch(folder: Path, tell: Callable[[Sentence], None]) -> Installation:
    """Asterisk in `folder`, which others may be filling at the same time. Raises NotToBeHad."""
    with alone(folder, tell):
        if (found := cached(folder)) and found.complete() and found.fits():
            return found
        return fetched(folder, tell)


def fetched(folder: Path, tell: Callable[[Sentence], None]) -> Installation:
    kind, mirror = architecture(), env.text("YINGDA_DEBIAN_MIRROR") or mirror_of_host()
    tell(filled(FETCHING, mirror=mirror))
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=UNFINISHED) as scratch:
        new = Path(scratch, "new")
        (new / "root").mkdir(parents=True)
        Unpacking(Archive(Path(scratch, "apt"), kind, mirror), new / "root").complete()
        found = cached(new)
        if not found or not found.fits():
            raise DoesNotRun(why=found.complaint() if found else "ld.so")
        if folder.exists():
            os.rename(folder, Path(scratch, "old"))
        os.rename(new, folder)
    kept = cached(folder)
    tell(filled(FETCHED, version=kept.version(), folder=folder))
    return kept


def cached(folder: Path) -> Installation | None:
    """What was fetched into this folder, run through its own loader and with its own libraries."""
    root = folder / "root"
    loader = next(root.glob("usr/lib/*/ld-linux-*.so.*"), None)
    if loader is None:
        return None
    libraries = loader.parent
    return Installation(
        program=(str(loader), "--library-path", str(libraries), str(root / "usr/sbin/asterisk")),
        modules=libraries / "asterisk/modules",
        share=root / "usr/share/asterisk",
        way=Way.CACHED,
    )


@contextmanager
def alone(folder: Path, tell: Callable[[Sentence], None]) -> Iterator[None]:
    """One process fetches; others wait, and then find what it fetched. What a killed one left lying is removed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / f"{folder.name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell(WAITING)
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.parent.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def filled(sentence: Sentence, **values: object) -> Sentence:
    return say(sentence("zh", **values), sentence("en", **values))
