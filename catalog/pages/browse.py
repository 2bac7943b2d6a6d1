"""The catalogue: by the problem to be solved, by field and item, by words, by free days."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Request, Response, get

from accounts.domain import Actor
from catalog import queries
from catalog.availability import Availability
from catalog.domain import ProductStatus, ShippingPayer, TaxonomyVersion
from catalog.forms import BrowseForm
from catalog.free_search import PORTION, FreeSearch
from catalog.looks import SHIPPING_PAYER, picture_of
from catalog.materials.queries import first_photos
from catalog.queries import Problem, ProductFilter, ProductView, Taxonomy
from catalog.queries.crosswalk import crosswalk
from core.web.pages import page
from core.web.values import as_filter

CATALOGUE = "/catalogue"
_PAGE = 24

PageRequest = Request[Actor, Any, Any]


@get([CATALOGUE, "/products"], include_in_schema=False)
async def browse(request: PageRequest) -> Response[Any]:
    """All ways in while nothing is looked for; then what was found."""
    form = BrowseForm.of_query(request)
    taxonomy = await queries.taxonomy_of(form.version)
    pairs = await crosswalk()
    form.offer_items(taxonomy, pairs)
    is_valid = form.validate() and form.knows_days()
    if not form.is_narrowed:
        taxonomy = await queries.taxonomy_of(form.version, counted=True)
        return _ways_in(request, form, taxonomy, await queries.problems())
    problem = await queries.problem_of(form.problem.data) if form.problem.data else None
    wanted = _wanted(form, problem)
    found = await _found(request, form, wanted) if is_valid else Found([])
    return page(
        request,
        "catalog/found.html",
        status=200 if is_valid else 422,
        form=form,
        taxonomy=taxonomy,
        problem=problem,
        problem_items=[pair for pair in pairs if problem and pair.code in problem.item_codes],
        pair=next((pair for pair in pairs if pair.code == form.item.data), None),
        problems=await queries.problems(form.q.data) if form.q.data and not problem else [],
        products=found.products,
        facets=await queries.facets_of(request.user, wanted) if is_valid else None,
        photos=await first_photos([product.id for product in found.products]),
        payers=SHIPPING_PAYER,
        vendor_name=found.products[0].vendor_name if form.vendor.data and found.products else "",
        free=found.free,
        judged=found.judged,
        portion=PORTION,
        next_url=address_of(form, cursor=found.next) if found.next else "",
        address_of=address_of,
        picture_of=picture_of,
        versions=list(TaxonomyVersion),
    )


def _ways_in(
    request: PageRequest, form: BrowseForm, taxonomy: Taxonomy, problems: list[Problem]
) -> Response[Any]:
    return page(
        request,
        "catalog/browse.html",
        form=form,
        taxonomy=taxonomy,
        problems=problems,
        address_of=address_of,
        picture_of=picture_of,
        versions=list(TaxonomyVersion),
    )


def _wanted(form: BrowseForm, problem: Problem | None) -> ProductFilter:
    items = [form.item.data] if form.item.data else (problem.item_codes if problem else [])
    return ProductFilter(
        q=form.q.data or "",
        items=items,
        vendor_id=as_filter(form.vendor.data),
        status=ProductStatus.PUBLIC,
        without_wifi=bool(form.without_wifi.data),
        payer=ShippingPayer(form.payer.data) if form.payer.data in set(ShippingPayer) else None,
        prefecture=form.prefecture.data or "",
    )


class Found(msgspec.Struct, frozen=True):
    """A page of products; where days were asked for: what is free, and of how many that was looked up."""

    products: Sequence[ProductView]
    next: str | None = None
    free: Mapping[UUID, Availability] = {}
    judged: int = 0


async def _found(request: PageRequest, form: BrowseForm, wanted: ProductFilter) -> Found:
    cursor = request.query_params.get("cursor")
    if form.start.data is None:
        page_of = await queries.list_products(request.user, wanted, cursor=cursor, limit=_PAGE)
        return Found(page_of.items, page_of.next)
    asked = FreeSearch(
        actor=request.user,
        wanted=wanted,
        start=form.start.data,
        days=form.days.data,
        only_free=bool(form.only_free.data),
    )
    found = await asked.page(cursor, _PAGE)
    return Found(found.products, found.next, found.free, found.judged)


def _in_address(field: Any) -> object:
    return field.data if field.kind == "tick" else field.shown


def address_of(form: BrowseForm, **changes: object) -> str:
    """The address of this search with some of it changed; what is empty is left out."""
    given = {field.name: _in_address(field) for field in form} | changes
    query = urlencode({name: "on" if value is True else value for name, value in given.items() if value})
    return f"{CATALOGUE}?{query}" if query else CATALOGUE
