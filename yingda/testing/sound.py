"""The voices and ears of parties: one thread that sends and receives the sound of all of them as RTP (A-law).

Asterisk's own ways of listening (a snoop channel) were tried first and lost what came in whenever something went out.
"""

import random
import selectors
import socket
import struct
import threading
import time
from array import array
from collections import deque

from yingda.testing import tones

EVERY = tones.FRAME / tones.RATE  # seconds between packets
REMEMBERED = 3.0  # seconds of what was heard
HEADER = struct.Struct("!BBHII")
VERSION, A_LAW_TYPE = 0x80, 8


class Line:
    """One party's sound. It sends `voice` over and over, silence when that is empty."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.other: tuple[str, int] | None = None
        self.voice: list[bytes] = []
        self.again = True
        self.sent = random.randrange(10_000)
        self.spoken = 0
        self.source = random.randrange(2**32)
        self.came: deque[tuple[float, bytes]] = deque()

    def say(self, voice: list[bytes], *, again: bool = True) -> None:
        self.voice, self.again, self.spoken = voice, again, 0

    def send(self) -> None:
        if self.other is None:
            return
        over = not self.voice or (not self.again and self.spoken >= len(self.voice))
        sound = tones.SILENCE if over else self.voice[self.spoken % len(self.voice)]
        self.spoken += 1
        self.sent += 1
        stamp = self.sent * tones.FRAME % 2**32
        header = HEADER.pack(VERSION, A_LAW_TYPE, self.sent % 2**16, stamp, self.source)
        try:
            self.socket.sendto(header + sound, self.other)
        except OSError:
            pass  # the other side has just hung up: there is nobody left to hear it

    def receive(self, at: float) -> None:
        while True:
            try:
                packet = self.socket.recv(2048)
            except OSError:  # nothing more for now
                break
            if packet[1] & 0x7F == A_LAW_TYPE:
                self.came.append((at, packet[HEADER.size :]))
        while self.came and self.came[0][0] < at - REMEMBERED:
            self.came.popleft()

    def heard(self, seconds: float) -> array:
        """What came within the last so many seconds, filled up with silence when less came."""
        since = time.monotonic() - seconds
        sound = b"".join(sound for at, sound in list(self.came) if at >= since)
        return tones.heard(sound.rjust(int(seconds * tones.RATE), tones.SILENCE[:1]))


class Sound:
    """All lines, and the thread that keeps them going."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.enough = threading.Event()
        self.selector = selectors.DefaultSelector()
        self.thread = threading.Thread(target=self.run, name="sound", daemon=True)
        self.thread.start()

    def line(self) -> Line:
        line = Line()
        self.selector.register(line.socket, selectors.EVENT_READ, line)
        self.lines.append(line)
        return line

    def close(self, line: Line) -> None:
        self.lines.remove(line)
        self.selector.unregister(line.socket)
        line.socket.close()

    def run(self) -> None:
        due = time.monotonic()
        while not self.enough.is_set():
            for key, _ in self.selector.select(max(0.0, due - time.monotonic())):
                key.data.receive(time.monotonic())
            if time.monotonic() >= due:
                due = max(due + EVERY, time.monotonic() - 0.2)  # a sleeping machine does not catch up for ever
                for line in list(self.lines):
                    line.send()

    def stop(self) -> None:
        self.enough.set()
        self.thread.join()
        for line in list(self.lines):
            self.close(line)
