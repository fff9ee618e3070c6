"""A running exchange with the product's own configuration, for tests and for the bench."""

import re
import time
from collections.abc import Iterable
from pathlib import Path

from yingda.serve.leash import dies_with_parent
from yingda.telephony.pbx import configuring
from yingda.telephony.pbx.address import WEB_USER, PbxAddress
from yingda.telephony.pbx.ari import Ari
from yingda.telephony.pbx.getting.installation import Installation
from yingda.telephony.pbx.running import Asterisk
from yingda.testing.patience import forgiving, until

KINDS = ("identify", "endpoint", "aor", "auth")  # what is pushed; taken back in this order


class Pbx:
    """A running exchange in `folder`."""

    def __init__(self, folder: Path, installation: Installation):
        self.folder = folder
        self.asterisk = Asterisk(folder, installation)
        configured = configuring.configure(folder, installation)
        configuring.put(folder, configured)
        configuring.link(folder, installation)
        self.address: PbxAddress = configured.address

    def start(self) -> None:
        self.asterisk.start(leash=dies_with_parent())

    def stop(self) -> None:
        self.asterisk.stop()

    @property
    def ari(self) -> Ari:
        return self.asterisk.ari

    @property
    def channels(self) -> list[dict]:
        """All channels, as ARI describes them."""
        return self.ari.get("channels")

    @property
    def known(self) -> set[str]:
        """The names of its endpoints."""
        return {endpoint["resource"] for endpoint in self.ari.get("endpoints/PJSIP")}

    def push(self, kind: str, name: str, **fields: str) -> None:
        """Push one object (endpoint, aor, auth, identify, registration), as the driver does; it goes with the test."""
        body = {"fields": [{"attribute": key, "value": str(value)} for key, value in fields.items()]}
        self.ari.put(f"asterisk/config/dynamic/res_pjsip/{kind}/{name}", body)

    def phone(self, username: str, secret: str, **fields: str) -> None:
        """Let a phone sign in under this name."""
        self.push("auth", username, auth_type=self.address.auth_type, username=username, password=secret)
        self.push("aor", username, max_contacts=1, remove_existing="yes")
        self.push("endpoint", username, **self.endpoint(context="from-agent", auth=username, aors=username) | fields)

    def trunk(self, name: str, contact: str, matches: str, **fields: str) -> None:
        """Let calls in from the addresses that `matches` names, and out to `contact` (a SIP URI)."""
        self.push("aor", name, contact=contact)
        self.push("endpoint", name, **self.endpoint(context="from-trunk", aors=name) | fields)
        self.push("identify", name, endpoint=name, match=matches)

    def endpoint(self, **fields: str) -> dict[str, str]:
        return {
            "transport": "udp",
            "disallow": "all",
            "allow": "alaw,ulaw",
            "direct_media": "no",
            "media_address": self.address.media_address,
            "bind_rtp_to_media_address": "yes",
            "rtp_symmetric": "yes",
            "force_rport": "yes",
            "rewrite_contact": "yes",
            "send_connected_line": "no",
            "rtp_timeout": "30",
        } | fields

    def beat(self, seconds: float = 3600) -> None:
        """Let the exchange believe that the driver is alive for so long, when no driver runs."""
        self.ari.post("asterisk/variable", variable="YD_BEAT", value=int(time.time() + seconds))

    def clear(self) -> None:
        """Hang up every call and take back what was pushed, by whomever."""
        for channel in self.channels:
            forgiving(self.ari, f"channels/{channel['id']}")
        until(lambda: not self.channels, "the exchange still has channels")
        for registration in self.registrations():
            self.take_back(registration, ("registration",))
        for endpoint in self.known - {WEB_USER}:
            self.take_back(endpoint)
        until(lambda: self.known <= {WEB_USER}, "the exchange does not forget its endpoints")
        self.beat(-3600)
        for family in ("registrar", "yingda-fallback"):
            self.asterisk.command(f"database deltree {family}")

    def registrations(self) -> list[str]:
        """The names of those that it has at carriers."""
        return re.findall(r"^ ([\w.-]+)/sip", self.asterisk.command("pjsip show registrations"), re.MULTILINE)

    def take_back(self, name: str, kinds: Iterable[str] = KINDS) -> None:
        """All that was pushed under this name."""
        for kind in kinds:
            forgiving(self.ari, f"asterisk/config/dynamic/res_pjsip/{kind}/{name}")
