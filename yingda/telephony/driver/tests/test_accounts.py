"""What the exchange is told of phones and trunks."""

import pytest

from yingda.contacts.tests.cast import AT
from yingda.lib.crypto import seal
from yingda.telephony.driver.accounts import accounts
from yingda.telephony.models import Phone, Trunk
from yingda.telephony.pbx.address import PbxAddress
from yingda.telephony.phones import choose, renew_secret, secret_of

pytestmark = pytest.mark.django_db
HERE = PbxAddress(
    ari_url="http://127.0.0.1:1/ari", ari_user="", ari_password="", ami_host="", ami_port=0, ami_user="",
    ami_secret="", ws_url="", sip_host="127.0.0.1", sip_port=5060, web_user="", web_secret="",
    media_address="127.0.0.1", version="22.10.1",
)  # fmt: skip


@pytest.fixture
def wang(floor):
    Phone.objects.all().delete()
    return floor.cast.wang


def named(name: str, address: PbxAddress = HERE):
    return next((account for account in accounts(address) if account.name == name), None)


def test_a_browsers_phone_speaks_webrtc_and_a_desk_phone_plain_sip(wang):
    browser, hard = choose(wang, "browser", at=AT), choose(wang, "hard", at=AT)
    of_browser, of_hard = (dict(named(phone.username).objects) for phone in (browser, hard))
    assert of_browser["endpoint"]["webrtc"] == "yes" and "webrtc" not in of_hard["endpoint"]
    assert of_hard["auth"] == {"auth_type": "digest", "username": "h6021", "password": secret_of(hard)}
    assert {row["endpoint"]["context"] for row in (of_browser, of_hard)} == {"from-agent"}
    assert {row["endpoint"]["allow"] for row in (of_browser, of_hard)} == {"alaw,ulaw"}
    assert of_hard["endpoint"]["media_address"] == "127.0.0.1"


def test_only_the_phone_that_is_chosen_rings_while_nobody_drives(wang):
    choose(wang, "browser", at=AT)
    choose(wang, "hard", at=AT)
    assert (named("a6021").rings, named("h6021").rings) == (False, True)


def test_an_account_is_pushed_again_when_it_changes_and_not_otherwise(wang):
    phone = choose(wang, "hard", at=AT)
    before = named("h6021").digest
    assert named("h6021").digest == before
    renew_secret(phone, at=AT)
    assert named("h6021").digest != before


def test_phones_of_people_who_left_and_those_put_out_of_use_are_taken_back(wang):
    choose(wang, "hard", at=AT)
    type(wang).objects.filter(pk=wang.pk).update(is_active=False)
    assert named("h6021") is None


def test_a_phone_whose_secret_cannot_be_read_does_not_keep_the_others_off(floor, caplog):
    Phone.objects.filter(person=floor.cast.wang).update(sealed=b"spoilt by somebody who had no business here")
    assert named("a6021") is None and named("a6022")
    assert "cannot be read" in caplog.text


def test_a_carrier_is_known_by_its_addresses_or_signed_in_at(floor):
    Trunk.objects.filter(name="carrier").update(host="198.51.100.7", matches=["198.51.100.0/29"], srtp=True)
    by_address = dict(named("carrier").objects)
    assert by_address["identify"]["match"] == "198.51.100.7,198.51.100.0/29"
    assert by_address["aor"]["contact"] == "sip:198.51.100.7:5060"
    assert by_address["endpoint"]["media_encryption"] == "sdes" and "auth" not in by_address

    trunk = Trunk(name="signed", host="sip.example.cn", kind="registration", transport="tcp", username="4008")
    trunk.key, trunk.sealed = seal("a password", aad=trunk.uid.bytes)
    trunk.save()
    signed = dict(named("signed").objects)
    assert signed["auth"]["password"] == "a password"
    assert signed["registration"]["client_uri"] == "sip:4008@sip.example.cn:5060;transport=tcp"
    assert (signed["endpoint"]["from_user"], signed["endpoint"]["outbound_auth"]) == ("4008", "signed")


def test_trunks_come_first_for_without_them_nobody_can_call(floor):
    assert accounts(HERE)[0].name == "carrier"


def test_an_older_asterisk_calls_passwords_in_clear_by_another_name(wang):
    choose(wang, "hard", at=AT)
    old = PbxAddress(**{**HERE.__dict__, "version": "20.6.0"})
    assert dict(named("h6021", old).objects)["auth"]["auth_type"] == "userpass"
