"""The configuration follows the settings; what is chosen once is kept; what cannot be is said."""

import json
import re
import socket
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from yingda.environment import BadSetting
from yingda.serve.leash import dies_with_parent
from yingda.telephony.pbx import addresses, configuring, kept
from yingda.telephony.pbx.address import FILE, read
from yingda.telephony.pbx.errors import PortTaken
from yingda.telephony.pbx.running import Asterisk, run_folder

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def configured(tmp_path, asterisk_installation):
    """Call it to configure an exchange by the settings of the moment."""
    return lambda **how: configuring.configure(tmp_path / "pbx", asterisk_installation, **how)


def test_every_name_in_the_templates_stands_for_something(configured):
    assert not [
        name for name, text in configured().files.items() if "@" in text.replace("@", "", 0) and "@etc@" in text
    ]


def test_all_is_on_loopback_by_default(configured):
    files = configured().files
    for name in ("http.conf", "manager.conf", "pjsip.conf"):
        bound = re.findall(r"^bind(?:addr)? = (.+)$", files[name], re.MULTILINE)
        assert bound
        assert not [one for one in bound if not one.startswith("127.0.0.1")]
    assert "media_address = 127.0.0.1" in files["pjsip.conf"]


def test_secrets_and_ports_are_chosen_once(configured):
    first, second = configured(), configured()
    assert first.address == second.address
    assert len({first.address.ari_password, first.address.ami_secret, first.address.web_secret}) == 3
    assert first.address.sip_port in kept.PORTS


def test_a_port_that_somebody_else_has_taken_meanwhile_is_replaced(configured):
    port = configured().address.sip_port
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", port))
        assert configured(running=True).address.sip_port == port  # it is our own Asterisk that has it
        assert configured().address.sip_port != port


def test_a_port_that_is_named_is_not_replaced(configured, monkeypatch):
    port = kept.free_port("127.0.0.1")  # not just any: outgoing connections would soon have that one again
    monkeypatch.setenv("YINGDA_SIP_PORT", str(port))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", port))
        with pytest.raises(PortTaken) as refused:
            configured()
    assert "YINGDA_SIP_PORT" in refused.value.say("zh")
    assert configured().address.sip_port == port


def test_it_can_be_opened_to_the_network(configured, monkeypatch):
    monkeypatch.setattr(addresses, "own", lambda: ["192.0.2.4"])
    monkeypatch.setenv("YINGDA_SIP_HOST", "0.0.0.0")
    monkeypatch.setenv("YINGDA_SIP_OUTSIDE", "198.51.100.7")
    found = configured()
    assert "bind = 0.0.0.0:" in found.files["pjsip.conf"]
    assert "external_media_address = 198.51.100.7" in found.files["pjsip.conf"]
    assert "local_net = 10.0.0.0/8" in found.files["pjsip.conf"]
    assert "media_address = " not in found.files["pjsip.conf"].replace("external_media_address", "")
    assert "192.0.2.4 => 198.51.100.7,include_local_address" in found.files["rtp.conf"]
    assert (found.address.sip_host, found.address.media_address) == ("127.0.0.1", "")


def test_browsers_are_told_loopback_instead_of_this_machines_addresses(configured, monkeypatch):
    monkeypatch.setattr(addresses, "own", lambda: ["192.0.2.4", "192.0.2.5"])
    assert "192.0.2.4 => 127.0.0.1\n192.0.2.5 => 127.0.0.1" in configured().files["rtp.conf"]


def test_this_machines_addresses_are_read_from_the_kernel():
    network, own = "  |-- 10.0.0.0\n     /24 link UNICAST\n", "  |-- {}\n     /32 host LOCAL\n"
    table = network + own.format("10.0.0.4") + own.format("127.0.0.1")
    assert addresses.from_kernel(table) == {"10.0.0.4", "127.0.0.1"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("YINGDA_RTP_PORTS", "30000-20000"),
        ("YINGDA_RTP_PORTS", "many"),
        ("YINGDA_SIP_TLS_PORT", "5061"),  # without a certificate
        ("YINGDA_PBX_PORT", "x"),
        ("YINGDA_PBX_CALLS", "0"),
    ],
)
def test_a_setting_that_cannot_be_is_named(configured, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        configured()


def test_nobody_else_can_read_it(configured, tmp_path):
    configuring.put(tmp_path / "pbx", configured())
    files = [path for path in (tmp_path / "pbx").rglob("*") if path.is_file()]
    assert len(files) > 20
    assert not [path for path in files if path.stat().st_mode & 0o077]


def test_what_an_older_version_left_is_removed(configured, tmp_path):
    folder = tmp_path / "pbx"
    configuring.put(folder, configured())
    (folder / "etc/older.conf").touch()
    configuring.put(folder, configured())
    assert not (folder / "etc/older.conf").exists()


def test_a_changed_setting_is_a_difference_and_a_shut_out_address_is_not(configured, tmp_path, monkeypatch):
    folder = tmp_path / "pbx"
    configuring.put(folder, configured())
    (folder / "etc/acl.conf").write_text("[shut-out]\ndeny = 192.0.2.7\n")
    assert not configured().differs(folder)
    monkeypatch.setenv("YINGDA_WEB_CALLS", "3")
    assert configured().differs(folder)


def test_the_address_is_found_where_it_was_put(configured, tmp_path):
    found = configured()
    configuring.put(tmp_path / "pbx", found)
    assert read(tmp_path / "pbx" / FILE) == found.address
    assert json.loads((tmp_path / "pbx" / FILE).read_text())["web_user"] == "webcall"


def test_a_long_path_gets_a_short_place_for_the_socket(tmp_path):
    assert run_folder(tmp_path) == tmp_path / "run" or len(str(tmp_path)) > 86
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    short = run_folder(deep)
    assert len(str(short)) < 60
    assert run_folder(deep) == short
    short.rmdir()


def test_asterisk_takes_it_with_tls(tmp_path, monkeypatch, asterisk_installation):
    folder = tmp_path / "pbx"
    certificate(tmp_path)
    port = kept.free_port("127.0.0.1")
    monkeypatch.setenv("YINGDA_SIP_TLS_PORT", str(port))
    monkeypatch.setenv("YINGDA_TLS_CERT", str(tmp_path / "cert.pem"))
    monkeypatch.setenv("YINGDA_TLS_KEY", str(tmp_path / "key.pem"))
    configuring.put(folder, configuring.configure(folder, asterisk_installation))
    configuring.link(folder, asterisk_installation)
    asterisk = Asterisk(folder, asterisk_installation)
    asterisk.start(leash=dies_with_parent())
    try:
        socket.create_connection(("127.0.0.1", port), 3).close()
        assert "tls" in asterisk.command("pjsip show transports")
        said = (folder / "log/messages.log").read_text()
        assert not [line for line in said.splitlines() if "ERROR" in line and "pjproject.conf" not in line]
    finally:
        asterisk.stop()


def certificate(folder) -> None:
    """A self-signed one."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "pbx.test")]),
    )
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
