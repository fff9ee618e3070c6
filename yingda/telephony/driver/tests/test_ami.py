"""The manager interface, spoken with a few lines of our own."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from yingda.telephony.driver.ami import AmiRefused, message, open_ami, written
from yingda.telephony.driver.ari import Disconnected
from yingda.telephony.driver.tests.test_accounts import HERE
from yingda.telephony.pbx.address import PbxAddress

ANSWERS = {
    "Login": "Response: Success\r\nActionID: {id}\r\nMessage: Authentication accepted\r\n\r\n",
    "Refused": "Response: Error\r\nActionID: {id}\r\nMessage: No such channel\r\n\r\n",
    "QueueStatus": (
        "Response: Success\r\nActionID: {id}\r\nEventList: start\r\n\r\n"
        "Event: QueueMember\r\nActionID: {id}\r\nLocation: PJSIP/h6021\r\n\r\n"
        "Event: ContactStatus\r\nEndpointName: h6022\r\n\r\n"
        "Event: QueueStatusComplete\r\nActionID: {id}\r\nEventList: Complete\r\n\r\n"
    ),
}


@asynccontextmanager
async def exchange():
    """One that answers by ANSWERS, and breaks off at what it does not know."""

    async def serve(reading: asyncio.StreamReader, writing: asyncio.StreamWriter):
        writing.write(b"Asterisk Call Manager/11.0.0\r\n")
        while asked := await message(reading):
            if asked["Action"] not in ANSWERS:
                break
            writing.write(ANSWERS[asked["Action"]].format(id=asked["ActionID"]).encode())
        writing.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield PbxAddress(**{**HERE.__dict__, "ami_host": "127.0.0.1", "ami_port": port})
    server.close()


def test_actions_lists_and_events_are_told_apart():
    async def story():
        heard = []
        async with exchange() as where, open_ami(where) as ami:
            ami.hear = heard.append
            rows = await ami.listed("QueueStatus", Queue="q")
            with pytest.raises(AmiRefused, match="No such channel"):
                await ami.act("Refused")
            with pytest.raises(Disconnected):
                await ami.act("Unheard")
            await ami.closed
        return rows, heard

    rows, heard = asyncio.run(story())
    assert [row["Location"] for row in rows] == ["PJSIP/h6021"]
    assert [event["EndpointName"] for event in heard] == ["h6022"]


def test_where_nobody_listens_it_is_disconnected():
    async def story():
        async with exchange() as where:
            pass
        async with open_ami(where):
            pytest.fail("it spoke with nobody")

    with pytest.raises(Disconnected):
        asyncio.run(story())


def test_a_value_cannot_smuggle_in_another_field():
    sent = written({"Action": "DBPut", "Val": "1\r\nAction: Originate"})
    assert sent == b"Action: DBPut\r\nVal: 1Action: Originate\r\n\r\n"
