"""What is chosen once for an installation and then kept: passwords and ports, in `<data>/pbx/kept.json`."""

import json
import random
import secrets
import socket
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from yingda.telephony.pbx.private import write_private

FILE = "kept.json"
PORTS = range(15_000, 20_000)  # below the ports that outgoing connections use
TRIES = 200


@dataclass
class Kept:
    """Ports are 0 until one is chosen. `entity` looks like a MAC address: Asterisk's own name among others."""

    ari_password: str
    ami_secret: str
    web_secret: str
    entity: str
    sip_port: int = 0
    http_port: int = 0
    ami_port: int = 0


def kept(folder: Path) -> Kept:
    """What was chosen before, or is chosen now."""
    path = folder / FILE
    if path.exists():
        return Kept(**json.loads(path.read_text()))
    made = Kept(secret(), secret(), secret(), entity())
    keep(folder, made)
    return made


def keep(folder: Path, chosen: Kept) -> None:
    write_private(folder / FILE, json.dumps(asdict(chosen), indent=1))


def secret() -> str:
    """Letters and digits only, for configuration files have their own ideas about the rest; about 190 bits."""
    return "".join(secrets.choice("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(32))


def entity() -> str:
    return ":".join(["02", *(f"{secrets.randbelow(256):02x}" for _ in range(5))])


def free_port(host: str) -> int:
    """A port of this address that nobody uses now, neither by TCP nor by UDP."""
    for port in random.sample(PORTS, TRIES):
        if is_free(host, port):
            return port
    raise OSError(f"no free port at {host} from {PORTS.start} to {PORTS.stop}")


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with closing(socket.socket(family, kind)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, kind == socket.SOCK_STREAM)
            try:
                probe.bind((host, port))
            except OSError:
                return False
    return True
