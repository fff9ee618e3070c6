"""The web process: the feed's streams beside Django, which runs as WSGI in a bounded pool of threads.

An open stream costs no thread and no database connection; under Django's own ASGI it would keep one of each.
"""

import logging

from a2wsgi import WSGIMiddleware

from yingda.wsgi import application as django_application

from yingda.environment import env  # isort: skip  (Django is set up first)
from yingda.journal.streaming import Streams  # isort: skip

log = logging.getLogger(__name__)


class House:
    """`/feed…` goes to the streams, everything else to Django; the server's lifespan starts and ends the streams."""

    def __init__(self):
        self.streams = Streams()
        self.pages = WSGIMiddleware(django_application, workers=env.threads)

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http" and (scope["path"] == "/feed" or scope["path"].startswith("/feed/")):
            await self.streams(scope, receive, send)
        elif scope["type"] == "http":
            await self.pages(without_disguise(scope), whole(receive), send)
        else:
            await self.pages(scope, receive, send)

    async def live(self, receive, send) -> None:
        await receive()
        try:
            await self.streams.start()
        except Exception as error:  # whatever it is, the server must hear it in its own words and end
            log.exception("The feed could not start")
            return await send({"type": "lifespan.startup.failed", "message": str(error)})
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.streams.stop()
        self.pages.executor.shutdown(wait=False, cancel_futures=True)
        await send({"type": "lifespan.shutdown.complete"})


def without_disguise(scope):
    """WSGI cannot tell `X_Forwarded_Proto` from `X-Forwarded-Proto`: only the latter is the proxy's word."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if b"_" not in name]}


def whole(receive):
    """A body that breaks off is an error; a2wsgi alone would hand half an upload on as a whole one."""
    complete = False

    async def receive_or_raise():
        nonlocal complete
        message = await receive()
        if message["type"] == "http.disconnect" and not complete:
            raise ConnectionResetError("the client went away while sending")
        complete = complete or not message.get("more_body", False)
        return message

    return receive_or_raise


application = House()
