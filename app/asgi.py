"""The web application: `create_app()` puts the rooms together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin, YamlRenderPlugin
from litestar.static_files import create_static_files_router

from accounts.middleware import Gate, Identification
from app import errors
from app.doors import door
from app.routes import ROUTES
from app.templating import csrf_cookie, template_config
from app.threshold import Threshold
from core import db
from core.settings import Settings, settings
from notifications.wakeup import BELL

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 1024 * 1024


@asynccontextmanager
async def _with_pool(_: Litestar) -> AsyncIterator[None]:
    db.configure(settings().database_url)
    async with db.pool(settings().database_pool):
        yield
    await BELL.close()


def _csrf(given: Settings) -> CSRFConfig:
    return CSRFConfig(
        secret=given.secret_key,
        cookie_name=csrf_cookie(),
        cookie_secure=given.base_url.startswith("https://"),
        cookie_httponly=True,
        exclude=["^/api/"],  # bearer tokens only: no browser sends them by itself
    )


def _openapi() -> OpenAPIConfig:
    # Documents only: the viewers would load their scripts from elsewhere.
    return OpenAPIConfig(
        title="Tameshi",
        version="1",
        path="/schema",
        create_examples=False,
        render_plugins=[JsonRenderPlugin(), YamlRenderPlugin()],
    )


def create_app(*, with_pool: bool = True) -> Litestar:
    """The application, ready to be served; settings are read from the environment.

    Without `with_pool` the caller has opened the pool already.
    """
    given = settings()
    application = Litestar(
        route_handlers=[*ROUTES, create_static_files_router(path="/static", directories=[STATIC])],
        lifespan=[_with_pool] if with_pool else [],
        middleware=[Gate],
        guards=[door],
        csrf_config=_csrf(given),
        template_config=template_config(),
        exception_handlers=errors.HANDLERS,
        request_max_body_size=LARGEST_BODY,
        openapi_config=_openapi(),
    )
    # Outside the router: a page that says "not found" speaks the reader's language, too.
    application.asgi_handler = Threshold(Identification(application.asgi_handler))
    return application
