"""One connection of this process hears that the feed has grown (and, on PostgreSQL, signals); everybody else waits.

PostgreSQL: LISTEN on a direct connection, with a look at the feed every 250 ms as safety net. SQLite: its data version
is looked at every 25 ms, which is cheap and also sees what other processes commit.
"""

import logging
import sqlite3
import threading
import time
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connections

from yingda.journal import signals
from yingda.journal.placer import CHANNEL
from yingda.lib.db import on_postgresql

log = logging.getLogger(__name__)

SAFETY_POLL_SECONDS = 0.25
SQLITE_POLL_SECONDS = 0.025
TROUBLE_PAUSE_SECONDS = 1.0
OPTIONS = {"application_name": "yingda feed", "tcp_user_timeout": 5000}
HEAD = "SELECT coalesce(max(position), 0) FROM journal_placed"


class Listener(threading.Thread):
    """Knows the feed's head, and wakes who waits for it to move."""

    def __init__(self):
        super().__init__(name="listener", daemon=True)
        self.moved = threading.Condition()
        self.head = 0
        self.ending = False

    def wait_beyond(self, position: int, timeout: float) -> bool:
        """Until the head is beyond `position`: True, or False after `timeout` seconds."""
        with self.moved:
            return self.moved.wait_for(lambda: self.head > position or self.ending, timeout) and not self.ending

    def stop(self) -> None:
        """End, waking all who wait."""
        self.ending = True
        with self.moved:
            self.moved.notify_all()
        self.join()

    def run(self) -> None:
        while not self.ending:
            try:
                self.listen()
            except (psycopg.Error, sqlite3.Error):
                log.exception("The feed's listener lost the database. Trying again")
                time.sleep(TROUBLE_PAUSE_SECONDS)

    def listen(self) -> None:
        """Until the end, or until the connection breaks."""
        raise NotImplementedError

    def reached(self, position: int) -> None:
        with self.moved:
            if position > self.head:
                self.head = position
                self.moved.notify_all()


class PostgresListener(Listener):
    def listen(self) -> None:
        with psycopg.connect(settings.YINGDA.listen_url, autocommit=True, **OPTIONS) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            connection.execute(f"LISTEN {signals.CHANNEL}")
            while not self.ending:
                self.reached(connection.execute(HEAD).fetchone()[0])
                self.hear(connection)

    def hear(self, connection: psycopg.Connection) -> None:
        """Take what comes within the safety poll's time."""
        for notice in connection.notifies(timeout=SAFETY_POLL_SECONDS):
            if notice.channel == CHANNEL:
                self.reached(int(notice.payload))
            else:
                signals.deliver(notice.payload)
            if self.ending:
                return


class SqliteListener(Listener):
    def listen(self) -> None:
        connection = sqlite3.connect(connections.settings["default"]["NAME"], isolation_level=None, timeout=10)
        try:
            seen = None
            while not self.ending:
                (version,) = connection.execute("PRAGMA data_version").fetchone()
                if version != seen:
                    seen = version
                    self.reached(connection.execute(HEAD).fetchone()[0])
                time.sleep(SQLITE_POLL_SECONDS)
        finally:
            connection.close()


class Shared:
    """The process's one listener, running while somebody uses it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.users = 0
        self.listener: Listener | None = None

    def enter(self) -> Listener:
        with self.lock:
            if not self.users:
                self.listener = PostgresListener() if on_postgresql() else SqliteListener()
                self.listener.start()
            self.users += 1
            return self.listener

    def leave(self) -> None:
        with self.lock:
            self.users -= 1
            if not self.users:
                self.listener.stop()


SHARED = Shared()


@contextmanager
def listening():
    """The listener of this process; the first to come starts it, the last to leave ends it."""
    listener = SHARED.enter()
    try:
        yield listener
    finally:
        SHARED.leave()
