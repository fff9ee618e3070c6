"""Somebody on the network who speaks SIP by hand, from an address of their own (Linux has all of 127.0.0.0/8)."""

import hashlib
import re
import socket

from yingda.lib.ids import uuid7
from yingda.telephony.pbx.address import PbxAddress

PATIENCE = 3
SDP = (
    "v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\nm=audio 30000 RTP/AVP 8\r\n"
    "a=rtpmap:8 PCMA/8000\r\n"
)
REQUEST = """{method} sip:{uri}@{pbx} SIP/2.0
Via: SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{branch}
Max-Forwards: 70
From: <sip:{user}@{host}>;tag={tag}
To: <sip:{to}@{pbx}>
Call-ID: {call}
CSeq: {number} {method}
Contact: <sip:{user}@{host}:{port}>
{more}Content-Type: application/sdp
Content-Length: {length}

"""


class Stranger:
    """Sends one request at a time and reads its final answer."""

    def __init__(self, pbx: PbxAddress, host: str):
        self.pbx = pbx
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.settimeout(PATIENCE)
        self.host, self.port = self.socket.getsockname()
        self.number = 0

    def ask(self, method: str, *, user: str, to: str = "", secret: str | None = None, uri: str = "") -> int:
        """The status of the answer; with a secret, of the answer to the signed request. 0: none came.

        `uri`: whom the request goes to, if not to whom it names.
        """
        status, said = self.exchange(method, user, to or user, uri=uri)
        challenge = re.search(r"(?:WWW|Proxy)-Authenticate: Digest (.*)", said)
        if secret is None or not challenge:
            return status
        return self.exchange(method, user, to or user, signed(challenge[1], method, user, secret, self.pbx))[0]

    def exchange(self, method: str, user: str, to: str, more: str = "", uri: str = "") -> tuple[int, str]:
        self.number += 1
        body = SDP.format(host=self.host)
        text = REQUEST.format(
            method=method, uri=uri or to, to=to, user=user, host=self.host, port=self.port, number=self.number,
            more=more, pbx=f"{self.pbx.sip_host}:{self.pbx.sip_port}", branch=uuid7().hex, tag=uuid7().hex[-8:],
            call=uuid7().hex, length=len(body),
        ).replace("\n", "\r\n")  # fmt: skip
        self.socket.sendto((text + body).encode(), (self.pbx.sip_host, self.pbx.sip_port))
        return self.answer()

    def answer(self) -> tuple[int, str]:
        """The first answer that is not provisional."""
        while True:
            try:
                said = self.socket.recv(65_000).decode(errors="replace")
            except TimeoutError:
                return 0, ""
            found = re.match(r"SIP/2.0 (\d{3})", said)
            if found and int(found[1]) >= 200:
                return int(found[1]), said

    def close(self) -> None:
        self.socket.close()


def signed(challenge: str, method: str, user: str, secret: str, pbx: PbxAddress) -> str:
    """The header that answers a challenge (RFC 2617, MD5 with qop auth)."""
    given = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
    uri, count, own = f"sip:{pbx.sip_host}:{pbx.sip_port}", "00000001", "0a4f113b"
    first = md5(f"{user}:{given['realm']}:{secret}")
    second = md5(f"{method}:{uri}")
    response = md5(f"{first}:{given['nonce']}:{count}:{own}:auth:{second}")
    return (
        f'Authorization: Digest username="{user}", realm="{given["realm"]}", nonce="{given["nonce"]}", uri="{uri}", '
        f'response="{response}", algorithm=MD5, cnonce="{own}", qop=auth, nc={count}, '
        f'opaque="{given.get("opaque", "")}"\n'
    )


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
