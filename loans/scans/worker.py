"""The service worker of the scan page, with the list of what it keeps for when there is no network."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

_STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
_WORKER = _STATIC / "js" / "scan-worker.js"
_PATTERNS = (
    "css/*.css",
    "js/app.js",
    "js/scan*.js",
    "icons.svg",
    "mark.svg",
    "vendor/*.css",
    "vendor/htmx*.js",
    "vendor/barcode-detector*.js",
    "vendor/zxing*.wasm",
)


@cache
def script() -> str:
    """The worker's program; it changes with the kept files, and then browsers fetch all of them anew."""
    files = sorted(path for pattern in _PATTERNS for path in _STATIC.glob(pattern))
    version = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    kept = [f"/static/{path.relative_to(_STATIC).as_posix()}" for path in files]
    known = f'const VERSION = "{version}";\nconst ASSETS = {msgspec.json.encode(kept).decode()};\n'
    return known + _WORKER.read_text(encoding="utf-8")
