"""A real exchange for tests: Asterisk with the product's own configuration, on free ports of loopback.

- `pbx`: the exchange of the session (`Pbx`), without calls, trunks and phones at each test's beginning.
  `yingda.telephony.pbx.address.address()` finds it, also in processes that use `fresh_db`.
- `carrier`: a second Asterisk that plays the carrier's network and hard phones, see `yingda.testing.carrier`. Calls to
  and from it go through the trunk `carrier`.

Tests that use them take seconds: keep them few.
"""

import time
from pathlib import Path

import pytest

from yingda.environment import env
from yingda.serve.leash import dies_with_parent
from yingda.telephony.pbx import configuring
from yingda.telephony.pbx.address import WEB_USER, PbxAddress
from yingda.telephony.pbx.ari import Ari
from yingda.telephony.pbx.getting.installation import Installation
from yingda.telephony.pbx.getting.looking import find
from yingda.telephony.pbx.running import Asterisk
from yingda.testing import early
from yingda.testing.carrier import CARRIER_HOST, Carrier
from yingda.testing.patience import forgiving, until

__all__ = ["_carrier", "_pbx", "asterisk_installation", "carrier", "pbx"]
KINDS = ("registration", "identify", "endpoint", "aor", "auth")  # what is pushed; taken back in this order


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
        for endpoint in self.ari.get("endpoints/PJSIP"):
            if endpoint["resource"] != WEB_USER:
                self.take_back(endpoint["resource"])
        self.beat(-3600)
        for family in ("registrar", "yingda-fallback"):
            self.asterisk.command(f"database deltree {family}")

    def take_back(self, name: str) -> None:
        """All that was pushed under this name."""
        for kind in KINDS:
            forgiving(self.ari, f"asterisk/config/dynamic/res_pjsip/{kind}/{name}")


@pytest.fixture(scope="session")
def asterisk_installation() -> Installation:
    """The Asterisk of this machine; fetched when there is none yet."""
    return find(lambda words: print(words("en")))


@pytest.fixture(scope="session")
def _pbx(asterisk_installation):
    exchange = Pbx(Path(early.own_folder("yingda-pbx-")), asterisk_installation)
    exchange.start()
    yield exchange
    exchange.stop()


@pytest.fixture
def pbx(_pbx, request, monkeypatch):
    """See the module's docstring."""
    monkeypatch.setenv("YINGDA_PBX", "on")
    if "fresh_db" in request.fixturenames:
        request.getfixturevalue("fresh_db")
    place = env.data / "pbx"
    if not place.exists():
        place.symlink_to(_pbx.folder)
    if not _pbx.asterisk.runs():
        _pbx.start()  # a test has killed it
    yield _pbx
    _pbx.clear()
    place.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def _carrier(_pbx, asterisk_installation):
    network = Carrier(Path(early.own_folder("yingda-carrier-")), asterisk_installation, _pbx.address)
    network.start()
    yield network
    network.stop()


@pytest.fixture
def carrier(_carrier, pbx):
    """See the module's docstring."""
    pbx.trunk("carrier", contact=_carrier.contact, matches=CARRIER_HOST)
    yield _carrier
    _carrier.clear()
