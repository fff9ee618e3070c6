"""Asks a running exchange whether it does what it must: for `yingda doctor`, with the standard library only."""

import base64
import http.client
import math
import secrets
import socket
import time
import urllib.error
import urllib.request
from array import array
from urllib.parse import urlsplit

from yingda.telephony.pbx.address import WEB_USER, PbxAddress
from yingda.telephony.pbx.ari import Ari, AriError

PATIENCE_SECONDS = 5
RATE, LOUD = 8000, 100  # samples a second, least root mean square; see self-test in extensions.conf
LISTENS_SECONDS = 1
SWITCHING = 101


class NoSound(Exception):
    """A call inside the exchange was not heard; the text says at which step."""


def ari_of(address: PbxAddress) -> Ari:
    return Ari(address.ari_url, address.ari_user, address.ari_password)


def version(address: PbxAddress) -> str:
    """What it calls itself. Raises AriError when it does not answer or does not know us."""
    return ari_of(address).get("asterisk/info", only="system")["system"]["version"]


def registered(address: PbxAddress) -> tuple[int, int]:
    """How many phones and trunks are reachable now, and how many it knows. Raises AriError."""
    known = [one for one in ari_of(address).get("endpoints/PJSIP") if one["resource"] != WEB_USER]
    return sum(one["state"] == "online" for one in known), len(known)


def shakes_hands(url: str) -> str:
    """What a browser's phone is answered at this WebSocket when it offers to speak SIP; empty when all is well."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "wss" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=PATIENCE_SECONDS)
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": key, "Sec-WebSocket-Protocol": "sip"}  # fmt: skip
    try:
        connection.request("GET", parts.path or "/", headers=headers)
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()
    if answer.status != SWITCHING:
        return f"HTTP {answer.status}"
    return "" if answer.getheader("Sec-WebSocket-Protocol") == "sip" else "no SIP"


def lets_in(address: PbxAddress) -> str:
    """What stands in the way of the manager interface; empty when all is well."""
    said = f"Action: Login\r\nUsername: {address.ami_user}\r\nSecret: {address.ami_secret}\r\nEvents: off\r\n\r\n"
    try:
        with socket.create_connection((address.ami_host, address.ami_port), PATIENCE_SECONDS) as connection:
            connection.sendall(said.encode())
            answer = b""
            while b"\r\n\r\n" not in answer and (more := connection.recv(4096)):
                answer += more
    except OSError as error:
        return str(error)
    return "" if b"Response: Success" in answer else "Authentication failed"


def hear_music(address: PbxAddress) -> None:
    """Place a call inside the exchange that plays music at one end, record the other end and listen to that.

    Raises NoSound.
    """
    ari, name = ari_of(address), f"self-test-{secrets.token_hex(6)}"
    try:
        ari.post("channels", {"variables": {"YD_TEST": name}}, endpoint="Local/music@self-test/n", context="self-test",
                 extension="listen", timeout=PATIENCE_SECONDS)  # fmt: skip
        time.sleep(LISTENS_SECONDS + 0.5)
        sound = recording(address, name)
    except AriError as error:
        raise NoSound(str(error)) from None
    if loudness(sound) < LOUD:
        raise NoSound(f"{len(sound) / RATE:.1f} s")


def recording(address: PbxAddress, name: str) -> array:
    """The samples of what was recorded, which is then thrown away. Raises NoSound."""
    ari = ari_of(address)
    request = urllib.request.Request(f"{ari.url}/recordings/stored/{name}/file", headers=ari.headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            data = answer.read()
    except OSError as error:
        raise NoSound(str(error)) from None
    ari.delete(f"recordings/stored/{name}")
    sound = data[44:]  # behind the header of a wav
    return array("h", sound[: len(sound) // 2 * 2])


def loudness(sound: array) -> float:
    """Root mean square."""
    return math.sqrt(sum(sample * sample for sample in sound) / len(sound)) if sound else 0.0
