"""Print the path of a Chromium for the browser tests; install Debian's when we are root and there is none.

Standard library only. Also sees to a font with Japanese letters, so that screenshots can be read.
Whatever is missing and cannot be had ends in one sentence and exit code 1: nothing is skipped.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT_PACKAGE = "fonts-ipaexfont-gothic"


def say(sentence: str) -> None:
    """Tell on standard error what is being done; standard output is for the path."""
    sys.stderr.write(sentence + "\n")


def find_chromium() -> str | None:
    """`$CHROMIUM`, else the first of `NAMES` on PATH."""
    chosen = os.environ.get("CHROMIUM", "")
    if chosen:
        if shutil.which(chosen) is None:
            sys.exit(f"CHROMIUM is set to {chosen}, but that is no program; correct or unset it.")
        return shutil.which(chosen)
    return next(filter(None, map(shutil.which, NAMES)), None)


def has_japanese_font() -> bool:
    """Whether the system's font list knows one with Japanese letters."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    return bool(subprocess.run([lister, ":lang=ja"], capture_output=True, check=False).stdout.strip())


def install(packages: list[str]) -> None:
    """Install Debian packages, if we may."""
    wanted = " and ".join(packages)
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        sys.exit(f"The browser tests need {wanted}: install them with your package manager, or set CHROMIUM.")
    say(f"Installing {wanted}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([apt, "update"], [apt, "install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run([*command, "--quiet"], env=environ, stdout=sys.stderr, check=False)
        if done.returncode != 0:
            sys.exit(f"apt-get could not install {wanted} for the browser tests; the lines above say why.")


def main() -> None:
    """Install what is missing, then print where Chromium is."""
    missing = [] if find_chromium() else ["chromium"]
    if not has_japanese_font():
        missing += ["fontconfig", FONT_PACKAGE]
    if missing:
        install(missing)
    found = find_chromium()
    if found is None:
        sys.exit("There is no Chromium for the browser tests; install one or set CHROMIUM to it.")
    sys.stdout.write(found + "\n")


if __name__ == "__main__":
    main()
