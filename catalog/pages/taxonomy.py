"""The two versions of the taxonomy side by side (対応表)."""

from typing import Any

from litestar import Request, Response, get

from accounts.domain import Actor
from catalog.queries.crosswalk import crosswalk
from core.web.pages import page

TAXONOMY = "/taxonomy"


@get(TAXONOMY, include_in_schema=False)
async def show_crosswalk(request: Request[Actor, Any, Any]) -> Response[Any]:
    """Which item of 2017 is which of 2025, with definitions, points and how many products there are."""
    return page(request, "catalog/taxonomy.html", pairs=await crosswalk(counted=True))
