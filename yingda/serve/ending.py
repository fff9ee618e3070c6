"""How a process ends: asked by a signal, or because the process that started it has died."""

import os
import signal
import threading

GRACE_SECONDS = 20


def ending(lifeline: int | None) -> threading.Event:
    """An event that is set when the process is asked to end (SIGTERM, SIGINT) or its parent has died.

    Ctrl-C a second time, or GRACE_SECONDS after the parent's death, ends it at once. SIGTERM may come twice: a parent
    that dies is noticed in two ways.
    """
    asked = threading.Event()
    heard, hearing = os.pipe()
    os.set_blocking(hearing, False)
    # A handler must not touch the event: it could interrupt another that holds its lock, and wait for ever.
    signal.set_wakeup_fd(hearing, warn_on_full_buffer=False)
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: None)
    threading.Thread(target=listen, args=(heard, asked), name="signals", daemon=True).start()
    hold_on(lifeline)
    return asked


def listen(heard: int, asked: threading.Event) -> None:
    """Signals arrive as bytes."""
    while sent := os.read(heard, 1):
        if asked.is_set() and sent[0] == signal.SIGINT:
            os._exit(1)
        asked.set()


def hold_on(lifeline: int | None) -> None:
    """Watch the reading end of the parent's pipe: when that says nothing more, the parent is dead."""
    if lifeline is not None:
        threading.Thread(target=follow, args=(lifeline,), name="lifeline", daemon=True).start()


def follow(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    timer = threading.Timer(GRACE_SECONDS, os._exit, (1,))
    timer.daemon = True
    timer.start()
    os.kill(os.getpid(), signal.SIGTERM)
