"""A web process of the test stage: `python -m yingda.journal.tests.stage` serves yingda.asgi on a free port, says it.

Whoever sends `X-Stage: PERSON LINES` (as `7 1,2`) is let in as that person; the sign-in asks the database something,
as a real one does. `POST /speak/NUMBER/LINE` is answered by Django's thread pool.
"""

import os
import socket

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yingda.settings")


def let_in(headers, query):
    from yingda.journal import feed
    from yingda.journal.audience import Audience
    from yingda.journal.tests.listeners import Scope

    person, lines = headers["x-stage"].split()
    feed.head()
    return Audience("staff", f"person:{person}", Scope(int(person), frozenset(map(int, lines.split(",")))))


def serve() -> None:
    import uvicorn

    from yingda import asgi
    from yingda.journal import audience
    from yingda.serve.web import Server

    audience.register("staff", let_in)
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    print(listening.getsockname()[1], flush=True)
    Server(uvicorn.Config(asgi.application, log_level="warning", access_log=False, timeout_graceful_shutdown=10)).run(
        sockets=[listening]
    )


if __name__ == "__main__":
    django.setup()
    serve()
