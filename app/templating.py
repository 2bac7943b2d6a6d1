"""The templates of all features under one roof, with the words and filters they may use."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.base import csrf_token
from litestar.template.config import TemplateConfig

from app.launcher.assets import vendor_names
from app.navigation import footer_ways, here, navigation
from core import i18n
from core.secrets import digest
from core.settings import settings
from core.web import pieces
from directory.prefectures import prefecture_label

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ("app", "accounts", "catalog", "directory", "exhibitions", "loans", "notifications")


def environment() -> Environment:
    """Jinja, strict about names nobody gave, escaping everything."""
    found = ChoiceLoader([FileSystemLoader(ROOT / feature / "templates") for feature in FEATURES])
    made = Environment(
        loader=as_of_now(found),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.add_extension("jinja2.ext.do")
    i18n.install(made)
    made.globals.update(navigation=navigation, footer_ways=footer_ways, vendor=vendor_names(), pieces=pieces)
    made.filters["here"] = here
    made.filters["prefecture"] = prefecture_label
    made.filters["ord"] = ord
    return made


def as_of_now(found: BaseLoader) -> FunctionLoader:
    """The templates as they are now, whatever is put in their place later.

    Where a newer version is laid over a house that runs, its pages must not ask the code of before for what
    only the new one gives.
    """
    reader = Environment(autoescape=True)
    known = {
        name: found.get_source(reader, name)[:2] for name in found.list_templates() if name.endswith(".html")
    }

    def source(name: str) -> tuple[str, str | None, Callable[[], bool]] | None:
        return (*known[name], lambda: True) if name in known else None

    return FunctionLoader(source)


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """What Litestar must know of the templates."""
    engine = JinjaTemplateEngine.from_environment(environment())
    engine.register_template_callable("csrf_token", form_token)
    return TemplateConfig(instance=engine)


def form_token(context: Mapping[str, Any], /) -> str:
    """What a form must send back: the token of the request, or the browser's own at an unknown address."""
    return csrf_token(context) or context["request"].cookies.get(csrf_cookie(), "")


def csrf_cookie() -> str:
    """Its name follows the key: a cookie signed with an earlier one would have every form refused."""
    return f"tameshi_csrf_{digest(settings().secret_key).hex()[:8]}"
