"""`yingda web`: the ASGI composite (feed streams beside Django) under uvicorn."""

import argparse
import asyncio
import logging
import signal
import socket

import uvicorn

from yingda.environment import env
from yingda.serve.ending import hold_on
from yingda.serve.listening import listen
from yingda.serve.supervisor import Child, Supervisor

log = logging.getLogger(__name__)

APPLICATION = "yingda.asgi:application"
DRAIN_SECONDS = 10


def web(arguments: argparse.Namespace) -> int:
    """Serve until asked to end. Several workers share one socket. Raises PortTaken."""
    logging.basicConfig(level=env.log_level, format="{asctime} {levelname} {name}: {message}", style="{")
    listening = socket.socket(fileno=arguments.fd) if arguments.fd else listen(env.host, env.port)
    if arguments.workers > 1:
        return several(arguments.workers, listening)
    hold_on(arguments.lifeline)
    # uvicorn hands a signal on when it has drained; by then there is nothing left to do.
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: None)
    server = Server(configuration())
    server.run(sockets=[listening])
    return 0 if server.started else 1


def several(workers: int, listening: socket.socket) -> int:
    words = ("web", "--fd", str(listening.fileno()))
    return Supervisor([Child(words, passed=(listening.fileno(),)) for _ in range(workers)]).run()


def configuration() -> uvicorn.Config:
    return uvicorn.Config(
        APPLICATION,
        lifespan="auto",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=env.behind_proxy,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


class Server(uvicorn.Server):
    """Matches beside the pages, and ends open streams first: by themselves they would never end.

    The rooms are imported late: Django is set up while uvicorn loads the application.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        from yingda.routing import clockwork

        await super().startup(sockets)
        if self.started:
            clockwork.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        from yingda.journal import streaming
        from yingda.routing import clockwork

        clockwork.stop()
        streaming.close_all()
        await asyncio.sleep(0)  # the streams take notice before connections are counted
        await super().shutdown(sockets)
