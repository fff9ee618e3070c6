"""A child process that cannot outlive its parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def dies_with_parent(sent: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """What a child runs before exec (`Popen(preexec_fn=…)`) so that Linux sends it `sent` when its parent dies.

    Elsewhere it does nothing: there the child notices by the pipe that `yingda.serve.child` watches.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def tie() -> None:
        if libc is None:
            return
        libc.prctl(PR_SET_PDEATHSIG, int(sent))
        if os.getppid() != parent:  # the parent died between fork and prctl
            os._exit(1)

    return tie
