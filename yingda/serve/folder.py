"""One `yingda serve` for each data folder."""

import fcntl
import os
from pathlib import Path
from typing import TextIO

from yingda.serve.errors import AlreadyServing


def take(folder: Path) -> TextIO:
    """Take the folder until the returned file is closed or the process ends. Raises AlreadyServing."""
    file = open(folder / "serve.lock", "a+")  # noqa: SIM115  (it stays open as long as the process)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        process = file.read().strip() or "?"
        file.close()
        raise AlreadyServing(folder=folder, process=process) from None
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file
