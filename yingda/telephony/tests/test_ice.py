"""Ways through firewalls for browsers' phones: what they are told, and that a TURN server would believe it."""

import hashlib
import hmac
from base64 import b64decode
from datetime import timedelta

import pytest

from yingda.contacts.tests.cast import AT
from yingda.environment import BadSetting, env
from yingda.telephony import ice

SECRET = "shared-with-turn"


@pytest.fixture
def turn(settings):
    settings.STUN_URLS = ["stun:stun.example.cn:3478"]
    settings.TURN_URLS = ["turn:turn.example.cn:3478?transport=udp", "turns:turn.example.cn:5349"]
    settings.TURN_SECRET = SECRET


def believed(account: dict, at) -> bool:
    """As a TURN server judges, which knows the secret and the time."""
    lapses = int(account["username"].partition(":")[0])
    expected = hmac.digest(SECRET.encode(), account["username"].encode(), hashlib.sha1)
    return b64decode(account["credential"]) == expected and at.timestamp() < lapses


def test_without_settings_browsers_are_told_of_no_servers():
    assert ice.servers("a6021", AT) == []


def test_stun_needs_no_account_and_turn_gets_one_that_lapses(turn):
    stun, *relays = ice.servers("a6021", AT)
    assert stun == {"urls": "stun:stun.example.cn:3478"}
    assert [relay["urls"][:5] for relay in relays] == ["turn:", "turns"]
    for relay in relays:
        assert relay["username"].endswith(":a6021") and SECRET not in str(relay)
        assert believed(relay, AT + timedelta(hours=12)) and not believed(relay, AT + timedelta(hours=17))
        assert not believed(relay | {"username": relay["username"].replace("a6021", "a6022")}, AT)


def test_who_asks_again_soon_has_the_same_account_and_later_a_fresh_one(turn):
    now = AT.replace(hour=1, minute=0)
    first = ice.servers("a6021", now)
    assert ice.servers("a6021", now + timedelta(hours=2)) == first != ice.servers("a6021", now + timedelta(hours=3))


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("YINGDA_STUN", "stun", "stun.example.cn"),
        ("YINGDA_STUN", "stun", "turn:stun.example.cn"),
        ("YINGDA_TURN", "turn", "turn:turn.example.cn, https://turn.example.cn"),
        ("YINGDA_TURN", "turn", "turn:turn.example.cn:port"),
        ("YINGDA_TURN", "turn", "turn:turn.example.cn?transport=tls"),
    ],
)
def test_what_is_no_server_is_refused_by_a_sentence_that_names_the_variable(monkeypatch, name, kind, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=f"{name}.*{kind}:{kind}.example.cn"):
        env.ice(name, kind)


@pytest.mark.parametrize("value", ["turn:turn.example.cn", "turns:[2001:db8::1]:5349?transport=tcp", "turn:10.0.0.1:1"])
def test_what_is_a_server_is_taken(monkeypatch, value):
    monkeypatch.setenv("YINGDA_TURN", f" {value} , turn:other.example.cn")
    assert env.ice("YINGDA_TURN", "turn") == [value, "turn:other.example.cn"]


def test_turn_without_its_secret_is_refused(monkeypatch):
    assert env.turn_secret == ""
    monkeypatch.setenv("YINGDA_TURN", "turn:turn.example.cn")
    with pytest.raises(BadSetting, match="YINGDA_TURN_SECRET"):
        _ = env.turn_secret
    monkeypatch.setenv("YINGDA_TURN_SECRET", SECRET)
    assert env.turn_secret == SECRET
