"""`tameshi serve` and `tameshi worker`: the two programs that answer and deliver."""

import socket

import uvicorn

from app.launcher.errors import LauncherError
from app.launcher.listening import listening_socket
from app.launcher.services import with_running_services, with_secret
from app.logs import configure_logs
from app.turnstile import Counts, Server, shared_counts
from core.settings import Settings, SettingsError, settings, use_settings

GOODBYE = 2  # seconds that requests under way get when the server is told to stop


def _found_services() -> Settings:
    """The settings with services that run already; raises `SettingsError` when there are none."""
    given = with_running_services(with_secret(settings()))
    for name, url in (("DATABASE_URL", given.database_url), ("REDIS_URL", given.redis_url)):
        if not url:
            raise SettingsError(
                f"TAMESHI_{name} must be set, or `tameshi run` be running on the same folder."
            )
    use_settings(given)
    configure_logs(given)
    return given


def serve(descriptor: int | None = None, counts: int | None = None, seat: int = 0) -> None:
    """Answer requests until told to stop, on the socket `descriptor` or on the address of the settings.

    `counts` is the descriptor of what the web processes of one socket share, `seat` this one's number.
    """
    given = _found_services()
    listening = socket.socket(fileno=descriptor) if descriptor is not None else listening_socket(given)
    if counts is None:
        with shared_counts() as own:
            answer("app.asgi:create_app", listening, Counts(own.fileno(), 0), given.log_level)
    else:
        answer("app.asgi:create_app", listening, Counts(counts, seat), given.log_level)


def answer(factory: str, listening: socket.socket, counts: Counts, log_level: str) -> None:
    """Serve what `factory` makes; raises `LauncherError` when it does not start."""
    config = uvicorn.Config(
        factory,
        factory=True,
        lifespan="on",
        access_log=False,
        server_header=False,
        log_level=log_level,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GOODBYE,
    )
    server = Server(config, counts)
    server.run(sockets=[listening])
    if not server.started:
        raise LauncherError("The web server did not start; the lines above say why.")


def work() -> None:
    """Deliver what is due until told to stop."""
    from app.worker import run_worker

    _found_services()
    run_worker()
