"""The data folder: who owns it, what runs in it, the key it keeps."""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from app.launcher.errors import LauncherError

LONGEST_SOCKET_PATH = 90  # macOS allows 103 bytes, and the socket's own name comes after the folder


@dataclass(frozen=True, slots=True)
class Running:
    """What runs in a data folder: who started it, and the addresses of its services."""

    owner: int
    parent: int
    address: str
    database_url: str
    redis_url: str


class DataFolder:
    """One data folder; made when it is missing. Raises `LauncherError` when it cannot be written to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.logs = path / "log"
        self.run = path / "run"
        self._state = self.run / "state.json"
        self._lock: int | None = None
        try:
            for folder in (path, self.logs, self.run):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder):
                    pass
            self.run.chmod(0o700)
        except OSError as error:
            raise LauncherError(
                f"The data folder {path} cannot be written to ({error.strerror}); "
                "choose another one with TAMESHI_DATA_DIR or mend its permissions."
            ) from error

    @property
    def sockets(self) -> Path:
        """Where the sockets of the services are: in the folder, or beside it when its path is too long."""
        if len(os.fsencode(self.run)) <= LONGEST_SOCKET_PATH:
            return self.run
        name = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"tameshi-{os.getuid()}-{name}"
        short.mkdir(mode=0o700, exist_ok=True)
        if short.stat().st_uid != os.getuid() or short.is_symlink():
            raise LauncherError(f"{short} belongs to somebody else; choose a shorter TAMESHI_DATA_DIR.")
        return short

    def take(self) -> bool:
        """Become the owner, unless another process is; the kernel gives it back when we die."""
        lock = os.open(self.run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return False
        os.truncate(lock, 0)
        os.write(lock, str(os.getpid()).encode())
        self._lock = lock
        self.announce(None)
        return True

    def leave(self) -> None:
        """Stop being the owner."""
        self.announce(None)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def announce(self, running: Running | None) -> None:
        """Tell other commands what runs here; None: nothing."""
        if running is None:
            self._state.unlink(missing_ok=True)
            return
        draft = self._state.with_suffix(".new")
        draft.write_text(json.dumps(asdict(running)))
        draft.chmod(0o600)
        draft.replace(self._state)

    def running(self) -> Running | None:
        """What the present owner announced; None when it has not, or is starting or stopping."""
        try:
            found = Running(**json.loads(self._state.read_text()))
            owner = (self.run / "lock").read_text()
        except (OSError, ValueError, TypeError):
            return None
        return found if str(found.owner) == owner else None

    @contextlib.contextmanager
    def visit(self) -> Iterator[None]:
        """Use services that another process owns: a command that owns them waits for its visitors."""
        with (self.run / "visitors").open("a") as visitors:
            fcntl.flock(visitors, fcntl.LOCK_SH)
            yield

    def has_visitors(self) -> bool:
        """Whether another process uses our services."""
        with (self.run / "visitors").open("a") as visitors:
            try:
                fcntl.flock(visitors, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
        return False

    def secret_key(self) -> str:
        """The key that signs cookies: made once, readable by the owner alone."""
        path = self.path / "secret_key"
        # linked, not written in place: nobody ever reads half a key
        with contextlib.suppress(FileExistsError), tempfile.NamedTemporaryFile("w", dir=self.path) as draft:
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            os.link(draft.name, path)
        return path.read_text()
