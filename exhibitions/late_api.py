"""What late units of displays run into, for a counter's or a lender's own program."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.touched import InTheWay
from exhibitions.exhibits import exhibit_for
from exhibitions.late import in_the_way

ApiRequest = Request[Actor, Any, Any]


class LateExhibit(msgspec.Struct, frozen=True):
    """All bookings that a late unit of a display runs into; none where it is not late. It has no pages."""

    items: list[InTheWay]
    next: None = None


@get(
    "/api/v1/exhibits/{exhibit_id:uuid}/late-return",
    operation_id="getLateReturnOfExhibit",
    tags=("exhibitions",),
)
async def get_late_return(request: ApiRequest, exhibit_id: FromPath[UUID]) -> LateExhibit:
    """Whose bookings an exhibit's late unit runs into, and what this caller can do for each of them."""
    return LateExhibit(await in_the_way(request.user, await exhibit_for(request.user, exhibit_id)))


HANDLERS: list[ControllerRouterHandler] = [get_late_return]
