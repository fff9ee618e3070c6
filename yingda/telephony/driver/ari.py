"""Asterisk's REST interface: requests and events over one WebSocket (before 22.4, requests over HTTP).

`async with open_ari(address, hear) as ari` connects; `hear(event)` is called for each event, in order, and must not
wait. `await ari.closed` ends when the exchange is gone. What is asked for and no longer there raises Gone: that is
normal, a caller may hang up at any moment.
"""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from typing import Any

import aiohttp

from yingda.telephony.pbx.address import APP, PbxAddress

ANSWER_SECONDS = 5.0
CONNECT_SECONDS = 5.0
OVER_SOCKET_SINCE, VARIABLES_SINCE = (22, 4), (22, 10)
GONE = {404, 409, 412}  # no such channel; it has left the application; it is not in the state for this

Event = dict[str, Any]


class AriError(Exception):
    """The exchange refused a request. `status` is HTTP's."""

    def __init__(self, status: int, words: str):
        super().__init__(f"{status} {words}")
        self.status = status


class Gone(AriError):
    """What the request was about has ended or has left, or is in no state for it."""


class Disconnected(Exception):
    """The exchange does not answer, or cannot be reached."""


@cache
def numbers_of(version: str) -> tuple[int, ...]:
    found = re.match(r"[\d.]+", version)
    return tuple(int(part) for part in found[0].strip(".").split(".")) if found else ()


class Ari:
    """One connection. Use `open_ari`."""

    def __init__(self, http: aiohttp.ClientSession, url: str, hear: Callable[[Event], None]):
        self.http, self.url, self.hear = http, url, hear
        self.info: dict = {}
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.closed: asyncio.Future = asyncio.get_running_loop().create_future()
        self.asked: dict[str, asyncio.Future] = {}
        self.gate: Callable[[], Awaitable[None]] = nothing
        self.numbers = itertools.count(1)

    @property
    def version(self) -> tuple[int, ...]:
        """E.g. (22, 10, 1)."""
        return numbers_of(self.info.get("system", {}).get("version", ""))

    @property
    def started(self) -> datetime:
        """When the exchange did."""
        return datetime.fromisoformat(self.info["status"]["startup_time"])

    async def get(self, path: str, **query: object) -> Any:
        return await self.request("GET", path, query)

    async def post(self, path: str, body: dict | None = None, **query: object) -> Any:
        return await self.request("POST", path, query, body)

    async def put(self, path: str, body: dict | None = None, **query: object) -> Any:
        return await self.request("PUT", path, query, body)

    async def delete(self, path: str, **query: object) -> Any:
        return await self.request("DELETE", path, query)

    async def set_variables(self, channel: str, variables: dict[str, str]) -> None:
        """Several at once, which older Asterisks cannot."""
        if self.version >= VARIABLES_SINCE:
            await self.post(f"channels/{channel}/variables", {"variables": variables})
            return
        for name, value in variables.items():
            await self.post(f"channels/{channel}/variable", variable=name, value=value)

    async def request(self, method: str, path: str, query: dict, body: dict | None = None) -> Any:
        """Ask, and wait for the answer; what changes something waits at `gate` first.

        Raises Gone, AriError, Disconnected.
        """
        if method != "GET":
            await self.gate()
        ask = self.over_socket if self.version >= OVER_SOCKET_SINCE else self.over_http
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                status, text = await ask(method, path, query, body)
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as error:
            raise Disconnected(f"{method} {path}: {error or 'no answer'}") from error
        if status >= 400:
            raise (Gone if status in GONE else AriError)(status, f"{method} {path}: {text}")
        return json.loads(text) if text else None

    async def over_socket(self, method: str, path: str, query: dict, body: dict | None) -> tuple[int, str]:
        number = str(next(self.numbers))
        asked = {"type": "RESTRequest", "request_id": number, "method": method, "uri": path}
        if query:
            asked["query_strings"] = [{"name": name, "value": str(value)} for name, value in query.items()]
        if body is not None:
            asked |= {"content_type": "application/json", "message_body": json.dumps(body)}
        answer = self.asked[number] = asyncio.get_running_loop().create_future()
        try:
            await self.socket.send_str(json.dumps(asked))
            answered = await answer
        finally:
            del self.asked[number]
        return answered["status_code"], answered.get("message_body", "")

    async def over_http(self, method: str, path: str, query: dict, body: dict | None) -> tuple[int, str]:
        asked = {name: str(value) for name, value in query.items()}
        async with self.http.request(method, f"{self.url}/{path}", params=asked, json=body) as answer:
            return answer.status, await answer.text()

    async def filter_events(self, names: dict) -> None:
        """Hear these only. Over HTTP: until they are set, an earlier filter may hold back answers on the socket."""
        try:
            status, text = await self.over_http("PUT", f"applications/{APP}/eventFilter", {}, names)
        except (aiohttp.ClientError, ConnectionError) as error:
            raise Disconnected(str(error)) from error
        if status >= 400:
            raise AriError(status, text)

    async def download(self, path: str) -> AsyncIterator[bytes]:
        """The bytes of a file there, in pieces. Raises Gone, Disconnected."""
        try:
            async with self.http.get(f"{self.url}/{path}") as answer:
                if answer.status >= 400:
                    raise Gone(answer.status, path)
                async for piece in answer.content.iter_chunked(1 << 16):
                    yield piece
        except aiohttp.ClientError as error:
            raise Disconnected(f"{path}: {error}") from error

    async def listen(self) -> None:
        """Until the socket ends, which it may do without an error."""
        try:
            async for message in self.socket:
                if message.type == aiohttp.WSMsgType.TEXT:
                    self.receive(json.loads(message.data))
        finally:
            self.end()

    def receive(self, said: Event) -> None:
        if said.get("type") == "RESTResponse":
            answer = self.asked.get(said["request_id"])
            if answer and not answer.done():
                answer.set_result(said)
        else:
            self.hear(said)

    def end(self) -> None:
        """Who waits for an answer gets none any more."""
        for answer in self.asked.values():
            if not answer.done():
                answer.set_exception(ConnectionError("the exchange is gone"))
        if not self.closed.done():
            self.closed.set_result(None)


async def nothing() -> None:
    """The gate that is open."""


@asynccontextmanager
async def open_ari(address: PbxAddress, hear: Callable[[Event], None]) -> AsyncIterator[Ari]:
    """A connection that hears the application's events. Raises Disconnected when the exchange is not there."""
    headers = {"Authorization": aiohttp.encode_basic_auth(address.ari_user, address.ari_password)}
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:
        ari = Ari(http, address.ari_url, hear)
        ari.info = await ari.get("asterisk/info")
        try:
            ari.socket = await http.ws_connect(f"{address.events_url}?app={APP}", max_msg_size=0)
        except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
            raise Disconnected(str(error)) from error
        listening = asyncio.create_task(ari.listen())
        try:
            yield ari
        finally:
            listening.cancel()
            await ari.socket.close()
            ari.end()
