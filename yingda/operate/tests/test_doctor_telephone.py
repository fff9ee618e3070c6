"""The doctor telephones: what does not work is red, with the way out."""

import pytest

from yingda.environment import env
from yingda.lib.say import say
from yingda.lib.times import now
from yingda.operate.checks_of_telephone import exchange_stands, trunks_are_signed_in
from yingda.operate.findings import Light
from yingda.telephony.models import Trunk
from yingda.telephony.pbx import status
from yingda.telephony.pbx.status import State, Status

pytestmark = pytest.mark.timeout(120)


def stands(state: State) -> None:
    (env.data / "pbx").mkdir(exist_ok=True)
    status.write(env.data / "pbx", Status(state, say("原因", "a reason"), now()))


def found() -> list[tuple[Light, str]]:
    return [(one.light, f"{one.what('en')} {one.advice('en') if one.advice else ''}") for one in exchange_stands()]


@pytest.fixture
def own(monkeypatch, tmp_path):
    """No exchange has been started in this data folder yet."""
    monkeypatch.setenv("YINGDA_PBX", "on")
    monkeypatch.setitem(env.__dict__, "data", tmp_path)


def test_switched_off_is_well(monkeypatch):
    monkeypatch.setenv("YINGDA_PBX", "off")
    assert [light for light, _ in found()] == [Light.GREEN]


def test_none_has_been_started(own):
    [(light, words)] = found()
    assert light is Light.RED and "yingda serve" in words


@pytest.mark.parametrize(
    ("state", "light"), [(State.FETCHING, Light.YELLOW), (State.FAILED, Light.RED), (State.OFF, Light.RED)]
)
def test_how_it_stands_is_said(own, state, light):
    stands(state)
    [(shown, words)] = found()
    assert shown is light and "a reason" in words


def test_one_that_says_it_is_up_and_is_silent_is_red(own, monkeypatch):
    monkeypatch.setenv("YINGDA_ARI_URL", "http://127.0.0.1:9/ari")
    [(light, words)] = found()
    assert light is Light.RED and "YINGDA_ARI_URL" in words


def test_a_sound_one_is_green_from_its_version_to_its_voice(pbx):
    stands(State.UP)
    pbx.phone("6021", "only-for-tests")
    lights, words = zip(*found(), strict=True)
    assert set(lights) == {Light.GREEN}
    said = " ".join(words)
    for part in ("Asterisk 2", "phones can connect to ws://127.0.0.1", "0 of 1 phones", "was heard and recorded"):
        assert part in said
    assert not list((pbx.folder / "spool/recording").glob("self-test-*"))


def test_a_way_for_browsers_that_leads_nowhere_is_red(pbx, monkeypatch):
    stands(State.UP)
    monkeypatch.setenv("YINGDA_PHONE_URL", f"{pbx.address.ws_url}-elsewhere")
    assert [words for light, words in found() if light is Light.RED and "YINGDA_PHONE_URL" in words]


def test_a_mute_exchange_is_red(pbx, monkeypatch):
    stands(State.UP)
    monkeypatch.setattr("yingda.telephony.pbx.examining.LOUD", 40_000)
    assert [words for light, words in found() if light is Light.RED and "was not heard" in words]


def test_a_carrier_that_does_not_let_us_in_is_red_and_named(db, monkeypatch):
    monkeypatch.setenv("YINGDA_PBX", "on")
    for name, registered in (("telecom", True), ("mobile", False), ("new", None)):
        Trunk.objects.create(name=name, host="sip.example.cn", kind="registration", registered=registered)
    Trunk.objects.create(name="by-address", host="127.0.0.1")
    bad, good = trunks_are_signed_in()
    assert (bad.light, good.light) == (Light.RED, Light.GREEN)
    assert "mobile" in bad.what("en") and "密码" in bad.what("zh") and "telecom" in good.what("zh")
    monkeypatch.setenv("YINGDA_PBX", "off")
    assert not list(trunks_are_signed_in())
