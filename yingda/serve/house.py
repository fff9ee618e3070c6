"""`yingda serve`: the whole house in one data folder."""

import argparse
import logging
import select
import socket
import subprocess
import time

from yingda.environment import env
from yingda.lib.say import say
from yingda.serve import folder, pbx
from yingda.serve.leash import dies_with_parent
from yingda.serve.listening import listen
from yingda.serve.supervisor import PROGRAM, Child, Supervisor

LATEST_SECONDS = 20
READY = say("应答已就绪： {url}   （按 Ctrl-C 停止）", "Yingda is ready:  {url}   (Ctrl-C stops it)")
STOPPED = say("应答已停止。", "Yingda has stopped.")


def serve(arguments: argparse.Namespace) -> int:
    """Prepare the database, then keep web, clock, jobs and the exchange running. Raises AlreadyServing, PortTaken."""
    logging.basicConfig(level=env.log_level, format="{asctime} {levelname} {name}: {message}", style="{")
    with folder.take(env.data), listen(env.host, env.port) as listening:
        prepared = subprocess.run([*PROGRAM, "--lang", arguments.lang, "prepare"], preexec_fn=dies_with_parent())
        if prepared.returncode:
            return prepared.returncode
        supervisor = Supervisor(household(listening))
        later = Later(supervisor, telephone(arguments.lang))
        announcement = Announcement(env.port, arguments.lang)
        code = supervisor.run(lambda: later(announcement()))
    print(STOPPED(arguments.lang), flush=True)
    return code


def household(listening: socket.socket) -> list[Child]:
    """What answers people in the browser."""
    web = Child(("web", "--fd", str(listening.fileno())), passed=(listening.fileno(),))
    return [web, Child(("clock",)), Child(("jobs",))]


def telephone(language: str) -> list[Child]:
    """What answers people on the telephone. The exchange is told the language: it says what it fetches."""
    if env.pbx_off:
        return []
    own = [Child(("pbx",), before=("--lang", language))] if pbx.wanted() else []
    return [*own, Child(("telephony",))]


class Later:
    """Starts the telephone when the page is there, which a start of all at once would delay; or without it at last."""

    def __init__(self, supervisor: Supervisor, children: list[Child]):
        self.supervisor = supervisor
        self.children = children
        self.latest = time.monotonic() + LATEST_SECONDS

    def __call__(self, ready: bool) -> None:
        if self.children and (ready or time.monotonic() > self.latest):
            self.supervisor.children += self.children
            self.children = []


class Announcement:
    """Says once where the house is to be found, when the web process answers its first request.

    The socket listens from the start, so that the question waits in line until there is somebody to answer.
    """

    def __init__(self, port: int, language: str):
        self.port = port
        self.language = language
        self.question: socket.socket | None = None
        self.said = False

    def __call__(self) -> bool:
        """Whether it has been said."""
        if not self.said and self.answered():
            self.said = True
            print(READY(self.language, url=f"http://{shown(env.host)}:{self.port}"), flush=True)
        return self.said

    def answered(self) -> bool:
        if self.question is None:
            self.question = socket.create_connection((shown(env.host).strip("[]"), self.port))
            self.question.sendall(b"HEAD / HTTP/1.0\r\nHost: localhost\r\n\r\n")
        if not select.select([self.question], [], [], 0)[0]:
            return False
        heard = self.question.recv(1)
        self.question.close()
        self.question = None  # nothing was heard: the web process died over it, and is asked again
        return bool(heard)


def shown(host: str) -> str:
    """The address that a browser on this machine uses."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]", "[::]": "[::1]"}.get(host, host)
