"""A vendor's page of a product's checklist: its lines, and every version there was."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.checklists.forms import LINE_KINDS, ChecklistForm
from catalog.checklists.queries import accessories_of, versions_of
from catalog.checklists.usecases import write_checklist
from catalog.pages.asking import PageRequest, attempt
from catalog.pages.products import own_product
from catalog.queries import ProductView
from core.i18n import gettext as _
from core.web.forms import Submitted
from core.web.pages import page, see_other

_PATH = "/vendor/products/{product_id:uuid}/checklist"


@get(_PATH, include_in_schema=False)
async def edit_checklist(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """The lines in force, and rows for more."""
    product = await own_product(request.user, product_id)
    versions = await versions_of(product_id, 1)
    lines, version = (versions[0].lines, versions[0].version) if versions else ([], None)
    return await _shown(request, product, ChecklistForm.with_lines(lines, version))


@post(_PATH, include_in_schema=False)
async def save_checklist(request: PageRequest, product_id: FromPath[UUID]) -> Response[Any]:
    """Put the lines in force, unless somebody else was quicker."""
    product = await own_product(request.user, product_id)
    form = ChecklistForm.sent(Submitted((await request.form()).multi_items()))
    saved = await attempt(
        form, lambda: write_checklist(request.user, product_id, form.command(), is_seen=True)
    )
    if saved is None:
        return await _shown(request, product, form, status=422)
    said = _("点検票を保存しました。次の受け渡しから使われます。")
    return see_other(f"/vendor/products/{product_id}/checklist", said=said)


async def _shown(
    request: PageRequest, product: ProductView, form: ChecklistForm, *, status: int = 200
) -> Response[Any]:
    return page(
        request,
        "catalog/checklist.html",
        status=status,
        product=product,
        form=form,
        accessories=await accessories_of(product.id),
        versions=await versions_of(product.id),
        kinds=dict(LINE_KINDS),
    )


CHECKLIST_PAGES: list[ControllerRouterHandler] = [edit_checklist, save_checklist]
