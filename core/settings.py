"""What can be set from outside: `TAMESHI_*` environment variables, read once, refused when wrong."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

PREFIX = "TAMESHI_"
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("console", "json")
SHORTEST_SECRET = 32
HIGHEST_PORT = 65535
MOST_USUAL_PROCESSES = 4


class SettingsError(Exception):
    """A setting is wrong; the message is one sentence saying which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked.

    An empty `database_url` or `redis_url` asks for the embedded service; an empty `smtp_url` keeps every
    mail on this machine; an empty `files_url` keeps files in the data folder; an empty `secret_key` asks for
    the one kept there.
    """

    database_url: str
    redis_url: str
    smtp_url: str
    files_url: str
    mail_from: str
    base_url: str
    secret_key: str
    host: str
    port: int
    data_dir: Path
    demo: bool
    log_level: str
    log_format: str
    database_pool: int
    web_processes: int

    @property
    def is_secure(self) -> bool:
        """Whether people reach the program over https, so that cookies may demand it."""
        return self.base_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name without the prefix, its default, and what it means."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("DATABASE_URL", "", "PostgreSQL 15 or newer, postgresql://…; empty: the embedded one"),
    Variable("REDIS_URL", "", "Valkey or Redis, redis://…, rediss://… or unix://…; empty: the embedded one"),
    Variable("SMTP_URL", "", "smtp://…, smtp+starttls://… or smtps://…; empty: mail is caught at /mailbox"),
    Variable(
        "FILES_URL",
        "",
        "S3-compatible storage, s3://KEY:SECRET@host/bucket/prefix?region=…; empty: the data folder",
    ),
    Variable("MAIL_FROM", "tameshi@localhost.example", "the sender's address of every mail"),
    Variable("BASE_URL", "", "the address people type; empty: http://localhost and the port"),
    Variable("SECRET_KEY", "", "32 characters or more; empty: made once and kept in the data folder"),
    Variable("HOST", "127.0.0.1", "the network address the web server listens on"),
    Variable("PORT", "8000", "the port the web server listens on"),
    Variable("DATA_DIR", "var", "where the embedded services, files and logs are kept"),
    Variable("DEMO", "", "yes or no: load the demo world into an empty database; empty: when embedded"),
    Variable("LOG_LEVEL", "info", "debug, info, warning or error"),
    Variable("LOG_FORMAT", "console", "console or json"),
    Variable("DATABASE_POOL", "10", "connections each process keeps to PostgreSQL"),
    Variable("WEB_PROCESSES", "", "web processes on this machine; empty: one for each core, four at most"),
)
_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


def unknown_settings(names: Iterable[str]) -> list[str]:
    """A sentence for each of the `TAMESHI_*` names that is no setting."""
    known = {PREFIX + name for name in _DEFAULTS}
    sentences = []
    for name in sorted(set(names) - known):
        if name.startswith(PREFIX):
            close = get_close_matches(name, known, n=1)
            meant = f"; did you mean {close[0]}?" if close else "."
            sentences.append(f"{name} is not a setting{meant}")
    return sentences


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`; raises `SettingsError` for the first that is wrong."""
    raw = {name: environ.get(PREFIX + name, "").strip() or default for name, default in _DEFAULTS.items()}
    port = _number("PORT", raw["PORT"], 1, HIGHEST_PORT)
    database_url = _address("DATABASE_URL", raw["DATABASE_URL"], ("postgresql", "postgres"))
    return Settings(
        database_url=database_url,
        redis_url=_address("REDIS_URL", raw["REDIS_URL"], ("redis", "rediss", "unix")),
        smtp_url=_address("SMTP_URL", raw["SMTP_URL"], ("smtp", "smtp+starttls", "smtps")),
        files_url=_files_url(raw["FILES_URL"]),
        mail_from=_checked("MAIL_FROM", raw["MAIL_FROM"], lambda text: "@" in text, "a mail address"),
        base_url=_base_url(raw["BASE_URL"], port),
        secret_key=_secret_key(raw["SECRET_KEY"]),
        host=raw["HOST"],
        port=port,
        data_dir=Path(raw["DATA_DIR"]).expanduser().absolute(),
        demo=_truth("DEMO", raw["DEMO"], default=not database_url),
        log_level=_choice("LOG_LEVEL", raw["LOG_LEVEL"], LOG_LEVELS),
        log_format=_choice("LOG_FORMAT", raw["LOG_FORMAT"], LOG_FORMATS),
        database_pool=_number("DATABASE_POOL", raw["DATABASE_POOL"], 1, 1000),
        web_processes=_number("WEB_PROCESSES", raw["WEB_PROCESSES"] or str(_usual_processes()), 1, 64),
    )


_current: Settings | None = None


def settings() -> Settings:
    """The settings of this process, read from its environment at the first call."""
    global _current  # noqa: PLW0603  # the one place where they are kept
    if _current is None:
        _current = load_settings(os.environ)
    return _current


def use_settings(chosen: Settings) -> None:
    """Let `settings()` answer `chosen` from now on: the launcher fills in the embedded services."""
    global _current  # noqa: PLW0603  # the one place where they are kept
    _current = chosen


def _checked(name: str, text: str, is_right: Callable[[str], bool], wanted: str) -> str:
    if not is_right(text):
        raise SettingsError(f"{PREFIX}{name} must be {wanted}, but it is “{text}”.")
    return text


def _number(name: str, text: str, lowest: int, highest: int) -> int:
    def is_right(text: str) -> bool:
        return text.isascii() and text.isdigit() and lowest <= int(text) <= highest

    return int(_checked(name, text, is_right, f"a whole number from {lowest} to {highest}"))


def _usual_processes() -> int:
    """A page costs one core a few milliseconds; the database and the worker want theirs, too."""
    return min(os.cpu_count() or 1, MOST_USUAL_PROCESSES)


def _choice(name: str, text: str, choices: tuple[str, ...]) -> str:
    return _checked(name, text.lower(), lambda chosen: chosen in choices, "one of " + ", ".join(choices))


def _truth(name: str, text: str, *, default: bool) -> bool:
    if not text:
        return default
    return _choice(name, text, ("yes", "no", "true", "false", "1", "0")) in {"yes", "true", "1"}


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _address(name: str, text: str, schemes: tuple[str, ...]) -> str:
    """`text` if it is empty or an address of one of `schemes`; it is not repeated: it may hold a password."""
    parts = _split(text)
    if text and (parts is None or parts.scheme not in schemes or "://" not in text):
        starts = " or ".join(f"{scheme}://" for scheme in schemes)
        raise SettingsError(f"{PREFIX}{name} must be an address that starts with {starts}.")
    return text


def _files_url(text: str) -> str:
    """`text` if it is empty or names a host, a bucket and the key to it; never repeated: it holds the key."""
    parts = _split(_address("FILES_URL", text, ("s3", "s3+http")))
    if text and not (
        parts and parts.hostname and parts.username and parts.password and parts.path.strip("/")
    ):
        raise SettingsError(f"{PREFIX}FILES_URL must be an address like s3://KEY:SECRET@host/bucket.")
    return text


def _base_url(text: str, port: int) -> str:
    if not text:
        return f"http://localhost:{port}"

    def is_right(text: str) -> bool:
        parts = _split(text)
        return bool(
            parts
            and parts.scheme in {"http", "https"}
            and parts.hostname
            and not (parts.query or parts.fragment or parts.username)
        )

    return _checked("BASE_URL", text, is_right, "an address like https://tameshi.example").rstrip("/")


def _secret_key(text: str) -> str:
    if text and len(text) < SHORTEST_SECRET:
        raise SettingsError(f"{PREFIX}SECRET_KEY must have {SHORTEST_SECRET} characters or more.")
    return text
