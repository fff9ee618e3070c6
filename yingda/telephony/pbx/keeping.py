"""Keeps the exchange up: gets Asterisk, configures it, starts it or takes over a running one, starts it again.

Asterisk and the watchdog are processes of their own, which go on when this one is killed; the next one finds them.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from yingda.environment import BadSetting, env
from yingda.lib.errors import Refusal
from yingda.lib.say import Sentence, say
from yingda.lib.times import now
from yingda.telephony.pbx import configuring, logs, pushed, status
from yingda.telephony.pbx.ari import AriError
from yingda.telephony.pbx.getting.installation import Installation
from yingda.telephony.pbx.guarding import Guard
from yingda.telephony.pbx.running import Asterisk, detached, held
from yingda.telephony.pbx.status import State, Status

log = logging.getLogger(__name__)

LOOK_EVERY = 0.1
TIDY_EVERY = 5.0
SETTLED_SECONDS = 60  # who has lived this long starts again without delay
DELAYS = (0, 0, 1, 2, 4, 8, 16, 30)  # seconds before the first start, after its death, after the next one …
SEARCH_AGAIN_SECONDS = 300
STARTING = say("电话交换机正在启动……", "The exchange is starting …")
UP = say("电话交换机正常（Asterisk {version}）。", "The exchange is up (Asterisk {version}).")
DIED = say("电话交换机意外停止，正在重新启动……", "The exchange has ended unexpectedly and is starting again …")
STOPPED = say("电话交换机已停止。", "The exchange has been stopped.")
ENDING = say(
    "还有 {calls} 路通话，交换机将在通话结束后停止。", "{calls} channels are still up; the exchange stops after them."
)
WATCHDOG = "yingda.telephony.pbx.watchdog"
ROOT = Path(__file__).parents[3]


class Keeper:
    """Keeps the exchange of `folder` until `asked` is set. `tell` hears what people should know."""

    def __init__(self, folder: Path, tell: Callable[[Sentence], None], asked: threading.Event):
        self.folder = folder
        self.tell = tell
        self.asked = asked
        self.asterisk: Asterisk | None = None
        self.guard: Guard | None = None
        self.outdated = False
        self.started = float("-inf")
        self.starts = 0
        self.tidied = 0.0

    def keep(self) -> None:
        """Run until asked to end. The exchange itself is left as it is: see `stop`."""
        while not self.asked.is_set() and self.asterisk is None:
            self.find()
        while not self.asked.is_set():
            self.look()
            self.asked.wait(LOOK_EVERY)

    def find(self) -> None:
        """Get Asterisk, beside the main thread, so that being asked to end is heard. Fails for a while at a time."""
        found: list[Installation] = []
        search = threading.Thread(target=self.search, args=(found,), name="search", daemon=True)
        search.start()
        while search.is_alive() and not self.asked.is_set():
            search.join(LOOK_EVERY)
        if found:
            self.asterisk = Asterisk(self.folder, found[0])
        elif not search.is_alive():
            self.asked.wait(SEARCH_AGAIN_SECONDS)

    def search(self, found: list[Installation]) -> None:
        from yingda.telephony.pbx.getting.looking import find

        try:
            found.append(find(lambda words: self.say(State.FETCHING, words)))
        except (Refusal, BadSetting, OSError) as error:
            self.say(State.FAILED, in_words(error))

    def look(self) -> None:
        """Start what does not run; see to what is due."""
        try:
            if not self.asterisk.runs():
                self.up_again()
            elif self.guard is None:
                self.adopt()
            else:
                self.tidy()
        except (Refusal, BadSetting, OSError, AriError) as error:
            self.say(State.FAILED, in_words(error))
            self.guard = None
            self.asked.wait(DELAYS[self.starts])

    def up_again(self) -> None:
        """Start Asterisk; when it dies early and often, later and later."""
        if self.guard:
            self.guard = None
            self.say(State.STARTING, DIED)
        if time.monotonic() - self.started > SETTLED_SECONDS:
            self.starts = min(self.starts, 1)
        if not self.asked.wait(DELAYS[self.starts]):
            self.starts = min(self.starts + 1, len(DELAYS) - 1)
            self.started = time.monotonic()
            self.start()

    def start(self) -> None:
        """Raises DoesNotStart, PortTaken, BadSetting."""
        installation = self.asterisk.installation
        configured = configuring.configure(self.folder, installation)
        configuring.put(self.folder, configured)
        configuring.link(self.folder, installation)
        if status.read(self.folder).state is not State.STARTING:
            self.say(State.STARTING, STARTING)
        self.asterisk.start()
        pushed.restore(self.folder, self.asterisk.ari)
        self.is_up(outdated=False)

    def adopt(self) -> None:
        """Take over an Asterisk that runs already, calls and all. A new configuration waits until it has none."""
        self.asterisk.go_on()
        self.asterisk.wait_until_booted()
        configured = configuring.configure(self.folder, self.asterisk.installation, running=True)
        self.started = time.monotonic()
        self.is_up(outdated=configured.differs(self.folder))

    def is_up(self, outdated: bool) -> None:
        self.outdated = outdated
        self.guard = Guard(self.asterisk, env.number("YINGDA_SIP_FAILURES", 0, 10_000))
        self.watch()
        version = self.asterisk.installation.version()
        self.say(State.UP, say(UP("zh", version=version), UP("en", version=version)))

    def watch(self) -> None:
        """Let the watchdog run."""
        lock = self.folder / "run/watchdog.lock"
        if not held(lock):
            words = [sys.executable, "-m", WATCHDOG, str(self.folder)]
            environ = self.asterisk.installation.environ | {"PYTHONPATH": str(ROOT)}
            detached(words, lock, self.folder / "log/watchdog.log", environ)

    def tidy(self) -> None:
        """Every few seconds: the watchdog, failed sign-ins, log files, new addresses, a configuration that waits."""
        if time.monotonic() - self.tidied < TIDY_EVERY:
            return
        self.tidied = time.monotonic()
        try:
            self.watch()
            self.guard.look(time.monotonic())
            logs.turn(self.folder / "log", self.asterisk.ari)
            configuring.tell_addresses(self.folder, self.asterisk.ari)
            if self.outdated and not self.asterisk.calls():
                self.guard = None
                self.asterisk.stop()
        except AriError as error:
            log.warning("the exchange does not answer: %s", error)

    def stop(self) -> None:
        """End the exchange: at once when it has no calls, otherwise after the last one."""
        if self.asterisk is None or not self.asterisk.runs():
            return
        if calls := self.asterisk.calls():
            self.asterisk.stop_when_idle()
            self.say(State.OFF, say(ENDING("zh", calls=calls), ENDING("en", calls=calls)))
        else:
            self.asterisk.stop()
            self.say(State.OFF, STOPPED)

    def say(self, state: State, words: Sentence) -> None:
        status.write(self.folder, Status(state, words, now()))
        log.info("%s: %s", state, words.en)
        self.tell(words)


def in_words(error: Exception) -> Sentence:
    if isinstance(error, Refusal):
        return say(error.say("zh"), error.say("en"))
    return say(str(error), str(error))
