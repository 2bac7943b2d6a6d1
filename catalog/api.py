"""The catalogue for programs: DESIGN section 7. Operation ids, paths and field names are a contract."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog import commands, queries, usecases
from catalog.comparison import Comparison, Wish, compare
from catalog.domain import Condition, ProductStatus, TaxonomyVersion, UnitStatus
from catalog.finding import SoonestFound, SoonestWish, find_soonest
from catalog.life.queries import LifeFilter, life_of
from catalog.life.sources import LifeKind, LifeRow
from catalog.queries import Item, ProductFilter, ProductView, UnitFilter, UnitView
from catalog.register.usecases import MoveUnit, change_unit, move_unit
from core.errors import Invalid
from core.web.idempotency import answer_once
from core.web.paging import Page

ApiRequest = Request[Actor, Any, Any]
Answer = Response[bytes]


class TaxonomyAnswer(msgspec.Struct, frozen=True):
    """The items of one version; they have no pages."""

    version: TaxonomyVersion
    items: Sequence[Item]
    next: None = None


@get("/api/v1/taxonomy", operation_id="listTaxonomy", tags=["catalog"])
async def list_taxonomy(version: FromQuery[TaxonomyVersion] = TaxonomyVersion.Y2017) -> TaxonomyAnswer:
    """Fields and items of a version, in order."""
    taxonomy = await queries.taxonomy_of(version, counted=True)
    return TaxonomyAnswer(taxonomy.version, taxonomy.items)


class ProductApi(Controller):
    """Products: public to everybody, written by their vendor."""

    path = "/api/v1/products"
    tags = ("catalog",)

    @get(operation_id="listProducts")
    async def list_products(
        self,
        request: ApiRequest,
        q: FromQuery[str] = "",
        item: FromQuery[str] = "",
        taxonomy: FromQuery[TaxonomyVersion | None] = None,
        vendor: FromQuery[UUID | None] = None,
        status: FromQuery[ProductStatus | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[ProductView]:
        """The products this caller may see, by name."""
        items = [item] if item else []
        wanted = ProductFilter(q=q, items=items, taxonomy=taxonomy, vendor_id=vendor, status=status)
        return await queries.list_products(request.user, wanted, cursor=cursor, limit=limit)

    @get("/{product_id:uuid}", operation_id="getProduct")
    async def get_product(self, request: ApiRequest, product_id: FromPath[UUID]) -> ProductView:
        """One product."""
        return await queries.product_for(request.user, product_id)

    @post(operation_id="createProduct", status_code=201)
    async def create_product(self, request: ApiRequest, data: JSONBody[commands.CreateProduct]) -> Answer:
        """Describe a product; it is public unless `status` says otherwise."""
        return await answer_once(request, lambda: usecases.create_product(request.user, data), status=201)

    @patch("/{product_id:uuid}", operation_id="updateProduct")
    async def update_product(
        self, request: ApiRequest, product_id: FromPath[UUID], data: JSONBody[commands.UpdateProduct]
    ) -> ProductView:
        """Change what is given; the rest stays."""
        return await usecases.update_product(request.user, product_id, data)


class UnitApi(Controller):
    """Units, for those who own, lend or keep them."""

    path = "/api/v1/units"
    tags = ("catalog",)

    @get(operation_id="listUnits")
    async def list_units(  # noqa: PLR0913, PLR0917  # one parameter a filter
        self,
        request: ApiRequest,
        product_id: FromQuery[UUID | None] = None,
        status: FromQuery[UnitStatus | None] = None,
        condition: FromQuery[Condition | None] = None,
        place_id: FromQuery[UUID | None] = None,
        due_by: FromQuery[date | None] = None,
        q: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[UnitView]:
        """The units this caller owns, lends or keeps, latest first."""
        wanted = UnitFilter(
            product_id=product_id,
            status=status,
            condition=condition,
            place_id=place_id,
            due_by=due_by,
            q=q,
        )
        return await queries.list_units(request.user, wanted, cursor=cursor, limit=limit)

    @get("/{unit_id:uuid}", operation_id="getUnit")
    async def get_unit(self, request: ApiRequest, unit_id: FromPath[UUID]) -> UnitView:
        """One unit."""
        return await queries.unit_for(request.user, unit_id)

    @put("/{unit_id:uuid}", operation_id="updateUnit")
    async def update_unit(
        self, request: ApiRequest, unit_id: FromPath[UUID], data: JSONBody[commands.ChangeUnit]
    ) -> UnitView:
        """Write what the register says of a unit; what changed is kept."""
        return await change_unit(request.user, unit_id, data)

    @post("/{unit_id:uuid}/move", operation_id="moveUnit", status_code=200)
    async def move_unit(
        self, request: ApiRequest, unit_id: FromPath[UUID], data: JSONBody[MoveUnit]
    ) -> Answer:
        """Change owner, lender, custodian or place, one by one, with a reason."""
        return await answer_once(request, lambda: move_unit(request.user, unit_id, data))

    @get("/{unit_id:uuid}/events", operation_id="listUnitEvents")
    async def list_unit_events(
        self,
        request: ApiRequest,
        unit_id: FromPath[UUID],
        kind: FromQuery[LifeKind | None] = None,
        month: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int | None] = None,
    ) -> Page[LifeRow]:
        """All that happened to a unit, newest first, as far as this caller may know it."""
        unit = await queries.unit_for(request.user, unit_id)
        wanted = LifeFilter(kind=kind, month=month)
        return await life_of(request.user, unit, wanted, cursor=cursor, limit=limit)

    @post(operation_id="createUnit", status_code=201)
    async def create_unit(self, request: ApiRequest, data: JSONBody[commands.CreateUnit]) -> Answer:
        """Register a unit; it gets a tag."""
        return await answer_once(request, lambda: usecases.create_unit(request.user, data), status=201)


@get("/api/v1/availability", operation_id="searchAvailability", tags=["catalog"])
async def search_availability(
    request: ApiRequest,
    product_id: FromQuery[UUID | None] = None,
    item: FromQuery[str] = "",
    start: FromQuery[date | None] = None,
    end: FromQuery[date | None] = None,
    days: FromQuery[int | None] = None,
    quantity: FromQuery[int] = 1,
    prefecture: FromQuery[str] = "",
) -> Comparison:
    """What is free for a trial, why the rest is not, and what instead."""
    wish = Wish(
        product_id=product_id,
        item=item,
        start=start,
        end=end,
        days=days,
        quantity=quantity,
        prefecture=prefecture,
    )
    return await compare(request.user.signed_in(), wish)


# Text, not a date: callers know the parameter as `from`, and a wrong one is named so.
FromDay = Annotated[
    str, QueryParameter(name="from", schema_extra={"format": "date"}, description="Not before this day")
]


@get("/api/v1/availability/soonest", operation_id="findSoonest", tags=["catalog"])
async def search_soonest(  # one parameter a part of the wish
    request: ApiRequest,
    product_id: FromQuery[UUID | None] = None,
    item: FromQuery[str] = "",
    weeks: FromQuery[int | None] = None,
    days: FromQuery[int | None] = None,
    quantity: FromQuery[int] = 1,
    from_day: FromDay = "",
    prefecture: FromQuery[str] = "",
) -> SoonestFound:
    """When and through which counter it can be had first, soonest first."""
    wish = SoonestWish(
        product_id=product_id,
        item=item,
        weeks=weeks,
        days=days,
        quantity=quantity,
        since=_day(from_day),
        prefecture=prefecture,
    )
    return await find_soonest(request.user.signed_in(), wish)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid({"from": "wrong-type"}) from error


HANDLERS: list[ControllerRouterHandler] = [
    list_taxonomy,
    ProductApi,
    UnitApi,
    search_availability,
    search_soonest,
]
