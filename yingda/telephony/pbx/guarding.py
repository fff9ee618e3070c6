"""Shuts out, for a while, addresses from which sign-ins fail again and again.

Asterisk writes each failure into log/security.log. Who fails more than YINGDA_SIP_FAILURES times a minute is refused
for SHUT_OUT_SECONDS, before Asterisk looks at anything else they send. This machine itself is never shut out.
"""

import logging
import re
from collections import defaultdict, deque
from collections.abc import Iterable

from yingda.telephony.pbx.private import write_private
from yingda.telephony.pbx.running import Asterisk

log = logging.getLogger(__name__)

FAILURES = re.compile(
    r'SecurityEvent="(?:InvalidAccountID|InvalidPassword|ChallengeResponseFailed)".*?RemoteAddress="IPV[46]/\w+/([^/"]+)/'
)
FILE, LOG = "etc/acl.conf", "log/security.log"
WITHIN_SECONDS = 60
SHUT_OUT_SECONDS = 600
NEVER = {"127.0.0.1", "::1"}


class Guard:
    """Reads what is added to this exchange's log; `most` failures a minute are forgiven, 0: all."""

    def __init__(self, asterisk: Asterisk, most: int):
        self.asterisk = asterisk
        self.path = path = asterisk.folder / LOG
        self.most = most
        self.read = path.stat().st_size if path.exists() else 0
        self.failures: dict[str, deque[float]] = defaultdict(deque)
        self.shut_out: dict[str, float] = {}

    def look(self, now: float) -> None:
        """Count what is new, shut out and let in again. `now` in monotonic seconds."""
        if not self.most:
            return
        for address in self.news():
            self.count(address, now)
        ended = [one for one, until in self.shut_out.items() if until <= now]
        for address in ended:
            del self.shut_out[address]
        if ended:
            self.tell()
        for address in [one for one, times in self.failures.items() if times[-1] < now - WITHIN_SECONDS]:
            del self.failures[address]

    def news(self) -> list[str]:
        """The address of each failure since the last look."""
        if not self.path.exists():
            return []
        size = self.path.stat().st_size
        self.read = min(self.read, size) if size >= self.read else 0  # it was put aside and begun anew
        with self.path.open("rb") as file:
            file.seek(self.read)
            added = file.read()
        whole = added[: added.rfind(b"\n") + 1]  # the last line may still be under way
        self.read += len(whole)
        return FAILURES.findall(whole.decode(errors="replace"))

    def count(self, address: str, now: float) -> None:
        times = self.failures[address]
        times.append(now)
        while times[0] < now - WITHIN_SECONDS:
            times.popleft()
        if len(times) > self.most and address not in NEVER and address not in self.shut_out:
            self.shut(address, now)

    def shut(self, address: str, now: float) -> None:
        log.warning(
            "%s is shut out for %s s: %s sign-ins failed", address, SHUT_OUT_SECONDS, len(self.failures[address])
        )
        self.shut_out[address] = now + SHUT_OUT_SECONDS
        del self.failures[address]
        self.tell()

    def tell(self) -> None:
        """Let Asterisk know who is shut out."""
        write_private(self.asterisk.folder / FILE, written(self.shut_out))
        self.asterisk.command("module reload acl")


def written(addresses: Iterable[str]) -> str:
    """The configuration that refuses these addresses."""
    rules = "".join(f"deny = {address}\n" for address in addresses)
    return f"; Written by `yingda pbx`.\n[shut-out]\n{rules}"
