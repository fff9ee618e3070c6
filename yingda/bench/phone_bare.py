"""The reference of the telephone's figures: an application that answers, plays music and does nothing else.

`python -m yingda.bench.phone_bare FOLDER` serves the exchange of FOLDER/pbx until it is ended, and prints
`S <calling number> <seconds since the epoch>` for each call as it arrives.
"""

import asyncio
import sys
import time
from pathlib import Path

from yingda.telephony.driver.ari import Ari, Event, Gone, open_ari
from yingda.telephony.pbx.address import read

BEAT_SECONDS = 1.0


class Bare:
    """One call after the other, each in a task of its own."""

    def __init__(self):
        self.ari: Ari | None = None
        self.tasks: set[asyncio.Task] = set()

    def hear(self, event: Event) -> None:
        if event["type"] == "StasisStart":
            now = time.time()
            channel = event["channel"]
            print("S", channel["caller"]["number"], now, flush=True)
            task = asyncio.create_task(self.serve(channel["id"]))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def serve(self, channel: str) -> None:
        try:
            await self.ari.post(f"channels/{channel}/answer")
            await self.ari.post(f"channels/{channel}/moh")
        except Gone:
            pass  # the caller has hung up

    async def run(self, folder: Path) -> None:
        async with open_ari(read(folder / "pbx" / "pbx.json"), self.hear) as self.ari:
            while not self.ari.closed.done():
                await self.ari.post("asterisk/variable", variable="YD_BEAT", value=int(time.time()))
                await asyncio.sleep(BEAT_SECONDS)


if __name__ == "__main__":
    asyncio.run(Bare().run(Path(sys.argv[1])))
