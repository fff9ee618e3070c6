"""What the exchange has, as far as we know: its channels, and what we have done with each."""

import asyncio
from dataclasses import dataclass, field


@dataclass
class Channel:
    """One connection. `id` is the exchange's name for it; one that we ring is named after its leg.

    `inside`: it is in our application and obeys. `place`: where we have put it; `bridge`: the bridge it is in.
    `muted` and `music` are None when we do not know. `spoken`: the last script that was begun. `cause`: of a hang-up
    that was `announced` (Q.850). `dismissed`: we have hung it up. `known`: since it began, not only since we connected.
    `transfers`: its transfer key was pressed, and it was not yet told what came of it.
    """

    id: str
    name: str = ""
    call: int | None = None
    leg: str = ""
    up: bool = False
    inside: bool = False
    place: str = ""
    bridge: str = ""
    music: bool | None = False
    ringback: bool = False
    muted: bool | None = False
    spoken: int = 0
    cause: int = 0
    announced: bool = False
    dismissed: bool = False
    known: bool = True
    arriving: bool = False
    held: bool = False
    transfers: bool = False

    @property
    def endpoint(self) -> str:
        """`a6021` of `PJSIP/a6021-0000001f`; the number's trunk for one that we dialled outside."""
        return self.name.partition("/")[2].rpartition("-")[0]


@dataclass
class Standing:
    """By id. `playing` and `recording` are what somebody waits for."""

    channels: dict[str, Channel] = field(default_factory=dict)
    playing: dict[str, asyncio.Future] = field(default_factory=dict)
    recording: dict[str, asyncio.Future] = field(default_factory=dict)
    ended: set[str] | None = field(default_factory=set)  # while we ask which channels there are, those told to end

    def of_call(self, call: int) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.call == call]

    def of_endpoint(self, username: str) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.endpoint == username]


CAUSES = {
    0: "normal", 1: "unallocated", 3: "unallocated", 16: "normal", 17: "busy", 18: "no_answer", 19: "no_answer",
    20: "unavailable", 21: "declined", 26: "normal", 27: "unavailable", 28: "unallocated", 31: "normal",
    32: "normal", 34: "unavailable", 38: "unavailable", 42: "unavailable", 44: "unavailable", 58: "unavailable",
    127: "normal",
}  # fmt: skip
FAULTS = {27, 38, 41, 42, 44, 102}  # of a connection that was up: the other side has fallen silent, or a network has


def cause_of(code: int, *, up: bool) -> str:
    """Q.850's number in a word of `reports.legs.ended`."""
    if up:
        return "lost" if code in FAULTS else "normal"
    return CAUSES.get(code, "failed")
