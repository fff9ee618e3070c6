"""The socket that web processes answer at."""

import errno
import socket

from yingda.serve.errors import NoSuchAddress, PortTaken

BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises PortTaken or NoSuchAddress."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), port))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port) from error
        raise NoSuchAddress(host=host, port=port, why=error.strerror or error) from error
    return made
