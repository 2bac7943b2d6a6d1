"""One web process of a measured server: `python -m benchmarks.serving FACTORY SOCKET COUNTS SEAT`."""

import socket
import sys

from app.commands.serving import answer
from app.turnstile import Counts


def main(factory: str, *numbers: str) -> None:
    """Serve what `factory` makes on a socket and with counts that were passed on."""
    listening, counts, seat = map(int, numbers)
    answer(factory, socket.socket(fileno=listening), Counts(counts, seat), "warning")


if __name__ == "__main__":
    main(*sys.argv[1:])
