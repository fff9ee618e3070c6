"""The other side of the trunk, for tests: customers who call and are called, and desk phones, all with ears.

A second Asterisk plays them; each of them is a `Party`, whose every act is a plain call:

    caller = carrier.call("4008", caller="13800138000")     # rings the exchange
    caller.answered()                                      # waits until the exchange picks up
    phone = carrier.phone("6021", "secret")                # registers; then phone.rings() -> Party
    agent = phone.rings(); agent.answer()
    caller.say(600); assert agent.hears(600)
    agent.hang_up(); caller.ended() == "normal"

Waiting is bounded; what does not come fails with a sentence. Each party should say a tone of its own (TONES).
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from yingda.lib.ids import uuid7
from yingda.serve.leash import dies_with_parent
from yingda.telephony.pbx import configuring, kept
from yingda.telephony.pbx.address import PbxAddress
from yingda.telephony.pbx.ari import Ari, AriError
from yingda.telephony.pbx.getting.installation import Installation
from yingda.telephony.pbx.running import Asterisk
from yingda.testing.ari_events import Events
from yingda.testing.parties import PATIENCE, Party, Phone
from yingda.testing.patience import forgiving
from yingda.testing.sound import Sound

TEMPLATES = Path(__file__).parent / "carrier_templates"
CARRIER_HOST, PHONE_HOST = "127.0.0.2", "127.0.0.3"
APP = "people"
POLL = 0.02
TONES = (500, 600, 700, 800, 900, 1000, 1100, 1200, 1400, 1600, 1800, 2200)
T = TypeVar("T")


class Carrier:
    """One network with its customers and desk phones, joined to `pbx` by its trunk `carrier`."""

    def __init__(self, folder: Path, installation: Installation, pbx: PbxAddress):
        self.folder = folder
        self.pbx = pbx
        self.asterisk = Asterisk(folder, installation)
        self.exchange = Ari(pbx.ari_url, pbx.ari_user, pbx.ari_password)
        self.phone_host = PHONE_HOST
        self.parties: dict[str, Party] = {}
        self.sound = Sound()
        self.expected: dict[str, threading.Event] = {}
        self.newcomers: list[Party] = []
        self.phones: dict[str, Phone] = {}
        self.accounts: list[str] = []
        self.changed = threading.Condition()
        self.configure(installation)

    def configure(self, installation: Installation) -> None:
        chosen = kept.kept(self.folder)
        chosen.sip_port, chosen.http_port, chosen.ami_port = (kept.free_port(CARRIER_HOST) for _ in range(3))
        self.port = chosen.sip_port
        self.phone_port = kept.free_port(PHONE_HOST)
        filling = configuring.values(self.folder, installation, chosen) | {
            "carrier_host": CARRIER_HOST,
            "phone_host": PHONE_HOST,
            "phone_port": str(self.phone_port),
            "pbx_host": self.pbx.sip_host,
            "pbx_port": str(self.pbx.sip_port),
        }
        templates = {path.name: path for folder in (configuring.TEMPLATES, TEMPLATES) for path in folder.glob("*.conf")}
        files = {name: configuring.filled(path.read_text(), filling) for name, path in templates.items()}
        where = configuring.address(self.folder, installation, chosen)
        configuring.put(self.folder, configuring.Configured(where, files))
        configuring.link(self.folder, installation)
        self.ari = Ari(where.ari_url, where.ari_user, where.ari_password)
        self.events = Events(where, APP, self.hear)

    def start(self) -> None:
        self.asterisk.start(leash=dies_with_parent())
        self.events.open()

    def stop(self) -> None:
        self.events.close()
        self.sound.stop()
        self.asterisk.stop()

    @property
    def contact(self) -> str:
        """The SIP URI of the network, for the exchange's trunk."""
        return f"sip:{CARRIER_HOST}:{self.port}"

    def call(self, number: str, *, caller: str = "13800138000") -> "Party":
        """A customer dials this number. Returns at once; see `Party.answered`."""
        return self.dial(f"PJSIP/{number}@yingda", caller)

    def dial(self, endpoint: str, caller: str) -> "Party":
        party = Party(self, str(uuid7()), number=endpoint.partition("/")[2].partition("@")[0], caller=caller)
        self.parties[party.channel] = party
        self.ari.post(
            "channels", endpoint=endpoint, app=APP, appArgs="out", channelId=party.channel, callerId=caller,
            timeout=60, formats="alaw",
        )  # fmt: skip
        return party

    def phone(self, username: str, secret: str, *, wait: bool = True) -> "Phone":
        """A desk phone that registers under this name, and stays registered until the test ends."""
        phone = Phone(self, username)
        self.phones[username] = phone
        phone.sign_in(secret)
        if wait:
            phone.registered()
        return phone

    def account(self, username: str, secret: str) -> None:
        """Let an exchange sign in under this name, and be called by `dial(f"PJSIP/{username}", …)`."""
        self.push("auth", username, auth_type="digest", username=username, password=secret)
        self.push("aor", username, max_contacts=1, remove_existing="yes")
        self.push(
            "endpoint", username, transport="udp", context="incoming", disallow="all", allow="alaw,ulaw", auth=username,
            aors=username, identify_by="username", direct_media="no", media_address=CARRIER_HOST,
            bind_rtp_to_media_address="yes", rtp_symmetric="yes",
        )  # fmt: skip
        self.accounts.append(username)

    def rings(self, number: str, within: float = PATIENCE) -> "Party":
        """The customer or phone with this number or name, whom the exchange is calling."""
        return self.wait(lambda: self.take(number), f"nobody rings {number}", within)

    def take(self, number: str) -> "Party | None":
        for party in self.newcomers:
            if party.number == number:
                self.newcomers.remove(party)
                return party
        return None

    def wait(self, test: Callable[[], T], otherwise: str, within: float = PATIENCE) -> T:
        """What `test()` returns, as soon as that is true. Fails with `otherwise`."""
        end = time.monotonic() + within
        with self.changed:
            while not (found := test()):
                assert time.monotonic() < end, otherwise
                self.changed.wait(POLL)
        return found

    def expect(self, channel: str) -> threading.Event:
        """An event that is set when this channel has arrived."""
        self.expected[channel] = threading.Event()
        return self.expected[channel]

    def hear(self, event: dict) -> None:
        """What the second Asterisk reports; in the thread that reads its events."""
        channel = event.get("channel", {})
        known = channel.get("id", "")
        with self.changed:
            if event["type"] == "StasisStart" and known in self.expected:
                self.expected.pop(known).set()
            elif event["type"] == "StasisStart" and known not in self.parties:
                self.welcome(Party(self, known, number=event["args"][0], caller=channel["caller"]["number"]))
            elif party := self.parties.get(known):
                party.hear(event)
            self.changed.notify_all()

    def welcome(self, party: Party) -> None:
        self.parties[party.channel] = party
        self.newcomers.append(party)
        threading.Thread(target=self.greet, args=(party,), daemon=True).start()

    def greet(self, party: "Party") -> None:
        """A phone rings; who has told it beforehand what to do is obeyed."""
        try:
            # Otherwise nothing is told of a channel that came by itself, once it has left the application.
            self.ari.post(f"applications/{APP}/subscription", eventSource=f"channel:{party.channel}")
            self.ari.post(f"channels/{party.channel}/ring")
            if phone := self.phones.get(party.number):
                phone.manner(party)
        except AriError as error:
            if error.status not in {404, 409, 422}:  # the caller gave up at once, or the test has rejected it
                raise

    def clear(self) -> None:
        """Hang up everybody and take the phones from their sockets."""
        for phone in list(self.phones.values()):
            phone.unplug()
        for channel in self.ari.get("channels"):
            self.drop(channel["id"])
        for party in self.parties.values():
            party.tidy()
        for username in self.accounts:
            for kind in ("endpoint", "aor", "auth"):
                self.take_back(kind, username)
        self.accounts.clear()
        self.phones.clear()
        self.newcomers.clear()
        self.parties.clear()

    def drop(self, channel: str, **query: str) -> None:
        forgiving(self.ari, f"channels/{channel}", **query)

    def push(self, kind: str, name: str, **fields: object) -> None:
        """Set up one object of the second Asterisk."""
        body = {"fields": [{"attribute": key, "value": str(value)} for key, value in fields.items()]}
        self.ari.put(f"asterisk/config/dynamic/res_pjsip/{kind}/{name}", body)

    def take_back(self, kind: str, name: str) -> None:
        forgiving(self.ari, f"asterisk/config/dynamic/res_pjsip/{kind}/{name}")
