"""Checklists for programs."""

from typing import Any
from uuid import UUID

from litestar import Request, get, put
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.checklists.domain import WriteChecklist
from catalog.checklists.queries import ChecklistVersion, checklist_for
from catalog.checklists.usecases import write_checklist

_PATH = "/api/v1/products/{product_id:uuid}/checklist"
ApiRequest = Request[Actor, Any, Any]


@get(_PATH, operation_id="getChecklist", tags=["catalog"])
async def get_checklist(request: ApiRequest, product_id: FromPath[UUID]) -> ChecklistVersion:
    """What is looked at each time a unit of the product changes hands."""
    return await checklist_for(request.user, product_id)


@put(_PATH, operation_id="writeChecklist", tags=["catalog"])
async def put_checklist(
    request: ApiRequest, product_id: FromPath[UUID], data: JSONBody[WriteChecklist]
) -> ChecklistVersion:
    """Put these lines in force, in this order; a line keeps its `key` when its words change."""
    return await write_checklist(request.user, product_id, data)


HANDLERS: list[ControllerRouterHandler] = [get_checklist, put_checklist]
