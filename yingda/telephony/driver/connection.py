"""The exchange while we are connected with it and hold its lease: what it has, the live calls, and who hears what."""

import asyncio
import itertools
import logging
import time
from collections.abc import Coroutine

from yingda.telephony.driver import arriving, hearing, phones
from yingda.telephony.driver.ami import Ami
from yingda.telephony.driver.ari import Ari, Disconnected, Event
from yingda.telephony.driver.calls import LiveCall
from yingda.telephony.driver.hands import Hands
from yingda.telephony.driver.lease import Lease
from yingda.telephony.driver.looking import Looking
from yingda.telephony.driver.standing import Channel, Standing
from yingda.telephony.models import Call
from yingda.telephony.pbx.address import PbxAddress

log = logging.getLogger(__name__)

MOST_UNMET = 500


class Connection:
    """With one exchange. Its parts are functions that get it: hearing, applying, reconciling, measuring, …"""

    def __init__(self, ari: Ari, ami: Ami | None, address: PbxAddress, lease: Lease, hands: Hands):
        self.ari, self.ami, self.address, self.lease = ari, ami, address, lease
        self.hands, self.threads = hands, hands.threads  # verbs that come often; all else that takes time
        self.exchange = lease.exchange
        self.has = Standing()
        self.calls: dict[int, LiveCall] = {}
        self.contacts: dict[int, int] = {}
        self.unmet: dict[int, bool] = {}  # contacts of which something was heard, and perhaps of no call of ours
        self.suspects: set[str] = set()  # channels whose phone has vanished
        self.online: dict[str, bool] = {}  # phones, as last told
        self.pushing = asyncio.Lock()
        self.telling = asyncio.Lock()  # who is registered: what was asked first is told first
        self.signing: dict[str, asyncio.Lock] = {}  # trunks that sign out and in again
        self.delivering: set[str] = set()  # recordings, once each: what is not there now will not be there later
        self.looking = Looking(hands, lease)
        self.tasks: asyncio.TaskGroup | None = None
        self.numbers = itertools.count(int(time.time() * 1000))  # names of bridges and registrations: never used again
        ari.gate = lease.gate

    def start(self, work: Coroutine) -> asyncio.Task:
        """Let something go on beside, as long as the connection lasts. A defect in it ends nothing else."""
        return self.tasks.create_task(guarded(work))

    def call(self, number: int) -> LiveCall:
        """The live call, followed from now on."""
        if number not in self.calls:
            self.calls[number] = LiveCall(self, number)
            self.start(self.calls[number].run())
        return self.calls[number]

    def call_of(self, channel: Channel) -> LiveCall | None:
        return None if channel.call is None else self.calls.get(channel.call)

    def forget(self, call: LiveCall) -> None:
        """Nothing of it is left here."""
        self.calls.pop(call.number, None)
        self.contacts.pop(call.contact, None)

    def hear(self, event: Event) -> None:
        """One event of the exchange; what is not understood stops nobody else's."""
        heard = hearing.HEARD.get(event["type"])
        if heard:
            try:
                heard(self, event)
            except Exception:
                log.exception("An event that is not as it should be: %s", event)

    def hear_manager(self, event: dict[str, str]) -> None:
        phones.hear(self, event)

    def arrived(self, channel: Channel, words: list[str], caller: str) -> None:
        """A call that nobody knows yet; told twice, it comes once."""
        if not channel.arriving:
            channel.arriving = True
            self.start(arriving.arrive(self, channel, words, caller))

    def moved(self, contacts: set[int], beginning: set[int]) -> None:
        """Something happened to these contacts: look at their calls again, also at one that we shall only meet.

        `beginning`: contacts whose calls move, though perhaps we have not met them.
        """
        for contact in contacts:
            call = self.calls.get(self.contacts.get(contact, 0))
            if call:
                call.look()
            else:
                self.unmet[contact] = True
        for contact in list(self.unmet)[:-MOST_UNMET]:
            del self.unmet[contact]
        if unknown := beginning - self.contacts.keys():
            self.start(self.meet(unknown))

    async def meet(self, contacts: set[int]) -> None:
        """Contacts of which we know no call: follow those that have one here."""
        for number in await self.threads.run(calls_here, self.exchange, contacts):
            self.call(number).look()

    async def ended(self) -> None:
        """Until the exchange is gone. Raises Disconnected."""
        await self.ari.closed
        raise Disconnected("the exchange has closed the connection")

    async def manager_ended(self) -> None:
        """The same for its manager interface."""
        await self.ami.closed
        raise Disconnected("the exchange has closed its manager interface")


async def guarded(work: Coroutine) -> None:
    try:
        await work
    except Disconnected:
        raise
    except Exception:
        log.exception("%s broke off", work.__qualname__)


def calls_here(exchange: str, contacts: set[int]) -> list[int]:
    live = Call.objects.filter(contact__in=contacts, exchange__name=exchange, ended=None)
    return list(live.values_list("pk", flat=True))
