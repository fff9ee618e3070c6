"""Asterisk's manager interface: what ARI lacks. Recording by MixMonitor, the fallback's queue, the AstDB, contacts.

`async with open_ami(address) as ami` connects and signs in; `await ami.act("QueueAdd", Queue=…)` answers with the
response's fields; `await ami.listed(…)` with the rows that follow it. `ami.hear` is called with each event.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from yingda.telephony.driver.ari import Disconnected
from yingda.telephony.pbx.address import PbxAddress

ANSWER_SECONDS = 5.0
EVENTS = "system"  # contacts and registrations; not the thousands about calls, which ARI tells
LINE = b"\r\n"

Fields = dict[str, str]


class AmiRefused(Exception):
    """The exchange answered an action with an error."""


class Ami:
    """One connection. Use `open_ami`."""

    def __init__(self, reading: asyncio.StreamReader, writing: asyncio.StreamWriter):
        self.reading, self.writing = reading, writing
        self.hear: Callable[[Fields], None] = ignore
        self.closed: asyncio.Future = asyncio.get_running_loop().create_future()
        self.asked: dict[str, tuple[asyncio.Future, list[Fields] | None]] = {}
        self.numbers = itertools.count(1)

    async def act(self, action: str, **fields: object) -> Fields:
        """Do it; the response's fields. Raises AmiRefused, Disconnected."""
        return (await self.ask(action, None, fields))[0]

    async def listed(self, action: str, **fields: object) -> list[Fields]:
        """The rows that an action lists. Raises AmiRefused, Disconnected."""
        return (await self.ask(action, [], fields))[1]

    async def ask(self, action: str, rows: list[Fields] | None, fields: dict) -> tuple[Fields, list[Fields]]:
        number = str(next(self.numbers))
        answer = asyncio.get_running_loop().create_future()
        self.asked[number] = (answer, rows)
        try:
            self.writing.write(written({"Action": action, "ActionID": number} | fields))
            response = await asyncio.wait_for(answer, ANSWER_SECONDS)
        except (TimeoutError, ConnectionError) as error:
            raise Disconnected(f"AMI {action}: {error or 'no answer'}") from error
        finally:
            del self.asked[number]
        if response.get("Response") not in {"Success", "Goodbye"}:
            raise AmiRefused(f"{action}: {response.get('Message', response)}")
        return response, rows or []

    async def listen(self) -> None:
        """Until the connection ends."""
        try:
            while fields := await message(self.reading):
                self.receive(fields)
        finally:
            self.end()

    def receive(self, fields: Fields) -> None:
        answer, rows = self.asked.get(fields.get("ActionID", ""), (None, None))
        if answer is None or answer.done():
            if "Event" in fields and "ActionID" not in fields:
                self.hear(fields)
        elif "Response" in fields:
            self.respond(answer, rows, fields)
        elif fields.get("EventList") == "Complete" or fields["Event"].endswith("Complete"):
            answer.set_result({"Response": "Success"})
        elif rows is not None:
            rows.append(fields)

    def respond(self, answer: asyncio.Future, rows: list[Fields] | None, fields: Fields) -> None:
        """A list goes on after its response, unless that is an error."""
        if rows is None or fields["Response"] != "Success":
            answer.set_result(fields)

    def end(self) -> None:
        for answer, _ in self.asked.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the manager interface is gone"))
        if not self.closed.done():
            self.closed.set_result(None)


def ignore(event: Fields) -> None:
    """Until somebody wants to hear."""


@asynccontextmanager
async def open_ami(address: PbxAddress) -> AsyncIterator[Ami]:
    """Signed in. Raises Disconnected when nobody listens there, AmiRefused when the password is wrong."""
    try:
        reading, writing = await asyncio.open_connection(address.ami_host, address.ami_port)
        await asyncio.wait_for(reading.readuntil(LINE), ANSWER_SECONDS)  # its greeting
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        raise Disconnected(f"AMI: {error}") from error
    ami = Ami(reading, writing)
    listening = asyncio.create_task(ami.listen())
    try:
        await ami.act("Login", Username=address.ami_user, Secret=address.ami_secret, Events=EVENTS)
        yield ami
    finally:
        listening.cancel()
        writing.close()
        ami.end()


async def message(reading: asyncio.StreamReader) -> Fields:
    """The next message: its lines `Name: value` up to an empty one. Empty at the connection's end."""
    fields: Fields = {}
    try:
        while True:
            line = (await reading.readuntil(LINE)).decode(errors="replace").rstrip("\r\n")
            if line:
                name, _, value = line.partition(":")
                fields[name] = value.strip()
            elif fields:
                return fields
    except (asyncio.IncompleteReadError, ConnectionError):
        return {}


def written(fields: dict) -> bytes:
    """One action. Line breaks in a value would begin another field."""
    lines = (f"{name}: {str(value).translate(NO_BREAKS)}" for name, value in fields.items())
    return "\r\n".join([*lines, "", ""]).encode()


NO_BREAKS = str.maketrans("", "", "\r\n")
