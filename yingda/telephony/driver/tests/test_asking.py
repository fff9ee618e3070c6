"""Scripts through a real exchange: questions answered by keys, messages left, and music that goes on afterwards."""

import asyncio
import time

import pytest

from yingda.journal import verb
from yingda.lib.ids import uuid7
from yingda.lib.times import now
from yingda.telephony.driver.ari import Gone, open_ari
from yingda.telephony.driver.tests.stage import leg_of, only_call, wait_for
from yingda.telephony.models import Call, Leg, Recording
from yingda.telephony.moving import locked, moved, speak

pytestmark = [pytest.mark.commits, pytest.mark.timeout(120)]


@verb
def tell(call: Call, *steps: dict) -> int:
    """A script for the customer; its number."""
    row = locked(call.pk)
    leg = leg_of(row)
    speak(leg, list(steps))
    moved(row, at=now())
    return leg.script_no


def done(call: Call) -> int:
    return leg_of(call).script_done


def test_a_caller_is_asked_answers_by_key_leaves_a_message_and_hears_music_again(centre):
    customer = centre.calls().answered()
    assert customer.hears_sound()
    call = only_call()

    number = tell(call, {"ask": ["zh/d_1"] * 20, "digits": 2, "valid": "12", "seconds": 10})
    assert customer.hears_sound()
    customer.sends_digits("921")
    wait_for(lambda: done(call) == number, "the keys do not end the question")
    assert customer.hears_sound(), "the music does not go on"

    number = tell(call, {"ask": ["zh/d_1"], "digits": 1, "seconds": 0.2})
    wait_for(lambda: done(call) == number, "a question that nobody answers does not end")

    message = Recording.objects.create(uid=uuid7(), call=call, kind="voice_mail", began=now())
    number = tell(call, {"record": str(message.uid), "most": 30, "silence": 20})
    wait_for(lambda: (centre.pbx.folder / f"spool/recording/{message.uid}.wav").exists(), "nothing is recorded")
    customer.say(700)
    time.sleep(1)
    customer.sends_digits("#")
    wait_for(lambda: done(call) == number, "the message does not end")
    wait_for(lambda: Recording.objects.get(pk=message.pk).source, "the message is not delivered")
    assert Leg.objects.get(pk=leg_of(call).pk).state == "up"


def test_an_exchange_that_knows_no_requests_by_socket_is_spoken_with_over_http(pbx):
    async def story():
        heard = []
        async with open_ari(pbx.address, heard.append) as ari:
            ari.info["system"]["version"] = "20.6.0"
            await ari.post("asterisk/variable", variable="YD_TRIED", value="by http")
            with pytest.raises(Gone):
                await ari.delete("channels/nobody")
            ari.info["system"]["version"] = "22.10.1"
            return await ari.get("asterisk/variable", variable="YD_TRIED")

    assert asyncio.run(story()) == {"value": "by http"}
