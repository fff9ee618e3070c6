"""How a process ends: asked by a signal, or because the process that started it has died."""

import os
import signal
import threading

GRACE_SECONDS = 20


def ending(lifeline: int | None) -> threading.Event:
    """An event that is set when the process is asked to end (SIGTERM, SIGINT) or its parent has died.

    Asked a second time, or not done GRACE_SECONDS after the parent's death, it ends at once.
    """
    asked = threading.Event()

    def ask(*_: object) -> None:
        if asked.is_set():
            os._exit(1)
        asked.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    hold_on(lifeline)
    return asked


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
