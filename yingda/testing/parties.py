"""Somebody on the telephone, played by the second Asterisk of `yingda.testing.carrier`: mouth, ears and fingers."""

import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from yingda.lib.ids import uuid7
from yingda.telephony.pbx.ari import Ari, AriError
from yingda.testing import tones
from yingda.testing.patience import PATIENCE, forgiving
from yingda.testing.sound import Line

if TYPE_CHECKING:
    from yingda.testing.carrier import Carrier

WINDOW = 0.4  # seconds of sound that are looked at
POLL = 0.05
CAUSES = {0: "unknown", 1: "unallocated", 16: "normal", 17: "busy", 19: "no answer", 20: "unavailable",
          21: "rejected", 34: "full"}  # fmt: skip


class Party:
    """One side of a call. `number`: who it is, as dialled; `caller`: the number that this party was shown, or shows.

    `digits`: what the other side has typed. `held`: whether it was put on hold by the other side's signalling.
    """

    def __init__(self, carrier: "Carrier", channel: str, *, number: str, caller: str):
        self.carrier = carrier
        self.channel = channel
        self.number = number
        self.caller = caller
        self.digits = ""
        self.held = False
        self.up = False
        self.gone: int | None = None
        self.line: Line | None = None

    def answered(self, within: float = PATIENCE) -> "Party":
        """Wait until the other side picks up."""
        self.carrier.wait(lambda: self.up or self.gone is not None, f"nobody answers {self.number}", within)
        assert self.gone is None, f"{self.number} ended before it was answered: {CAUSES.get(self.gone, self.gone)}"
        self.open_ears()
        return self

    def answer(self) -> "Party":
        """Pick up."""
        self.ari.post(f"channels/{self.channel}/answer")
        return self.answered()

    def reject(self, reason: str = "busy") -> None:
        """Do not pick up: busy, no_answer, rejected (Asterisk's own words)."""
        self.carrier.drop(self.channel, reason=reason)

    def hang_up(self) -> None:
        self.carrier.drop(self.channel, reason="normal")

    def ended(self, within: float = PATIENCE) -> str:
        """Wait until the call is over; why, in a word of CAUSES."""
        self.carrier.wait(lambda: self.gone is not None, f"the call of {self.number} does not end", within)
        return CAUSES.get(self.gone, str(self.gone))

    def say(self, what: int | Path) -> None:
        """A tone (Hz, one of TONES), until something else is said; or a file of A-law samples (8 kHz), once."""
        if isinstance(what, Path):
            self.line.say(tones.packets(what.read_bytes()), again=False)
        else:
            self.line.say(tones.spoken(what))

    def be_quiet(self) -> None:
        self.line.say([])

    def sends_digits(self, digits: str) -> None:
        self.ari.post(f"channels/{self.channel}/dtmf", dtmf=digits, duration=120, between=80)

    def hold(self) -> None:
        """Press the phone's hold key."""
        self.ari.post(f"channels/{self.channel}/hold")

    def resume(self) -> None:
        self.ari.delete(f"channels/{self.channel}/hold")

    def transfers(self, target: str) -> None:
        """Press the phone's transfer key and dial this; see `ended`."""
        pbx = self.carrier.pbx
        self.ari.post(f"channels/{self.channel}/redirect", endpoint=f"PJSIP/sip:{target}@{pbx.sip_host}:{pbx.sip_port}")

    def header(self, name: str) -> str:
        """A header of the INVITE that it got; empty when there is none."""
        try:
            return self.ari.get(f"channels/{self.channel}/variable", variable=f"PJSIP_HEADER(read,{name})")["value"]
        except AriError:
            return ""

    def hears(self, tone: int, within: float = PATIENCE) -> bool:
        """Whether it comes to hear this tone (Hz)."""
        return self.comes(lambda: self.loudness_of(tone) >= tones.HEARD, within)

    def hears_not(self, tone: int, seconds: float = 1.0) -> bool:
        """Whether this tone stays away for so long, what was heard before apart: it must not have come at all. Where
        something is to make it go, see `stops_hearing`."""
        time.sleep(WINDOW + 0.1)
        return not self.hears(tone, seconds)

    def stops_hearing(self, tone: int, within: float = PATIENCE) -> bool:
        """Whether this tone comes to go away, and stays away for a moment."""
        gone = time.monotonic()

        def silent() -> bool:
            nonlocal gone
            if self.loudness_of(tone) >= tones.HEARD:
                gone = time.monotonic()
            return time.monotonic() - gone >= WINDOW

        return self.comes(silent, within)

    def hears_sound(self, within: float = PATIENCE) -> bool:
        """Whether it comes to hear anything: music, speech, a tone."""
        return self.comes(lambda: tones.loudness(self.heard()) >= tones.SOUND, within)

    def hears_digit(self, digits: str, within: float = PATIENCE) -> bool:
        return self.comes(lambda: digits in self.digits, within)

    def loudness_of(self, tone: int) -> float:
        """Its amplitude in the last WINDOW seconds."""
        return tones.amplitude(self.heard(), tone)

    def heard(self, seconds: float = WINDOW) -> array:
        """The latest samples that came to its ear, 8 kHz."""
        return self.line.heard(seconds)

    def comes(self, test: Callable[[], bool], within: float) -> bool:
        end = time.monotonic() + within
        while not test():
            if time.monotonic() > end:
                return False
            time.sleep(POLL)
        return True

    def open_ears(self) -> None:
        """Join its channel with a line of `yingda.testing.sound`."""
        if self.line is not None:
            return
        self.line, media = self.carrier.sound.line(), f"sound-{self.channel}"
        arrived = self.carrier.expect(media)
        self.ari.post("channels/externalMedia", channelId=media, app=self.carrier.events.app, format="alaw",
                      external_host=f"127.0.0.1:{self.line.port}")  # fmt: skip
        assert arrived.wait(PATIENCE), f"{self.number} gets no sound"
        port = self.ari.get(f"channels/{media}/variable", variable="UNICASTRTP_LOCAL_PORT")["value"]
        self.line.other = ("127.0.0.1", int(port))
        self.ari.post("bridges", bridgeId=self.bridge, type="mixing,dtmf_events,proxy_media")
        self.ari.post(f"bridges/{self.bridge}/addChannel", channel=f"{media},{self.channel}")

    @property
    def bridge(self) -> str:
        return f"bridge-{self.channel}"

    def tidy(self) -> None:
        """Let go of its line and bridge."""
        if self.line is not None:
            self.carrier.sound.close(self.line)
            forgiving(self.ari, f"bridges/{self.bridge}")

    def hear(self, event: dict) -> None:
        """An event of its channel."""
        match event["type"]:
            case "StasisStart":
                self.up = self.up or event["channel"]["state"] == "Up"
            case "ChannelStateChange":
                self.up = self.up or event["channel"]["state"] == "Up"
            case "ChannelDtmfReceived":
                self.digits += event["digit"]
            case "ChannelHold" | "ChannelUnhold":
                self.held = event["type"] == "ChannelHold"
            case "ChannelDestroyed":
                self.gone = event["cause"]

    @property
    def ari(self) -> Ari:
        return self.carrier.ari


class Phone:
    """A desk phone. Unless told otherwise it rings until somebody acts on `rings()`."""

    def __init__(self, carrier: "Carrier", username: str):
        self.carrier = carrier
        self.username = username
        self.registration = ""
        self.manner: Callable[[Party], None] = lambda party: None

    def sign_in(self, secret: str) -> None:
        """Register with the exchange, and again before that ends, or when it does not know the account yet."""
        pbx, name = self.carrier.pbx, f"phone-{self.username}"
        where = f"{pbx.sip_host}:{pbx.sip_port}"
        self.carrier.push("auth", name, auth_type="digest", username=self.username, password=secret)
        self.carrier.push(
            "endpoint", name, transport="phones", context="incoming", disallow="all", allow="alaw,ulaw",
            aors="yingda", outbound_auth=name, from_user=self.username, direct_media="no",
            media_address=self.carrier.phone_host, bind_rtp_to_media_address="yes", moh_passthrough="yes",
        )  # fmt: skip
        # A name of its own: Asterisk carries a deletion out a little later, upon whatever has that name then.
        self.registration = f"{name}-{uuid7()}"
        self.carrier.push(
            "registration", self.registration, transport="phones", outbound_auth=name, contact_user=self.username,
            server_uri=f"sip:{where}", client_uri=f"sip:{self.username}@{where}", retry_interval=1,
            max_random_initial_delay=0, forbidden_retry_interval=1, auth_rejection_permanent="no", expiration=120,
        )  # fmt: skip

    def registered(self, within: float = PATIENCE) -> None:
        """Wait until the exchange knows where it is."""
        self.carrier.wait(self.known, f"phone {self.username} does not get registered", within)

    def known(self) -> bool:
        try:
            return self.carrier.exchange.get(f"endpoints/PJSIP/{self.username}")["state"] == "online"
        except AriError:
            return False

    def unplug(self) -> None:
        """Sign out."""
        self.carrier.take_back("registration", self.registration)

    def rings(self, within: float = PATIENCE) -> Party:
        """Wait until it rings."""
        return self.carrier.rings(self.username, within)

    def call(self, number: str) -> Party:
        """Dial with it."""
        return self.carrier.dial(f"PJSIP/{number}@phone-{self.username}", self.username)

    def answers(self) -> None:
        """From now on it picks up by itself; take the party by `rings()`."""
        self.manner = lambda party: party.ari.post(f"channels/{party.channel}/answer")

    def rejects(self, reason: str = "busy") -> None:
        self.manner = lambda party: party.reject(reason)

    def ignores(self) -> None:
        """It rings and nobody is there."""
        self.manner = lambda party: None
