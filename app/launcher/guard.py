"""Run one program and end it when the parent goes away, however the parent goes.

`python -I -S guard.py INT,QUIT 2.5 program argument…`: standard input is a pipe whose other end only the
parent holds. When it closes (asked to stop, crashed, or killed with -9) the program gets the named signals
one after the other, each with that many seconds of grace, and SIGKILL at last. Standard library only: it
starts in a few milliseconds, on Linux and macOS alike.
"""

import os
import signal
import subprocess
import sys
import threading
from types import FrameType


def _end(child: "subprocess.Popen[bytes]", signals: list[signal.Signals], grace: float) -> None:
    for chosen in signals:
        child.send_signal(chosen)
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            continue
        return
    child.kill()


def _end_with_parent(child: "subprocess.Popen[bytes]", signals: list[signal.Signals], grace: float) -> None:
    while os.read(0, 1):
        pass
    _end(child, signals, grace)


def main(arguments: list[str]) -> int:
    """Guard `arguments[2:]`; the exit code is the program's, 128 and more for a signal."""
    signals = [signal.Signals[f"SIG{name}"] for name in arguments[0].split(",")]
    grace = float(arguments[1])
    # descriptors that the parent passed on (a listening socket) go on to the program
    child = subprocess.Popen(arguments[2:], stdin=subprocess.DEVNULL, close_fds=False)

    def ask(_number: int, _frame: FrameType | None) -> None:
        child.send_signal(signals[0])

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    threading.Thread(target=_end_with_parent, args=(child, signals, grace), daemon=True).start()
    code = child.wait()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
