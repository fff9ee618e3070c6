"""The accounts that the exchange is to know, worked out from the rows: phones of ours, and trunks."""

import hashlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from yingda.lib.crypto import Tampered, unseal
from yingda.lib.keyring import BadKeyring
from yingda.telephony.models import Phone, Trunk
from yingda.telephony.pbx.address import PbxAddress
from yingda.telephony.phones import secret_of

log = logging.getLogger(__name__)

Fields = dict[str, str]

REFUSED_SECONDS = "300"  # until the next try; a carrier shuts out whoever tries a wrong password often
NOT_DIALLED = re.compile(r"[^+*#0-9A-Za-z_.-]")
RTP_SECONDS, HELD_SECONDS, HARD_RTP_SECONDS, TRUNK_RTP_SECONDS = "15", "300", "30", "60"
ALL = {
    "disallow": "all",
    "allow": "alaw,ulaw",
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "send_connected_line": "no",  # otherwise a customer is told who the agent is, by a re-INVITE
    "rtp_timeout_hold": HELD_SECONDS,
}


@dataclass(frozen=True)
class Account:
    """One name at the exchange: its objects in the order in which they are made, and whether the fallback rings it."""

    name: str
    objects: tuple[tuple[str, Fields], ...]
    rings: bool = False

    @property
    def digest(self) -> str:
        """Changes with whatever is pushed; secrets cannot be read from it."""
        return hashlib.sha256(json.dumps(self.objects, sort_keys=True).encode()).hexdigest()[:32]


def accounts(address: PbxAddress) -> list[Account]:
    """All that are active; those first without which nobody can call. One whose secret cannot be read is left out."""
    trunks = Trunk.objects.filter(active=True).order_by("pk")
    phones = Phone.objects.filter(active=True, person__is_active=True).order_by("pk")
    made = [made_of(of_trunk, row, address) for row in trunks] + [made_of(of_phone, row, address) for row in phones]
    return [account for account in made if account]


def made_of(make: Callable, row: Trunk | Phone, address: PbxAddress) -> Account | None:
    try:
        return make(row, address)
    except (Tampered, BadKeyring):
        log.exception("The secret of %s %s cannot be read", type(row).__name__.lower(), row.pk)
        return None


def of_phone(phone: Phone, address: PbxAddress) -> Account:
    name = phone.username
    browser = phone.kind == Phone.Kind.BROWSER
    auth = {"auth_type": address.auth_type, "username": name, "password": secret_of(phone)}
    aor = {"max_contacts": "1", "remove_existing": "yes", "maximum_expiration": "600" if browser else "3600"}
    endpoint = {"context": "from-agent", "auth": name, "aors": name, "allow_subscribe": "no"}
    own = by_browser() if browser else by_hand()
    objects = (("auth", auth), ("aor", aor), ("endpoint", ALL | endpoint | own | media(address)))
    return Account(name, objects, rings=phone.chosen)


def by_browser() -> Fields:
    """WebRTC; transfers are made at the desk."""
    return {
        "webrtc": "yes",
        "dtls_auto_generate_cert": "yes",
        "rtp_timeout": RTP_SECONDS,
        "allow_transfer": "no",
    }


def by_hand() -> Fields:
    return {"rewrite_contact": "yes", "dtmf_mode": "rfc4733", "rtp_timeout": HARD_RTP_SECONDS}


def of_trunk(trunk: Trunk, address: PbxAddress) -> Account:
    name, where = trunk.name, f"sip:{trunk.host}:{trunk.port}"
    suffix = "" if trunk.transport == Trunk.Transport.UDP else f";transport={trunk.transport}"
    objects: list[tuple[str, Fields]] = [("aor", {"contact": where + suffix}), ("endpoint", line(trunk, address))]
    objects.append(("identify", {"endpoint": name, "match": ",".join([trunk.host, *trunk.matches])}))
    if trunk.username:
        secret = unseal(trunk.key, trunk.sealed, aad=trunk.uid.bytes) if trunk.sealed else ""
        auth = {"auth_type": address.auth_type, "username": trunk.username, "password": secret}
        objects.insert(0, ("auth", auth))
    if trunk.kind == Trunk.Kind.REGISTRATION:
        objects.append(("registration", registration(trunk, where, suffix)))
    return Account(name, tuple(objects))


def line(trunk: Trunk, address: PbxAddress) -> Fields:
    """The carrier's endpoint: known by where it comes from, and told our number."""
    fields = ALL | media(address) | {
        "transport": trunk.transport,
        "context": "from-trunk",
        "aors": trunk.name,
        "identify_by": "ip",
        "dtmf_mode": "rfc4733",
        "trust_id_inbound": "yes",
        "send_pai": "yes",
        "rtp_timeout": TRUNK_RTP_SECONDS,
        "allow_transfer": "no",
        "allow_subscribe": "no",
    }  # fmt: skip
    if trunk.username:
        fields |= {"outbound_auth": trunk.name, "from_user": trunk.username, "from_domain": trunk.host}
    if trunk.kind == Trunk.Kind.REGISTRATION:
        fields["set_var"] = f"YD_CONTACT={NOT_DIALLED.sub('', trunk.username)}"  # see from-trunk in extensions.conf
    return fields | ({"media_encryption": "sdes"} if trunk.srtp else {})


def registration(trunk: Trunk, where: str, suffix: str) -> Fields:
    return {
        "transport": trunk.transport,
        "outbound_auth": trunk.name,
        "server_uri": where + suffix,
        "client_uri": f"sip:{trunk.username}@{trunk.host}:{trunk.port}{suffix}",
        "contact_user": trunk.username,
        "max_random_initial_delay": "0",
        "retry_interval": "30",
        "forbidden_retry_interval": REFUSED_SECONDS,
        "fatal_retry_interval": REFUSED_SECONDS,
        "max_retries": "10000",
        "expiration": "600",
    }


def media(address: PbxAddress) -> Fields:
    """Where audio is bound to, if not anywhere."""
    if not address.media_address:
        return {}
    return {"media_address": address.media_address, "bind_rtp_to_media_address": "yes"}
