"""Hands a call's reports to the domain, in order, and reads what is wanted of it then: one job.

Looks without reports are gathered while an earlier one is under way, and read together.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial

from django.db import DatabaseError, InterfaceError

from yingda.journal.recording import through
from yingda.telephony.driver.hands import Hands
from yingda.telephony.driver.lease import Lease
from yingda.telephony.wanted import WantedCall, wanted_of

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.5
NEW = 0  # the id of no contact
MOST = 50

Report = Callable[[], object]


class Looking:
    """Used by all calls of a connection."""

    def __init__(self, hands: Hands, lease: Lease):
        self.hands, self.lease = hands, lease
        self.asked: dict[int, list[asyncio.Future]] = {}
        self.reading: asyncio.Task | None = None

    @property
    def coming(self) -> str:
        """How it is named in the facts of a call that comes, whose contact is not known before."""
        return f"{self.ours}{NEW}"

    @property
    def ours(self) -> str:
        """How this driver is named in the facts of a call's reports, before the id of its contact."""
        return f"{self.lease.driver}-"

    async def report(self, call: int, contact: int, reports: Sequence[Report], *, look: bool) -> WantedCall | None:
        """Hand them over, each until the database has taken it, and look."""
        left = list(reports)
        return await self.insist(partial(report_and_look, f"{self.ours}{contact}", call, left, look))

    async def look(self, call: int) -> WantedCall | None:
        """What is wanted now; None for a call that is not there."""
        answer = asyncio.get_running_loop().create_future()
        self.asked.setdefault(call, []).append(answer)
        if self.reading is None:
            self.reading = asyncio.create_task(self.read())
        return await answer

    async def read(self) -> None:
        """Read for everybody who asked, also for those who come meanwhile."""
        while self.asked:
            asking = {call: self.asked.pop(call) for call in list(self.asked)[:MOST]}
            try:
                found = await self.insist(partial(wanted_of, list(asking)))
            except Exception as error:
                found = error
            for call, answers in asking.items():
                for answer in answers:
                    settle(answer, found if isinstance(found, Exception) else found.get(call))
        self.reading = None

    async def insist(self, job: Callable) -> object:
        """Again and again while the database cannot be reached."""
        while True:
            await self.lease.gate()
            try:
                return await self.hands.run(job)
            except (DatabaseError, InterfaceError):
                log.exception("The database did not take it. Trying again")
            await asyncio.sleep(PAUSE_SECONDS)


def settle(answer: asyncio.Future, found: WantedCall | Exception | None) -> None:
    if answer.done():
        return  # its call is followed no longer
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)


def report_and_look(via: str, call: int, reports: list[Report], look: bool) -> WantedCall | None:
    """Takes each report from the list when it is done; one that no verb can digest is logged and left out."""
    known = None
    with through(via):
        while reports:
            try:
                known = reports[0]()
            except (DatabaseError, InterfaceError):
                raise
            except Exception:
                log.exception("A report of call %s was refused: %s", call, reports[0])
            reports.pop(0)
    if isinstance(known, WantedCall):
        return known
    return wanted_of([call]).get(call) if look else None
