"""What events and facts are taken to mean."""

import json

import pytest

from yingda.journal.feed import Brief
from yingda.telephony.driver.bridging import call_of_bridge
from yingda.telephony.driver.feeding import understood
from yingda.telephony.driver.measuring import Sample, compared
from yingda.telephony.driver.recording import uid_of
from yingda.telephony.driver.scripts import Speaking
from yingda.telephony.driver.standing import Channel, cause_of


def entry(name: str | None, contact: int | None = None, **data: object) -> Brief:
    return Brief(1, name, contact, json.dumps(data) if name else None)


def test_a_batch_of_facts_comes_to_the_calls_that_it_concerns():
    heard = understood([
        entry("contact.held", 7), entry("contact.held", 7), entry("call.moved", 8, stage="queue"), entry(None),
        entry("call.moved", 9, stage="ended"), entry("phone.changed", phone="p"), entry("trunk.changed", trunk="t"),
        entry("week.started"),
    ])  # fmt: skip
    assert heard.contacts == {7, 8, 9}
    assert heard.beginning == {8}
    assert (heard.phones, heard.trunks) == ({"p"}, {"t"})


@pytest.mark.parametrize(
    ("code", "up", "cause"),
    [
        (17, False, "busy"), (21, False, "declined"), (19, False, "no_answer"), (20, False, "unavailable"),
        (1, False, "unallocated"), (99, False, "failed"), (16, True, "normal"), (0, True, "normal"), (44, True, "lost"),
    ],
)  # fmt: skip
def test_causes_of_the_network_in_our_words(code, up, cause):
    assert cause_of(code, up=up) == cause


@pytest.mark.parametrize(
    ("name", "endpoint"), [("PJSIP/a6021-0000001f", "a6021"), ("PJSIP/h6021-a1b2c3-00000002", "h6021-a1b2c3")]
)
def test_whose_phone_a_channel_is_shows_in_its_name(name, endpoint):
    assert Channel("x", name=name).endpoint == endpoint


def test_names_at_the_exchange_say_what_they_belong_to():
    assert call_of_bridge("talk-12-1795316427000") == 12
    assert call_of_bridge("hear-12-1") is None and call_of_bridge("somebody-elses") is None
    assert uid_of("/spool/monitor/../recording/ab.raw") == "ab" and uid_of("/spool/x.wav") == ""


def test_loss_is_that_since_the_last_look():
    before, after = Sample(1000, 90, 1.0, None), Sample(1240, 100, 2.5, 31.0)
    assert compared(before, after) == (4.0, 2.5, 31.0)
    assert compared(after, after) == (0.0, 2.5, 31.0)
    assert compared(after, Sample(0, 0, 0.0, None))[0] == 0.0, "another stream has begun"


class Asked(Speaking):
    """A question that is being asked, without an exchange."""

    def __init__(self, **step: object):
        super().__init__(call=None, leg=None, channel=None)
        self.asking = step


def test_a_valid_key_answers_and_others_are_passed_over():
    asked = Asked(digits=1, valid="12")
    assert asked.press("7") and not asked.answered.is_set()
    assert asked.press("2") and asked.answered.is_set() and asked.digits == "2"


def test_several_figures_end_with_the_last_or_with_hash():
    asked = Asked(digits=3)
    for key in "41#":
        asked.press(key)
    assert asked.answered.is_set() and asked.digits == "41"


def test_a_key_that_nobody_asked_for_is_not_taken():
    asked = Asked()
    asked.asking = None
    assert not asked.press("1")
