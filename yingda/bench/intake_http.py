"""Contacts that come in by the front door: visitors begin chats through HTTP, at four web processes on one socket."""

import itertools
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from yingda.bench.ground import Ground, a_site
from yingda.bench.line import Line
from yingda.lib.ids import uuid7
from yingda.testing.callers import Caller
from yingda.testing.processes import free_port

CLIENTS = 16
KEY = "bench"

log = logging.getLogger("yingda.bench")


def over_http(
    place: Ground, line, agent, phones: Sequence[str], *, contacts: int, workers: int, reference: float
) -> Line:
    """So many visitors, who have said who they are, begin a chat; `reference`: contacts a second by psycopg."""
    a_site(line, agent, key=KEY)
    port = free_port()
    web = place.run("web", "--port", str(port), "--workers", str(workers))
    try:
        web.wait_until_it_serves(port)
        visitors = by_clients(lambda _: met(port), range(contacts))
        log.info("intake: %d visitors begin their chats", len(visitors))
        before = counts()
        began = time.perf_counter()
        begun = by_clients(begin, list(zip(visitors, itertools.cycle(phones), strict=False)))
        rate = contacts / (time.perf_counter() - began)
    finally:
        web.terminate()
        web.wait()
        web.end()
    return told(begun, before, workers, rate, reference)


def by_clients(do, work: Sequence) -> list:
    """`do` each, CLIENTS at a time, which begin together. Raises what one of them raises."""
    together = threading.Barrier(CLIENTS)

    def client(number: int) -> list:
        together.wait()
        return [do(one) for one in work[number::CLIENTS]]

    with ThreadPoolExecutor(CLIENTS) as clients:
        return list(itertools.chain.from_iterable(clients.map(client, range(CLIENTS))))


def met(port: int) -> Caller:
    """A visitor who has a token, at an address of their own."""
    caller = Caller([port])
    token = caller.ask("POST", f"/api/chat/{KEY}/visitors", {"uid": str(uuid7())})["token"]
    caller.headers["Authorization"] = f"Bearer {token}"
    caller.close()  # nobody could keep so many open at once
    return caller


def begin(known: tuple[Caller, str]) -> UUID:
    """The visitor's first words; their phone number is known to the centre."""
    caller, phone = known
    uid = uuid7()
    body = {"uid": str(uid), "message_uid": str(uuid7()), "text": "路灯坏了两个月没有人修", "phone": phone}
    caller.ask("POST", "/api/chat/contacts", body)
    caller.close()
    return uid


def counts() -> tuple[int, int]:
    """How many facts and promises there are."""
    from yingda.journal.models import Fact
    from yingda.promises.models import Promise

    return Fact.objects.count(), Promise.objects.count()


def told(begun: Sequence[UUID], before: tuple[int, int], workers: int, rate: float, reference: float) -> Line:
    """The line, failed when a chat that was acknowledged is not in the database."""
    from yingda.contacts.models import Contact

    facts, promises = ((now - then) / len(begun) for now, then in zip(counts(), before, strict=True))
    missing = len(begun) - Contact.objects.filter(uid__in=begun).exclude(customer=None).count()
    note = (
        f"{CLIENTS} clients at once; each with customer look-up, first message, place in the queue, "
        f"{facts:.1f} facts and {promises:.1f} promises"
    )
    return Line(
        f"contacts begun through HTTP with {workers} workers",
        f"{rate:,.0f}/s",
        f"{reference:,.0f}/s",
        rate / reference,
        f"{missing} ARE MISSING; {note}" if missing else note,
        failed=bool(missing),
    )
