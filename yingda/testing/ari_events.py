"""Hears the events of one ARI application, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable

import aiohttp

from yingda.telephony.pbx.address import PbxAddress
from yingda.testing.patience import PATIENCE


class Events:
    """Calls `hear(event)` for each event of application `app`; the application exists as long as this is open."""

    def __init__(self, where: PbxAddress, app: str, hear: Callable[[dict], None]):
        self.where = where
        self.app = app
        self.hear = hear
        self.opened = threading.Event()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=(self.read(),), daemon=True)
        self.enough = asyncio.Event()

    def open(self) -> None:
        self.thread.start()
        assert self.opened.wait(PATIENCE), f"no events from {self.where.events_url}"

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.enough.set)
        self.thread.join(PATIENCE)
        self.loop.close()

    async def read(self) -> None:
        user = aiohttp.encode_basic_auth(self.where.ari_user, self.where.ari_password)
        query = {"app": self.app, "subscribeAll": "false"}
        async with (
            aiohttp.ClientSession(headers={"Authorization": user}) as session,
            session.ws_connect(self.where.events_url, params=query, max_msg_size=0) as socket,
        ):
            self.opened.set()
            ending = asyncio.create_task(self.enough.wait())
            while not ending.done():
                reading = asyncio.create_task(socket.receive())
                await asyncio.wait({reading, ending}, return_when=asyncio.FIRST_COMPLETED)
                if not reading.done() or reading.result().type is not aiohttp.WSMsgType.TEXT:
                    reading.cancel()
                    break
                self.hear(reading.result().json())
            ending.cancel()
