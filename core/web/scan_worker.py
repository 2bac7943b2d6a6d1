"""The service worker of a page for scanning, with what it keeps for when there is no network."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec
from litestar import Response

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
def script(page: str) -> str:
    """The program that keeps `page`; it changes with the kept files, and browsers then fetch them anew."""
    files = sorted(path for pattern in _PATTERNS for path in _STATIC.glob(pattern))
    version = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
    kept = [f"/static/{path.relative_to(_STATIC).as_posix()}" for path in files]
    known = {"PAGE": page, "VERSION": version, "ASSETS": kept}
    said = "".join(
        f"const {name} = {msgspec.json.encode(value).decode()};\n" for name, value in known.items()
    )
    return said + _WORKER.read_text(encoding="utf-8")


def answer(page: str) -> Response[str]:
    """The service worker as a browser takes it: it may keep `page` and all below it."""
    return Response(script(page), media_type="text/javascript", headers={"Service-Worker-Allowed": page})
