"""A vendor's own products: list, describe, change."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog import looks, queries, usecases
from catalog.domain import ProductStatus, ShippingPayer, TaxonomyVersion
from catalog.forms import ProductForm
from catalog.pages.asking import PageRequest, attempt
from catalog.product_changes import product_changes
from catalog.queries import ProductFilter, ProductView
from catalog.told_values import tell_values
from core.errors import NotFound
from core.i18n import gettext as _
from core.web.pages import page, see_other
from directory.kinds import OrganizationKind

OWN = "/vendor/products"


@get(OWN, include_in_schema=False)
async def list_own(request: PageRequest) -> Response[Any]:
    """Every product of this vendor, drafts and discontinued ones too."""
    vendor_id = request.user.one_of(OrganizationKind.VENDOR).acting_for()
    cursor = request.query_params.get("cursor")
    found = await queries.list_products(request.user, ProductFilter(vendor_id=vendor_id), cursor=cursor)
    next_url = f"{OWN}?cursor={found.next}" if found.next else ""
    return page(request, "catalog/own_products.html", products=found.items, next_url=next_url, looks=looks)


async def _form_page(
    request: PageRequest, form: ProductForm, product: ProductView | None = None, status: int = 200
) -> Response[Any]:
    changes = await product_changes(product.id) if product else []
    labels = {field.name: field.label.text for field in form} | {
        "created": _("登録"),
        "materials": _("写真と資料"),
    }
    shown: dict[str, object] = {
        "form": form,
        "product": product,
        "changes": changes,
        "labels": labels,
        "looks": looks,
    }
    shown |= {"value_of": await tell_values()}
    return page(request, "catalog/product_form.html", status=status, **shown)


async def _offered(form: ProductForm) -> ProductForm:
    form.offer_items(await queries.taxonomy_of(TaxonomyVersion.Y2025))
    return form


@get(OWN + "/new", include_in_schema=False)
async def new_product(request: PageRequest) -> Response[Any]:
    """An empty form; a product begins as a draft."""
    request.user.one_of(OrganizationKind.VENDOR)
    first = {"status": ProductStatus.DRAFT, "shipping_payer": ShippingPayer.VENDOR}
    return await _form_page(request, await _offered(ProductForm(data=first)))


@post(OWN + "/new", include_in_schema=False)
async def create_product(request: PageRequest) -> Response[Any]:
    """Keep it, and go on to its units."""
    request.user.one_of(OrganizationKind.VENDOR)
    form = await _offered(await ProductForm.of(request))
    made = await attempt(form, lambda: usecases.create_product(request.user, form.as_new()))
    if made is None:
        return await _form_page(request, form, status=422)
    return see_other(f"{OWN}/{made.id}/units", said=_("機種を登録しました。次に、個体を登録してください。"))


async def own_product(actor: Actor, product_id: UUID) -> ProductView:
    """A product of this vendor; `NotFound` for anybody else's."""
    product = await queries.product_for(actor.one_of(OrganizationKind.VENDOR), product_id)
    if product.vendor_id != actor.organization_id:
        raise NotFound
    return product


@get(OWN + "/{product_id:uuid}", include_in_schema=False)
async def edit_product(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """The form with what is known."""
    product = await own_product(request.user, product_id)
    known = msgspec.structs.asdict(product) | {
        "expected": product.updated_at.isoformat(),
        "ccta95_codes": " ".join(product.ccta95_codes),
    }
    return await _form_page(request, await _offered(ProductForm(data=known)), product)


@post(OWN + "/{product_id:uuid}", include_in_schema=False)
async def change_product(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """Keep the change, unless somebody else was quicker."""
    product = await own_product(request.user, product_id)
    form = await _offered(await ProductForm.of(request))
    expected = _moment(form.expected.data)
    changed = await attempt(
        form,
        lambda: usecases.update_product(request.user, product_id, form.as_change(), expected=expected),
    )
    if changed is None:
        return await _form_page(request, form, product, status=422)
    return see_other(OWN, said=_("%(name)sを保存しました。", name=changed.name))


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None


PRODUCT_PAGES: list[ControllerRouterHandler] = [
    list_own,
    new_product,
    create_product,
    edit_product,
    change_product,
]
