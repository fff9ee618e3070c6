"""A real web process with real sockets: many streams cost neither threads nor connections, and it ends promptly."""

import asyncio
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from yingda.journal.tests.cast import speak
from yingda.lib.db import on_postgresql

STREAMS = 500
MOST_THREADS = 40
MOST_CONNECTIONS = 20
PAGES = 24
PATIENCE_SECONDS = 60


@pytest.fixture
def start_web(fresh_db, tmp_path):
    """Starts a web process: (port, Popen)."""
    running = []

    def start():
        with open(tmp_path / f"web-{len(running)}.log", "wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "yingda.journal.tests.stage"],
                env=fresh_db.environ | {"YINGDA_THREADS": "12"},
                stdout=subprocess.PIPE,
                stderr=log,
            )
        running.append(process)
        return int(process.stdout.readline()), process

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def web(start_web):
    return start_web()


async def listen(port, person, after=""):
    """Open a stream on a socket; returns its reader and writer once the stream has begun."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /feed?after={after} HTTP/1.1\r\nHost: localhost\r\nX-Stage: {person} 1\r\n\r\n".encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    await reader.readuntil(b"\n\nid: ")
    return reader, writer


async def page(port):
    """A page that is not there: Django looks the session up, and says so, from its pool."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /api/nothing-here HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                 b"Cookie: sessionid=abcdefghijklmnopqrstuvwxyz012345\r\n\r\n")  # fmt: skip
    status = await reader.readline()
    writer.close()
    return status


async def all_hear(readers, number):
    await asyncio.gather(*(reader.readuntil(b'"number":%d}' % number) for reader, _ in readers))


def threads(process):
    return int(re.search(r"Threads:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1])


def connections_of_others():
    with psycopg.connect(settings.YINGDA.listen_url) as asking:
        counted = asking.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return counted.fetchone()[0] - 2  # this one and the test's own


def test_500_streams_beside_busy_pages_stay_under_40_threads_and_20_connections(web):
    port, process = web

    async def scene():
        readers = [await listen(port, person) for person in range(1, STREAMS + 1)]
        pages = [await one for one in asyncio.as_completed([page(port) for _ in range(PAGES)])]
        assert all(status.startswith(b"HTTP/1.1 404") for status in pages)
        for number in range(1, 4):
            await asyncio.to_thread(speak, number, line=1)
            await asyncio.wait_for(all_hear(readers, number), PATIENCE_SECONDS)
        assert threads(process) < MOST_THREADS
        if on_postgresql():
            assert connections_of_others() < MOST_CONNECTIONS
        for _, writer in readers:
            writer.close()

    asyncio.run(scene())


def test_sigterm_ends_open_streams_and_the_process_promptly(web):
    port, process = web

    async def scene():
        readers = [await listen(port, person) for person in range(1, 21)]
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        rest = await asyncio.wait_for(asyncio.gather(*(reader.read() for reader, _ in readers)), PATIENCE_SECONDS)
        assert all(text.endswith(b"0\r\n\r\n") for text in rest), "each answer was ended properly"
        assert await asyncio.to_thread(process.wait, PATIENCE_SECONDS) in (0, -signal.SIGTERM)
        assert time.monotonic() - started < 10, "well before the server's patience with open connections ends"

    asyncio.run(scene())


def test_a_client_of_a_killed_web_process_goes_on_at_another(start_web):
    (port, process), (other, _) = start_web(), start_web()

    async def scene():
        reader, _ = await listen(port, 1)
        await asyncio.to_thread(speak, 1, line=1)
        await asyncio.wait_for(all_hear([(reader, None)], 1), PATIENCE_SECONDS)
        process.kill()
        await asyncio.to_thread(speak, 2, 3, line=1)
        again, _ = await listen(other, 1, after=1)
        heard = await asyncio.wait_for(again.readuntil(b'"number":3}'), PATIENCE_SECONDS)
        assert b'"number":2}' in heard and b'"number":1}' not in heard

    asyncio.run(scene())
