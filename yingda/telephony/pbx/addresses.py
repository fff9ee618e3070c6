"""The addresses of this machine."""

import re
import socket
from pathlib import Path

TABLE = Path("/proc/net/fib_trie")


def own() -> list[str]:
    """IPv4 addresses other than loopback, sorted."""
    found = from_kernel(TABLE.read_text()) if TABLE.exists() else from_name()
    return sorted(address for address in found if not address.startswith("127."))


def from_kernel(table: str) -> set[str]:
    """Linux marks its own addresses as local hosts in its routing table."""
    return set(re.findall(r"\|-- (\S+)\n\s+/32 host LOCAL", table))


def from_name() -> set[str]:
    """Elsewhere: what the machine's own name stands for."""
    try:
        return set(socket.gethostbyname_ex(socket.gethostname())[2])
    except OSError:
        return set()
