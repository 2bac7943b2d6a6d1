"""Install the pinned packages with pip, and show how far it has come.

`.venv/bin/python app/launcher/packages.py requirements.txt`; runs before anything is installed, so it is
written with the standard library alone.
"""

import re
import subprocess
import sys
from collections import deque
from pathlib import Path

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install")
OPTIONS = ("--require-hashes", "--no-warn-script-location", "--progress-bar", "off")
NAMED = re.compile(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)")


def _show(text: str) -> None:
    """One line that is written over on a terminal; elsewhere only what ends it."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{text}")
        sys.stdout.flush()


def install(requirements: Path) -> int:
    """Install what `requirements` pins; pip's exit code, and its last words when it fails."""
    total = sum(1 for line in requirements.read_text().splitlines() if re.match(r"[a-z0-9].*==", line))
    last: deque[str] = deque(maxlen=8)
    seen = 0
    command = [*PIP, *OPTIONS, "-r", str(requirements)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            last.append(line)
            named = NAMED.match(line)
            if named:
                seen += 1
                _show(f"  {seen} of {total} fetched: {named[1]}")
            elif line.startswith("Installing collected packages"):
                _show(f"  putting {total} packages in their place")
    _show("")
    if pip.returncode != 0:
        sys.stderr.writelines(last)
        sys.stderr.write(f"tameshi: the packages of {requirements} could not be installed.\n")
    else:
        sys.stdout.write(f"  {total} packages are in place\n")
    return pip.returncode


if __name__ == "__main__":
    sys.exit(install(Path(sys.argv[1])))
