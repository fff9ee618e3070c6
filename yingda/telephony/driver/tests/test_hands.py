"""Jobs in processes of their own: what comes back, what happens when one dies."""

import asyncio
import os
import signal
import time
from contextlib import nullcontext

import pytest

from yingda.telephony.driver.hands import MOST_IN_A_ROW, Hands, grow
from yingda.telephony.driver.threads import Threads
from yingda.testing.patience import until

pytestmark = pytest.mark.timeout(30)


def of_process() -> int:
    return os.getpid()


def refuse(words: str) -> None:
    raise LookupError(words)


def slowly(seconds: float, word: str) -> tuple[int, str]:
    time.sleep(seconds)
    return os.getpid(), word


def die() -> int:
    """Once: in the driver's own threads it lives."""
    if os.getpid() != DRIVER:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


DRIVER = os.getpid()


def with_hands(count: int, work) -> object:
    """What `work(hands)` gives, with so many processes, which end with it."""
    global DRIVER
    DRIVER = os.getpid()
    grown = grow(count, nullcontext)
    hands = Hands(Threads(2, "test"), grown)

    async def started():
        await hands.start()
        try:
            return await work(hands)
        finally:
            hands.stop()
            hands.threads.stop()

    outcome = asyncio.run(started())
    until(lambda: not [hand.pid for hand in grown if is_alive(hand.pid)], "a hand outlives the driver")
    return outcome


def is_alive(pid: int) -> bool:
    try:
        return bool(os.waitpid(pid, os.WNOHANG)[0] == 0)
    except ChildProcessError:
        return False


def test_jobs_run_elsewhere_and_their_outcome_comes_back():
    async def work(hands):
        return await hands.run(of_process), await hands.run(slowly, 0, word="a")

    first, (second, word) = with_hands(1, work)
    assert first == second != os.getpid() and word == "a"


def test_what_is_raised_there_is_raised_here():
    async def work(hands):
        with pytest.raises(LookupError, match="no such row"):
            await hands.run(refuse, "no such row")
        return await hands.run(of_process)

    assert with_hands(1, work) != os.getpid()


def test_more_jobs_than_processes_wait_their_turn_and_all_are_done():
    async def work(hands):
        return await asyncio.gather(*(hands.run(slowly, 0.02, str(number)) for number in range(12)))

    outcomes = with_hands(2, work)
    assert [word for _, word in outcomes] == [str(number) for number in range(12)]
    assert len({pid for pid, _ in outcomes}) == 2


def test_a_job_that_nobody_waits_for_any_more_keeps_no_process():
    async def work(hands):
        task = asyncio.create_task(hands.run(slowly, 0.2, "unheard"))
        await asyncio.sleep(0.05)
        task.cancel()
        return await hands.run(slowly, 0, "heard")

    assert with_hands(1, work)[1] == "heard"


def test_the_job_of_one_that_dies_is_done_by_the_driver_and_the_others_go_on():
    async def work(hands):
        assert await hands.run(die) == os.getpid()
        assert len(hands.alive) == 1
        return await hands.run(of_process)

    assert with_hands(2, work) != os.getpid()


def test_without_any_left_everything_is_done_by_the_driver():
    async def work(hands):
        jobs = [hands.run(die), hands.run(of_process), hands.run(of_process)]
        return await asyncio.gather(*jobs)

    assert with_hands(1, work) == [os.getpid()] * 3


def test_a_database_that_hangs_is_noticed(monkeypatch):
    from yingda.telephony.driver import hands as room

    monkeypatch.setattr(room, "STUCK_SECONDS", 0.1)

    async def work(hands):
        assert not hands.stuck
        job = asyncio.create_task(hands.run(slowly, 0.4, "late"))
        await asyncio.sleep(0.2)
        assert hands.stuck
        await job
        return hands.stuck

    assert with_hands(1, work) is False


def test_they_end_when_the_driver_is_killed(tmp_path):
    read, write = os.pipe()
    driver = os.fork()
    if not driver:
        (hand,) = grow(1, nullcontext)
        os.write(write, str(hand.pid).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(driver, 0)
    pid = int(os.read(read, 20))
    until(lambda: ended(pid), "it outlives the driver", 5)


def ended(pid: int) -> bool:
    """Gone, or a zombie that nobody has reaped."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_who_comes_first_waits_behind_nobody_and_yet_the_others_have_their_turn():
    done = []

    async def many(hands):
        async def note(run, word):
            await run(slowly, 0.01, word)
            done.append(word)

        jobs = [note(hands.run, "begun"), *(note(hands.run, "later") for _ in range(3))]
        jobs += [note(hands.run_first, "first") for _ in range(7)]
        await asyncio.gather(*jobs)

    with_hands(1, many)
    assert done == ["begun", *["first"] * MOST_IN_A_ROW, "later", *["first"] * (7 - MOST_IN_A_ROW), "later", "later"]
