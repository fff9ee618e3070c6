"""Processes that die: how soon the desk knows that the exchange is gone, and when another driver takes the calls."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from urllib.parse import urlsplit

from yingda.bench.line import Line
from yingda.bench.phone_house import RUN_UP_SECONDS, PhoneHouse
from yingda.bench.phone_screen import browser
from yingda.testing.patience import until
from yingda.testing.processes import Process, free_port
from yingda.testing.sipp import Outcome

ROUNDS = 5
CALLS, RATE, STAY = 20, 5.0, 1.0
MOST_UNKNOWN_MS = 2000
STANDS_BY_SECONDS = 1.0  # after its process has said so it asks for the lease, in vain


def lines(house: PhoneHouse, rounds: int = ROUNDS) -> Iterator[Line]:
    yield exchange_line(house, rounds)
    yield driver_line(house, rounds)


def exchange_line(house: PhoneHouse, rounds: int) -> Line:
    port = free_port()
    with house.running(f"web --port {port}", "clock", "telephony") as running:
        running[f"web --port {port}"].wait_until_it_serves(port)
        with browser(house, port) as page:
            killed = [kill_exchange(house) for _ in range(rounds)]
            heard = page.evaluate("window.heard")
    told = [at for name, _, at, data in heard if name == "exchange.state" and not data["up"]]
    ours = worst_ms([at - dead for at, (dead, _) in zip(told, killed, strict=False)])
    bare = worst_ms([noticed - dead for dead, noticed in killed])
    return Line(
        f"exchange killed {rounds} times: until a desk's browser is told, the slowest; against a socket that ends",
        f"{ours:.0f} ms", f"{bare:.0f} ms", ours / bare if bare else None,
        f"told {len(told)} times; at most {MOST_UNKNOWN_MS} ms are wanted", failed=len(told) != rounds,
    )  # fmt: skip


def kill_exchange(house: PhoneHouse) -> tuple[float, float]:
    """When it was killed, and when one who was connected with it noticed. It is up again afterwards."""
    from yingda.telephony.models import Exchange

    where = urlsplit(house.pbx.address.ari_url)
    with closing(socket.create_connection((where.hostname, where.port))) as line:
        noticed: list[float] = []
        thread = threading.Thread(target=lambda: noticed.append(line_ends(line)))
        thread.start()
        dead = time.time()
        os.kill(house.pbx.asterisk.pid, signal.SIGKILL)
        thread.join()
    until(Exchange.objects.filter(up=False).exists, "that the exchange is gone is not told", RUN_UP_SECONDS)
    house.pbx.start()
    house.wait_for_driver()
    return dead, noticed[0]


def line_ends(line: socket.socket) -> float:
    with suppress(ConnectionError):  # a reset is an end as well
        line.recv(1)
    return time.time()


def driver_line(house: PhoneHouse, rounds: int) -> Line:
    with house.running("clock", "telephony") as running:
        house.warm(STAY)
        drivers: list[Process] = [running["telephony"]]
        try:
            usual = [house.called(CALLS, RATE, STAY) for _ in range(rounds)]
            late = [kill_driver(house, drivers) for _ in range(rounds)]
        finally:
            for driver in drivers:
                driver.end()
    ours, bare = worst_ms(setups(late)), worst_ms(setups(usual))
    lost = sum(outcome.failed for outcome in (*usual, *late))
    return Line(
        f"driver killed {rounds} times under {RATE:g} calls/s, another stands by: set-up, the slowest; "
        "against the same callers at rest",
        f"{ours:.0f} ms", f"{bare:.0f} ms", ours / bare if bare else None,
        f"{CALLS * rounds} calls, {lost} lost; the lease ends after 2 s", failed=bool(lost),
    )  # fmt: skip


def kill_driver(house: PhoneHouse, drivers: list[Process]) -> Outcome:
    """Callers, amid whom the driver is killed; the newest of `drivers` then drives."""
    drivers.append(house.place.run("telephony", YINGDA_LOG_LEVEL="INFO"))
    drivers[-1].wait_until_it_says("stands by")
    time.sleep(STANDS_BY_SECONDS)
    sipp = house.call(CALLS, RATE, STAY)
    try:
        time.sleep(CALLS / RATE / 2)
        drivers[-2].end()
        return sipp.wait(RUN_UP_SECONDS)
    finally:
        sipp.end()


def setups(outcomes: list[Outcome]) -> list[float]:
    """INVITE to 200, in seconds."""
    return [each / 1000 for outcome in outcomes for each in outcome.setup]


def worst_ms(seconds: list[float]) -> float:
    return max(seconds, default=0.0) * 1000
