"""Writes Asterisk's whole configuration from the settings: nothing of it is edited by hand.

`templates/*.conf` hold `@names@`; `values` says what stands for each. Everything listens on loopback unless
`YINGDA_SIP_HOST` or `YINGDA_PBX_HOST` tell otherwise.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from yingda.environment import BadSetting, env
from yingda.telephony.pbx import addresses, kept
from yingda.telephony.pbx.address import FILE, WEB_USER, PbxAddress
from yingda.telephony.pbx.ari import Ari
from yingda.telephony.pbx.errors import PortTaken
from yingda.telephony.pbx.getting.installation import Installation
from yingda.telephony.pbx.kept import Kept
from yingda.telephony.pbx.modules import MODULES
from yingda.telephony.pbx.private import write_private
from yingda.telephony.pbx.running import run_folder

TEMPLATES = Path(__file__).parent / "templates"
MUSIC = Path(__file__).parent / "music"
SOUNDS = Path(__file__).parents[1] / "sounds"
FOLDERS = ("etc", "run", "log", "var", "var/keys", "cache", "data", "data/sounds", "spool", "spool/recording")
STALE_BEAT_SECONDS, TRIES, FALLBACK_SECONDS = 3, 5, 180
USER = "yingda"
LIVE = {"rtp.conf", "acl.conf"}  # see `tell_addresses` and `guarding`


@dataclass(frozen=True)
class Configured:
    """Where the exchange will be, and the files that say so to Asterisk: name to text."""

    address: PbxAddress
    files: dict[str, str]

    def differs(self, folder: Path) -> bool:
        """Whether these are not the files that stand in `folder`, apart from those that change while it runs."""
        there = {path.name: path.read_text() for path in (folder / "etc").glob("*.conf")}
        return any(there.get(name) != text for name, text in self.files.items() if name not in LIVE)


def configure(folder: Path, installation: Installation, *, running: bool = False) -> Configured:
    """Work out the configuration of the exchange that lives in `folder`. Raises BadSetting, PortTaken."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    chosen = with_ports(kept.kept(folder), folder, running)
    where = address(folder, installation, chosen)
    filling = values(folder, installation, chosen) | {"auth_type": where.auth_type}
    files = {path.name: filled(path.read_text(), filling) for path in sorted(TEMPLATES.glob("*.conf"))}
    return Configured(where, files)


def put(folder: Path, configured: Configured) -> None:
    """Write it, readable by its owner only, and tell others where the exchange is."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in (folder / "etc").glob("*.conf"):
        if path.name not in configured.files:
            path.unlink()
    for name, text in configured.files.items():
        write_private(folder / "etc" / name, text)
    write_private(folder / FILE, configured.address.to_json())


def link(folder: Path, installation: Installation) -> None:
    """Let Asterisk find its own documents and our prompts under its data folder."""
    wanted = {name: installation.share / name for name in ("documentation", "rest-api")} | {"sounds/yingda": SOUNDS}
    for name, target in wanted.items():
        place = folder / "data" / name
        if not place.is_symlink() or place.readlink() != target:
            place.unlink(missing_ok=True)
            place.symlink_to(target)


def with_ports(chosen: Kept, folder: Path, running: bool) -> Kept:
    """The ports that the variables name, else those of the last time, else free ones, which are then kept.

    Raises PortTaken when another program has a port that a variable names.
    """
    sip, pbx = env.text("YINGDA_SIP_HOST"), env.text("YINGDA_PBX_HOST")
    for name, variable, host in (
        ("sip_port", "YINGDA_SIP_PORT", sip),
        ("http_port", "YINGDA_PBX_PORT", pbx),
        ("ami_port", "YINGDA_AMI_PORT", pbx),
    ):
        named, before = env.number(variable, 0, 65535), getattr(chosen, name)
        if not running and named and not kept.is_free(host, named):
            raise PortTaken(port=named, host=host, variable=variable)
        usable = before and (running or kept.is_free(host, before))
        setattr(chosen, name, named or (before if usable else kept.free_port(host)))
    kept.keep(folder, chosen)
    return chosen


def filled(template: str, filling: dict[str, str]) -> str:
    return re.sub(r"@(\w+)@", lambda found: filling[found[1]], template)


def values(folder: Path, installation: Installation, chosen: Kept) -> dict[str, str]:
    """What stands for each name in the templates."""
    places = {name: str(folder / name) for name in ("etc", "log", "var", "cache", "data", "spool")}
    return (
        places
        | {
            "run": str(run_folder(folder)),
            "modules": str(installation.modules),
            "load": "\n".join(f"load = {name}.so" for name in MODULES if installation.has(name)),
            "music": str(MUSIC),
            "entity": chosen.entity,
            "http_host": env.text("YINGDA_PBX_HOST"),
            "http_port": str(chosen.http_port),
            "ami_port": str(chosen.ami_port),
            "ari_user": USER,
            "ari_password": chosen.ari_password,
            "ami_user": USER,
            "ami_secret": chosen.ami_secret,
            "web_secret": chosen.web_secret,
            "most_calls": str(env.number("YINGDA_PBX_CALLS", 1, 10_000)),
            "web_calls": str(env.number("YINGDA_WEB_CALLS", 0, 10_000)),
            "beat": str(STALE_BEAT_SECONDS),
            "tries": str(TRIES),
            "fallback_seconds": str(FALLBACK_SECONDS),
        }
        | sip(chosen)
        | media()
    )


def sip(chosen: Kept) -> dict[str, str]:
    host = env.text("YINGDA_SIP_HOST")
    return {
        "sip_host": f"[{host}]" if ":" in host else host,
        "sip_port": str(chosen.sip_port),
        "outside": outside(),
        "tls": tls(host),
    }


def outside() -> str:
    """Behind NAT: what the world calls us, and which networks are not the world."""
    public = env.text("YINGDA_SIP_OUTSIDE")
    if not public:
        return ""
    lines = [f"external_media_address = {public}", f"external_signaling_address = {public}"]
    return "\n".join([*lines, *(f"local_net = {network}" for network in env.words("YINGDA_SIP_INSIDE"))])


def tls(host: str) -> str:
    """The transport for SIP over TLS, when a certificate and a port are given. Raises BadSetting."""
    port = env.number("YINGDA_SIP_TLS_PORT", 0, 65535)
    if not port:
        return ""
    lines = ["[tls]", "type = transport", "protocol = tls", f"bind = {host}:{port}", "method = tlsv1_2"]
    for setting, variable in (("cert_file", "YINGDA_TLS_CERT"), ("priv_key_file", "YINGDA_TLS_KEY")):
        path = env.text(variable)
        if not Path(path).is_file():
            raise BadSetting(f"{variable}={path!r}: YINGDA_SIP_TLS_PORT needs the file of a certificate and its key")
        lines.append(f"{setting} = {path}")
    return "\n".join([*lines, outside()])


def media() -> dict[str, str]:
    first, last = rtp_ports()
    bound = media_address()
    return {
        "rtp_first": str(first),
        "rtp_last": str(last),
        "ice_host_candidates": ice_host_candidates(),
        "media": f"media_address = {bound}\nbind_rtp_to_media_address = yes" if bound else "",
    }


def media_address() -> str:
    """The one address that media is bound to; empty when SIP listens on all."""
    host = env.text("YINGDA_SIP_HOST")
    return "" if host in {"0.0.0.0", "::"} else host


def ice_host_candidates() -> str:
    """This machine's addresses, and what browsers are told instead of them: Asterisk never offers loopback itself."""
    public = env.text("YINGDA_SIP_OUTSIDE")
    shown = f"{public},include_local_address" if public else media_address()
    return "\n".join(f"{own} => {shown}" for own in addresses.own() if shown and own != shown)


def tell_addresses(folder: Path, ari: Ari) -> None:
    """When this machine's addresses have changed, let Asterisk know which ones stand for what."""
    path = folder / "etc" / "rtp.conf"
    wanted = filled((TEMPLATES / "rtp.conf").read_text(), media())
    if path.read_text() != wanted:
        write_private(path, wanted)
        ari.put("asterisk/modules/res_rtp_asterisk.so")


def rtp_ports() -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)-(\d+)", env.text("YINGDA_RTP_PORTS"))
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1024 <= first < last <= 65535:
        raise BadSetting(f"YINGDA_RTP_PORTS={env.text('YINGDA_RTP_PORTS')!r}: write FIRST-LAST, such as 20000-29999")
    return first, last


def address(folder: Path, installation: Installation, chosen: Kept) -> PbxAddress:
    """How this machine reaches it."""
    host = reachable(env.text("YINGDA_PBX_HOST"))
    return PbxAddress(
        ari_url=f"http://{host}:{chosen.http_port}/ari",
        ari_user=USER,
        ari_password=chosen.ari_password,
        ami_host=host,
        ami_port=chosen.ami_port,
        ami_user=USER,
        ami_secret=chosen.ami_secret,
        ws_url=f"ws://{host}:{chosen.http_port}/ws",
        sip_host=reachable(env.text("YINGDA_SIP_HOST")),
        sip_port=chosen.sip_port,
        web_user=WEB_USER,
        web_secret=chosen.web_secret,
        media_address=media_address(),
        tls_port=env.number("YINGDA_SIP_TLS_PORT", 0, 65535),
        version=installation.version(),
        sounds=str(folder / "data" / "sounds"),
        spool=str(folder / "spool"),
    )


def reachable(host: str) -> str:
    """What to connect to when it listens on all addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
