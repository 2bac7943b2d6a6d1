"""Tokens that open doors: made here, shown once, kept only as digests."""

import hashlib
import re
import secrets

# Crockford's base 32 without letters that are mistaken for digits on a printed label.
READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_TOKEN_IN_PATH = re.compile(rf"(?<=/)(?!{_UUID}(?:/|$))[A-Za-z0-9_-]{{22,}}(?=/|$|\.ics$)")


def new_token(size: int = 32) -> str:
    """A URL-safe token of `size` random bytes (at least 16: 128 bits)."""
    return secrets.token_urlsafe(max(size, 16))


def digest(token: str) -> bytes:
    """SHA-256 of a token: what the database keeps. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode()).digest()


def without_tokens(path: str) -> str:
    """`path` as it may stand in a log: what looks like a token is left out, ids stay."""
    return _TOKEN_IN_PATH.sub("…", path)


def readable_code(length: int = 8) -> str:
    """A short code for people to read out or type, as printed below a QR code."""
    return "".join(secrets.choice(READABLE) for _ in range(length))
