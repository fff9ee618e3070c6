"""What stands open, and to whom: nothing to strangers, nothing beyond loopback, little to who keeps trying."""

import re
import subprocess

import pytest

from yingda.telephony.pbx.guarding import SHUT_OUT_SECONDS, Guard
from yingda.telephony.pbx.running import Asterisk
from yingda.telephony.pbx.tests.strangers import Stranger
from yingda.testing.patience import until

pytestmark = pytest.mark.timeout(120)
SECRET = "only-for-tests"
OK, FORBIDDEN, UNAUTHORIZED = 200, 403, 401


@pytest.fixture
def stranger(pbx):
    stranger = Stranger(pbx.address, "127.0.0.9")
    yield stranger
    stranger.close()


def sockets(pid: int) -> list[tuple[str, str]]:
    """What a process has bound: kind (tcp, udp) and local address with port."""
    said = subprocess.run(["ss", "-Hltnup"], capture_output=True, text=True, check=True).stdout
    return [(line.split()[0], line.split()[4]) for line in said.splitlines() if f"pid={pid}," in line]


def security(pbx) -> str:
    return (pbx.folder / "log/security.log").read_text()


def test_only_loopback_hears_anything(pbx):
    """Apart from the one socket of each family from which Asterisk asks the name servers: it serves nobody."""
    bound = sockets(pbx.asterisk.pid)
    open_to_all = [address for kind, address in bound if not address.startswith("127.")]
    served = {str(port) for port in (pbx.address.sip_port, pbx.address.ami_port)} | {
        pbx.address.ari_url.split(":")[2][:5]
    }
    assert len(bound) >= 4
    assert len(open_to_all) <= 2
    assert not [one for one in open_to_all if one.rpartition(":")[2] in served]
    assert not [address for kind, address in bound if kind == "tcp" and not address.startswith("127.")]


def test_nobody_else_can_read_what_it_keeps(pbx):
    open_to_others = [
        path
        for path in pbx.folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and path.suffix in {".conf", ".json"}
        and path.stat().st_mode & 0o077
    ]
    assert not open_to_others
    assert all((pbx.folder / name).stat().st_mode & 0o077 == 0 for name in ("etc", "run", "log", "spool", "var"))


@pytest.mark.parametrize("method", ["INVITE", "REGISTER", "OPTIONS", "SUBSCRIBE"])
def test_a_guest_is_refused(pbx, stranger, method):
    assert stranger.ask(method, user="nobody", to="13900139000") in {UNAUTHORIZED, FORBIDDEN, 404}
    assert not pbx.channels


def test_a_stranger_who_names_a_phone_is_not_that_phone(pbx, stranger):
    pbx.phone("6021", SECRET)
    assert stranger.ask("INVITE", user="6021", to="13900139000") == UNAUTHORIZED
    assert stranger.ask("REGISTER", user="6021", secret="wrong") == UNAUTHORIZED
    assert stranger.ask("REGISTER", user="6021", secret=SECRET) == OK
    assert not pbx.channels


def test_a_wrong_password_is_logged_with_its_address_as_fail2ban_reads_it(pbx, stranger):
    pbx.phone("6021", SECRET)
    stranger.ask("REGISTER", user="6021", secret="wrong")
    until(lambda: FAIL2BAN.search(security(pbx)), security(pbx))


# As the filter in docs/telephone.md: the date is cut off by fail2ban itself.
FAIL2BAN = re.compile(
    r"SECURITY\[\d+\]\S* res_security_log\.c: SecurityEvent="
    r'"(?:InvalidAccountID|InvalidPassword|ChallengeResponseFailed|FailedACL)",'
    r'.*RemoteAddress="IPV[46]/[A-Z]+/127\.0\.0\.9/\d+"'
)


def test_the_web_call_may_not_register(pbx, stranger):
    secret = pbx.address.web_secret
    assert stranger.ask("REGISTER", user="webcall", secret=secret) not in {OK, 0}


def test_only_so_many_may_call_from_web_pages_at_a_time(pbx):
    for _ in range(23):
        pbx.ari.post("channels", endpoint="Local/hotline@from-web/n", context="self-test", extension="music")
    until(lambda: waiting(pbx) == 20, "not as many as are let in")
    assert waiting(pbx) == 20


def waiting(pbx) -> int:
    return sum(one["dialplan"]["context"] == "handing" for one in pbx.channels)


def test_the_trunks_address_alone_opens_no_way_out(pbx, carrier):
    """Who is known by address reaches the driver only; without one, the fallback: never another number."""
    party = carrier.call("13900139000")
    party.answered(20)
    assert {one["dialplan"]["context"] for one in pbx.channels} == {"fallback"}


def test_who_keeps_trying_is_shut_out_for_a_while(pbx, stranger):
    guard = Guard(pbx.asterisk, most=3)
    pbx.phone("6021", SECRET)
    for _ in range(4):
        assert stranger.ask("REGISTER", user="6021", secret="guess") == UNAUTHORIZED
    until(lambda: guard.look(1000.0) or guard.shut_out, "nobody is shut out")
    until(lambda: stranger.ask("REGISTER", user="6021") == FORBIDDEN, "it is still heard")
    other = Stranger(pbx.address, "127.0.0.10")
    assert other.ask("REGISTER", user="6021", secret=SECRET) == OK
    other.close()
    guard.look(1000.0 + SHUT_OUT_SECONDS)
    until(lambda: stranger.ask("REGISTER", user="6021") == UNAUTHORIZED, "it is not let in again")


def test_a_few_mistakes_are_forgiven(tmp_path, asterisk_installation):
    log = tmp_path / "log/security.log"
    log.parent.mkdir()
    guard = Guard(Asterisk(tmp_path, asterisk_installation), most=3)
    for minute in range(5):
        with log.open("a") as file:
            file.write('SecurityEvent="InvalidPassword",RemoteAddress="IPV4/UDP/192.0.2.7/5060"\n' * 3)
        guard.look(minute * 61.0)
    assert not guard.shut_out
