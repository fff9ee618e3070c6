"""A desk phone played by hand over SIP, for what the second Asterisk cannot: its transfer key, and what it is told.

    phone = KeyedPhone(pbx.address, "127.0.0.4", username, secret)   # registers
    phone.is_rung()                                                # and picks up
    phone.transfers("6022")
    phone.is_told("200")                                           # by NOTIFY
    phone.is_over()

It has no ears and says nothing. Waiting is bounded; what does not come fails with a sentence.
"""

import re
import threading

from yingda.lib.ids import uuid7
from yingda.telephony.pbx.address import PbxAddress
from yingda.telephony.pbx.tests.strangers import SDP, Stranger
from yingda.testing.patience import until

PATIENCE = 10
ANSWER = """SIP/2.0 {status}
{vias}
From: {From}
To: {To};tag={tag}
Call-ID: {Call-ID}
CSeq: {CSeq}
Contact: <sip:{user}@{host}:{port}>
Content-Type: application/sdp
Content-Length: {length}

"""
REFER = """REFER {Contact} SIP/2.0
Via: SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{branch}
Max-Forwards: 70
From: {To};tag={tag}
To: {From}
Call-ID: {Call-ID}
CSeq: {number} REFER
Contact: <sip:{user}@{host}:{port}>
Refer-To: <sip:{target}@{pbx}{replaces}>
Content-Length: 0

"""


class KeyedPhone(Stranger):
    """Registered as `user`. `notes` are the NOTIFYs' first lines, `answers` what its REFERs were answered."""

    def __init__(self, pbx: PbxAddress, host: str, user: str, secret: str):
        super().__init__(pbx, host)
        self.user, self.tag = user, uuid7().hex[-8:]
        self.call: dict[str, str] = {}
        self.notes: list[str] = []
        self.answers: list[str] = []
        self.over = threading.Event()
        self.unplugged = False
        assert self.ask("REGISTER", user=user, secret=secret) == 200, f"{user} is not let in"
        self.socket.settimeout(0.2)
        self.hearing = threading.Thread(target=self.hear, daemon=True)
        self.hearing.start()

    def is_rung(self) -> None:
        until(lambda: self.call, f"{self.user} is not rung", PATIENCE)

    def transfers(self, target: str, replaces: str = "") -> None:
        """Press the key. `replaces`: the URI's headers of a transfer after consulting."""
        self.number += 1
        self.send(REFER, target=target, replaces=replaces, number=self.number, branch=uuid7().hex,
                  pbx=f"{self.pbx.sip_host}:{self.pbx.sip_port}")  # fmt: skip

    def is_told(self, status: str) -> None:
        """How the transfer went, in the end."""
        ends = f"SIP/2.0 {status}"
        until(lambda: any(note.startswith(ends) for note in self.notes), f"{self.user} is not told {status}", PATIENCE)

    def is_over(self) -> None:
        assert self.over.wait(PATIENCE), f"the call of {self.user} is not ended"

    def hear(self) -> None:
        while not self.unplugged:
            try:
                said = self.socket.recv(65_000).decode(errors="replace")
            except TimeoutError:
                continue
            self.take(said, dict(re.findall(r"^([\w-]+): (.*?)\r?$", said, re.MULTILINE)))

    def take(self, said: str, headers: dict[str, str]) -> None:
        """Every request is answered at once; a call is picked up."""
        kind = said.split()[0]
        vias = "\n".join(re.findall(r"^Via: .*?(?=\r?$)", said, re.MULTILINE))
        if kind == "SIP/2.0":
            self.answers += [said.split()[1]] if "REFER" in headers["CSeq"] else []
            return
        if kind == "INVITE" and not self.call:
            self.call = headers | {"Contact": re.findall(r"<(.*?)>", headers["Contact"])[0]}
        if kind == "NOTIFY":
            self.notes.append(said.partition("\r\n\r\n")[2].strip())
        if kind == "BYE":
            self.over.set()
        if kind != "ACK":
            self.respond(headers, vias, kind)

    def respond(self, headers: dict[str, str], vias: str, kind: str) -> None:
        """A new call rings, and is picked up."""
        body = SDP.format(host=self.host) if kind == "INVITE" else ""
        headers = headers | {"To": re.sub(";tag=.*", "", headers["To"])}
        for status in ("180 Ringing", "200 OK") if kind == "INVITE" else ("200 OK",):
            sdp = body if status == "200 OK" else ""
            self.send(ANSWER, sdp, **headers, status=status, vias=vias, length=len(sdp))

    def send(self, text: str, body: str = "", **fields: object) -> None:
        there = {"user": self.user, "host": self.host, "port": self.port, "tag": self.tag}
        text = text.format(**self.call | there | fields).replace("\n", "\r\n")
        self.socket.sendto((text + body).encode(), (self.pbx.sip_host, self.pbx.sip_port))

    def close(self) -> None:
        self.unplugged = True
        self.hearing.join()
        super().close()
