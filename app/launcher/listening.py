"""The address the web server listens on."""

import errno
import socket

from app.launcher.errors import LauncherError
from core.settings import Settings

BACKLOG = 2048


def listening_socket(given: Settings) -> socket.socket:
    """A socket that listens where `given` says; raises `LauncherError` when it cannot."""
    where = f"{given.host} port {given.port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            given.host, given.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        chosen = socket.socket(family, kind, protocol)
        chosen.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        chosen.bind(address)
        chosen.listen(BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = f"Port {given.port} is in use by another program; stop it or set another TAMESHI_PORT."
        elif error.errno == errno.EACCES:
            sentence = f"Port {given.port} is not ours to use; set a TAMESHI_PORT of 1024 or more."
        else:
            sentence = (
                f"{where} cannot be listened on ({error.strerror}); check TAMESHI_HOST and TAMESHI_PORT."
            )
        raise LauncherError(sentence) from error
    return chosen


def local_address(given: Settings) -> str:
    """Where this machine itself reaches the server: the way to ask whether it is ready."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # compared with, not bound to
    host = everywhere.get(given.host, f"[{given.host}]" if ":" in given.host else given.host)
    return f"http://{host}:{given.port}"
