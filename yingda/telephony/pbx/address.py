"""Where the exchange is, and how to speak with it.

The exchange that Yingda runs by itself writes `<data>/pbx/pbx.json`; one that exists elsewhere is named by variables
(`YINGDA_ARI_URL` and its neighbours). Whoever needs the exchange asks `address()`.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from yingda.environment import env
from yingda.lib.errors import Refusal
from yingda.lib.say import say
from yingda.telephony.pbx import status
from yingda.telephony.pbx.getting.installation import major

APP = "yingda"  # the Stasis application into which every call is handed
WEB_USER = "webcall"  # the endpoint of customers who call from a browser
FILE = "pbx.json"
DIGEST_SINCE = 22


class NoPbx(Refusal):
    """There is no exchange to speak with (yet); the sentence says why and what to do."""

    code = "pbx.none"
    sentence = say("电话不可用：{zh}", "The telephone is not available: {en}")


@dataclass(frozen=True)
class PbxAddress:
    """How to reach one exchange.

    `ari_url` without a slash at its end; `ws_url` is what browsers connect to (subprotocol sip); `ami_port` and
    `sip_port` are 0 when not known. `media_address` is what endpoints must bind media to, empty for any. `sounds` is
    the folder that holds `<language>/yingda/NAME.wav`; `spool` holds `recording/`, what MixMonitor and ARI record;
    both are empty for an exchange on another machine.
    """

    ari_url: str
    ari_user: str
    ari_password: str
    ami_host: str
    ami_port: int
    ami_user: str
    ami_secret: str
    ws_url: str
    sip_host: str
    sip_port: int
    web_user: str
    web_secret: str
    media_address: str = ""
    tls_port: int = 0
    version: str = ""
    sounds: str = ""
    spool: str = ""

    @property
    def events_url(self) -> str:
        """The WebSocket of ARI's events, without its query."""
        return self.ari_url.replace("http", "ws", 1) + "/events"

    @property
    def auth_type(self) -> str:
        """What ARI calls a password kept in clear: older Asterisks use another word."""
        return "digest" if major(self.version or str(DIGEST_SINCE)) >= DIGEST_SINCE else "userpass"

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @property
    def here(self) -> bool:
        """Whether Yingda runs this exchange by itself."""
        return bool(self.spool)


def address() -> PbxAddress:
    """The exchange to use. Raises NoPbx when there is none (yet)."""
    if env.pbx_off:
        raise none(status.OFF)
    if env.ari_url:
        return elsewhere()
    path = env.data / "pbx" / FILE
    if not path.exists():
        raise none(status.read(path.parent).words)
    return read(path)


def read(path: Path) -> PbxAddress:
    """The address in this file."""
    found = json.loads(path.read_text())
    return seen_from_outside(PbxAddress(**found))


def elsewhere() -> PbxAddress:
    """The exchange that the variables name."""
    ari = urlsplit(env.ari_url)
    secure = "s" if ari.scheme == "https" else ""
    ami_host, ami_port = env.host_and_port("YINGDA_AMI_ADDRESS", ari.hostname or "", 0)
    return seen_from_outside(
        PbxAddress(
            ari_url=env.ari_url.rstrip("/"),
            ari_user=env.text("YINGDA_ARI_USER"),
            ari_password=env.text("YINGDA_ARI_PASSWORD"),
            ami_host=ami_host,
            ami_port=ami_port,
            ami_user=env.text("YINGDA_AMI_USER"),
            ami_secret=env.text("YINGDA_AMI_SECRET"),
            ws_url=f"ws{secure}://{ari.netloc}/ws",
            sip_host=ari.hostname or "",
            sip_port=env.number("YINGDA_SIP_PORT", 0, 65535),
            web_user=WEB_USER,
            web_secret=env.text("YINGDA_WEBCALL_SECRET"),
        )
    )


def seen_from_outside(address: PbxAddress) -> PbxAddress:
    """Browsers may reach it by another way than this machine does: through a proxy with HTTPS."""
    url = env.text("YINGDA_PHONE_URL")
    return PbxAddress(**asdict(address) | {"ws_url": url}) if url else address


def none(words) -> NoPbx:
    return NoPbx(zh=words.zh, en=words.en)
