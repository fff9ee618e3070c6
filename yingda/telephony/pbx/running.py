"""One running Asterisk: started in a session of its own, so that it outlives whoever started it, and found again.

Asterisk inherits a locked file (`run/asterisk.lock`, its process id inside). As long as the lock is held, it runs:
nothing else needs to be asked, and a process id that is used anew cannot deceive.
"""

import fcntl
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from yingda.telephony.pbx import address
from yingda.telephony.pbx.ari import Ari, AriError
from yingda.telephony.pbx.errors import DoesNotStart
from yingda.telephony.pbx.getting.installation import Installation

BOOT_SECONDS = 60
STOP_SECONDS = 5
LOOK_EVERY = 0.05
ASKED_SECONDS = 0.2  # for so long somebody may be asking whether a lock is held
LONGEST_SOCKET = 90  # a unix socket's path may have 107 bytes


class Asterisk:
    """The Asterisk of one folder. `installation` says how to start it and how to speak with it."""

    def __init__(self, folder: Path, installation: Installation):
        self.folder = folder
        self.installation = installation
        self.process: subprocess.Popen | None = None

    def runs(self) -> bool:
        if self.process is not None:
            self.process.poll()  # a dead child would stay a zombie
        return held(self.lock)

    def start(self, leash: Callable[[], None] | None = None) -> None:
        """Start it, unless it runs already, and wait until it takes calls. Raises DoesNotStart.

        `leash` runs in the child before Asterisk does: tests tie it to their own life.
        """
        if not self.runs():
            self.process = detached(
                [*self.words, "-f", "-n"], self.lock, self.console, self.installation.environ, leash=leash
            )
        self.wait_until_booted()

    def wait_until_booted(self) -> None:
        end = time.monotonic() + BOOT_SECONDS
        while "fully booted" not in self.command("core waitfullybooted"):
            if not self.runs() or time.monotonic() > end:
                raise DoesNotStart(why=self.last_words())
            time.sleep(LOOK_EVERY)

    def command(self, line: str) -> str:
        """What its command line answers; empty when it does not."""
        try:
            done = subprocess.run(
                [*self.words, "-rx", line],
                env=self.installation.environ,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=BOOT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout if done.returncode == 0 else ""

    def calls(self) -> int:
        """How many channels it has; 0 when it does not answer."""
        try:
            return len(self.ari.get("channels"))
        except AriError:
            return 0

    def stop(self) -> None:
        """End it now, calls or not."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
            if not self.gone_within(STOP_SECONDS):
                os.kill(self.pid, signal.SIGKILL)
                self.gone_within(STOP_SECONDS)

    def stop_when_idle(self) -> None:
        """Take no more calls and end after the last one. Returns at once; `go_on` takes it back."""
        subprocess.Popen(
            [*self.words, "-rx", "core stop gracefully"],
            env=self.installation.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def go_on(self) -> None:
        """Take back `stop_when_idle`."""
        self.command("core abort shutdown")

    def gone_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while self.runs():
            if time.monotonic() > end:
                return False
            time.sleep(LOOK_EVERY)
        return True

    @property
    def words(self) -> list[str]:
        return [*self.installation.program, "-C", str(self.folder / "etc" / "asterisk.conf")]

    @property
    def lock(self) -> Path:
        return self.folder / "run" / "asterisk.lock"

    @property
    def console(self) -> Path:
        return self.folder / "log" / "console.log"

    @property
    def pid(self) -> int:
        """Its process id. Raises ProcessLookupError when it does not run."""
        while self.runs():
            if said := self.lock.read_text():
                return int(said)
            time.sleep(LOOK_EVERY)  # it is just being started
        raise ProcessLookupError

    @property
    def ari(self) -> Ari:
        found = address.read(self.folder / address.FILE)
        return Ari(found.ari_url, found.ari_user, found.ari_password)

    def last_words(self) -> str:
        said = self.console.read_text(errors="replace").strip()
        return said.rpartition("\n")[2] or "Asterisk"


def detached(
    words: list[str], lock: Path, output: Path, environ: dict[str, str], leash: Callable[[], None] | None = None
) -> subprocess.Popen | None:
    """Start a process in a session of its own that holds `lock` as long as it lives; None when somebody else does.

    It writes its process id into the lock itself: who starts it may be killed at any moment.
    """
    with taken(lock) as file:
        if file is None:
            return None
        file.truncate(0)
        process = subprocess.Popen(
            ["sh", "-c", 'echo $$ > "$0"; exec "$@"', str(lock), *words],
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output.open("w"),
            stderr=subprocess.STDOUT,
            cwd=lock.parent,
            pass_fds=(file.fileno(),),
            start_new_session=True,
            preexec_fn=leash,
        )
    return process


def held(lock: Path) -> bool:
    """Whether a process started by `detached` holds this lock. Asking is shared: who asks does not look like one."""
    with opened(lock) as file:
        return not locked(file, fcntl.LOCK_SH)


@contextmanager
def taken(path: Path) -> Iterator[IO[str] | None]:
    """The file, locked for the block and for whoever inherits it; None when somebody else holds it."""
    with opened(path) as file:
        end = time.monotonic() + ASKED_SECONDS
        while not (got := locked(file, fcntl.LOCK_EX)) and time.monotonic() < end:
            time.sleep(ASKED_SECONDS / 10)
        yield file if got else None


def opened(path: Path) -> IO[str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return open(path, "a+")


def locked(file: IO[str], how: int) -> bool:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def run_folder(folder: Path) -> Path:
    """Where its control socket lies: in `folder`, unless that path is too long for a socket."""
    usual = folder / "run"
    if len(os.fsencode(usual)) <= LONGEST_SOCKET:
        return usual
    short = folder / "run.short"
    if not short.is_symlink() or not short.exists():
        short.unlink(missing_ok=True)
        short.symlink_to(tempfile.mkdtemp(prefix="yingda-pbx-"))
    return short.readlink()
