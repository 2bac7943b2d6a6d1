"""The templates of all features under one roof, with the words and filters they may use."""

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig

from app.launcher.assets import vendor_names
from app.navigation import here, navigation
from core import i18n

ROOT = Path(__file__).resolve().parent.parent
FEATURES = ("app", "accounts", "catalog", "directory", "exhibitions", "loans", "notifications")


def environment() -> Environment:
    """Jinja, strict about names nobody gave, escaping everything."""
    loader = ChoiceLoader([FileSystemLoader(ROOT / feature / "templates") for feature in FEATURES])
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.add_extension("jinja2.ext.do")
    i18n.install(made)
    made.globals.update(navigation=navigation, vendor=vendor_names())
    made.filters["here"] = here
    return made


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """What Litestar must know of the templates."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment()))
