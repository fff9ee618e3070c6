"""Looks after callers who wait while the driver is dead or frozen: `python -m yingda.telephony.pbx.watchdog FOLDER`.

A process of its own beside Asterisk, made of the standard library only, so that whatever stops Yingda does not stop
it. The driver writes YD_BEAT each second. When that has not changed for STALE_SECONDS, every caller who waits in
Yingda's hands goes on in the dialplan's fallback; who is talking is left alone. It ends when Asterisk has ended.
"""

import fcntl
import json
import sys
import time
from pathlib import Path

from yingda.telephony.pbx.ari import Ari, AriError

EVERY_SECONDS = 1.0
STALE_SECONDS = 5.0
WAITING = {"lobby", "queue", "grace", "voice_mail"}  # values of YD_PLACE
CALLERS = {"trunk", "web"}  # values of YD_ORIGIN
GONE = {404, 409, 412}  # the caller hung up, or has left Yingda's hands meanwhile


class Beat:
    """The driver's heartbeat. Only changes count: nobody's clock has to be right."""

    def __init__(self) -> None:
        self.value = ""
        self.changed = float("-inf")

    def stale(self, value: str, now: float) -> bool:
        """Whether it has stood still for too long, now that it reads `value`; `now` in monotonic seconds."""
        if value != self.value:
            self.value, self.changed = value, now
        return now - self.changed > STALE_SECONDS


def watch(folder: Path) -> None:
    beat = Beat()
    while runs(folder):
        try:
            look(exchange(folder), beat)
        except AriError:
            pass  # it is just starting or ending: look again
        time.sleep(EVERY_SECONDS)


def look(ari: Ari, beat: Beat) -> None:
    value = ari.get("asterisk/variable", variable="YD_BEAT")["value"]
    if beat.stale(value, time.monotonic()):
        for channel in ari.get("channels"):
            if waits(channel):
                move(ari, channel["id"])


def waits(channel: dict) -> bool:
    """Whether this is a caller in Yingda's hands with whom nobody talks, as ARI describes the channel."""
    variables = channel.get("channelvars", {})
    if channel["dialplan"]["app_name"] != "Stasis":
        return False
    place = variables.get("YD_PLACE")
    # Without a place the driver stopped before it had taken the call in hand.
    return place in WAITING or (not place and variables.get("YD_ORIGIN") in CALLERS)


def move(ari: Ari, channel: str) -> None:
    try:
        ari.post(f"channels/{channel}/continue", context="fallback", extension="s", priority=1)
    except AriError as error:
        if error.status not in GONE:
            raise
    else:
        print(f"{channel} goes to the fallback", flush=True)


def exchange(folder: Path) -> Ari:
    found = json.loads((folder / "pbx.json").read_text())
    return Ari(found["ari_url"], found["ari_user"], found["ari_password"])


def runs(folder: Path) -> bool:
    """Whether Asterisk holds its lock (see `running`)."""
    with open(folder / "run" / "asterisk.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
