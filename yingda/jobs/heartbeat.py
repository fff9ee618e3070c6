"""How a process shows that it is alive."""

import os
import socket
from datetime import datetime, timedelta

from yingda.jobs.models import Heartbeat

BEAT_EVERY = timedelta(seconds=10)
BELIEVED = 3 * BEAT_EVERY


def process_name(kind: str) -> str:
    """KIND@HOST:PID, one for each process there is."""
    return f"{kind}@{socket.gethostname()[:40]}:{os.getpid()}"


class Pulse:
    """The heartbeat of this process; a loop calls `beat` as often as it likes."""

    def __init__(self, kind: str):
        self.kind = kind
        self.next: datetime | None = None

    def beat(self, at: datetime) -> None:
        """Say that the process is alive, every BEAT_EVERY."""
        if self.next and at < self.next:
            return
        moved = Heartbeat.objects.filter(process=process_name(self.kind)).update(until=at + BELIEVED)
        if not moved:
            self.introduce(at)
        self.next = at + BEAT_EVERY

    def introduce(self, at: datetime) -> None:
        Heartbeat.objects.filter(until__lt=at - timedelta(days=1)).delete()
        Heartbeat.objects.create(process=process_name(self.kind), kind=self.kind, since=at, until=at + BELIEVED)
