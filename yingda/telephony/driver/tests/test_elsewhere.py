"""An exchange that others have started, in a folder of its own: Yingda knows only the address that variables name."""

import pytest

from yingda.environment import env
from yingda.operate.checks_of_telephone import exchange_stands
from yingda.operate.findings import Light
from yingda.telephony.driver.tests.stage import (
    STARTS_SECONDS,
    a_centre,
    exchange,
    hear_each_other,
    is_over,
    only_call,
    wait_for,
)
from yingda.telephony.models import Recording
from yingda.telephony.pbx.address import address

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]


@pytest.fixture
def elsewhere(fresh_db, pbx, carrier, monkeypatch):
    """The exchange, of which this installation has no folder."""
    (env.data / "pbx").unlink()
    there = pbx.address
    for name, value in {
        "YINGDA_ARI_URL": there.ari_url,
        "YINGDA_ARI_USER": there.ari_user,
        "YINGDA_ARI_PASSWORD": there.ari_password,
        "YINGDA_AMI_ADDRESS": f"{there.ami_host}:{there.ami_port}",
        "YINGDA_AMI_USER": there.ami_user,
        "YINGDA_AMI_SECRET": there.ami_secret,
        "YINGDA_SIP_PORT": str(there.sip_port),
        "YINGDA_WEBCALL_SECRET": there.web_secret,
    }.items():
        monkeypatch.setenv(name, value)
    return there


@pytest.fixture
def centre(elsewhere, pbx, carrier, run_process):
    built = a_centre(pbx, carrier, run_process)
    built.drive()
    wait_for(lambda: (row := exchange()) and row.up, "the driver does not connect", STARTS_SECONDS)
    yield built
    print(built.driver.said)


def found() -> tuple[list[Light], str]:
    """What the doctor says."""
    findings = list(exchange_stands())
    said = " ".join(f"{one.what('en')} {one.advice('en') if one.advice else ''}" for one in findings)
    return [one.light for one in findings], said


def test_calls_go_through_it_and_are_recorded_and_the_doctor_finds_it_sound(centre):
    assert not address().here
    desk = centre.desk(centre.floor.cast.wang)
    customer = centre.calls().answered()
    agent = desk.rings().answer()
    hear_each_other(customer, agent)
    lights, said = found()
    assert set(lights) == {Light.GREEN} and "Asterisk 2" in said and "was heard and recorded" in said
    customer.hang_up()
    is_over(only_call())
    wait_for(lambda: Recording.objects.get().source, "the recording is not fetched")
    assert Recording.objects.get().source.startswith(str(env.data))


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("YINGDA_ARI_PASSWORD", "wrong", "YINGDA_ARI_PASSWORD"),
        ("YINGDA_AMI_SECRET", "wrong", "YINGDA_AMI_SECRET"),
        ("YINGDA_AMI_ADDRESS", "127.0.0.1:9", "YINGDA_AMI_ADDRESS"),
        ("YINGDA_AMI_ADDRESS", "", "YINGDA_AMI_ADDRESS"),
    ],
)
def test_the_doctor_names_what_is_wrong_with_the_way_to_it(elsewhere, monkeypatch, name, value, advice):
    monkeypatch.setenv(name, value)
    lights, said = found()
    assert Light.RED in lights and advice in said
