"""Lending from the show on a page: what takes the exhibit's place is proposed before anything happens."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from catalog.foreseen import Foreseen
from catalog.pages.asking import PageRequest, ask_url, attempt
from core.clock import today
from core.errors import Conflict, Invalid
from core.i18n import gettext as _
from core.web.forms import is_only_asked
from core.web.pages import page, see_other
from core.web.values import as_day
from exhibitions.exhibits import exhibit_for
from exhibitions.lending.forms import NOTHING, LendForm
from exhibitions.lending.leaving import lend_from_show
from exhibitions.lending.substitutes import Substitute, substitutes_for
from exhibitions.pages.exhibits import EXHIBIT
from exhibitions.pages.preparing import workshop
from exhibitions.previewing import lending

_LEND = EXHIBIT + "/lend"


@get(_LEND, include_in_schema=False)
async def ask_to_lend(request: PageRequest, exhibit_id: FromPath[UUID]) -> Response[Any]:
    """From when, and what instead; another day looks for substitutes anew."""
    day = as_day(request.query_params.get("day", "")) or today()
    found = await substitutes_for(request.user, exhibit_id, day)
    form = LendForm(data={"day": day, "substitute": _value(found[0]) if found else NOTHING})
    try:
        foreseen = await lending(request.user, exhibit_id, form.command())
    except (Conflict, Invalid):
        foreseen = None
    return await _lend_page(request, exhibit_id, form, found, foreseen=foreseen)


@post(_LEND, include_in_schema=False)
async def lend(request: PageRequest, exhibit_id: FromPath[UUID]) -> Response[Any]:
    """It leaves; then the loan itself is asked for."""
    form = await LendForm.of(request)
    found = await substitutes_for(request.user, exhibit_id, form.day.data or today())
    _offer(form, found)
    if await is_only_asked(request):
        foreseen = await attempt(form, lambda: lending(request.user, exhibit_id, form.command()))
        return await _lend_page(request, exhibit_id, form, found, foreseen=foreseen)
    done = await attempt(form, lambda: lend_from_show(request.user, exhibit_id, form.command()))
    if done is None:
        return await _lend_page(request, exhibit_id, form, found, status=422)
    said = _("展示から貸し出すことにしました。担当にメールで知らせます。続けて、貸出を申し込んでください。")
    target = ask_url(request.user, done.exhibit.product_id, done.exhibit.lent_on, 14)
    return see_other(target or workshop(done.exhibit.exhibition_id), said)


def _value(one: Substitute) -> str:
    return f"{one.product_id}:{one.unit_id}"


def _offer(form: LendForm, found: list[Substitute]) -> None:
    choices: list[tuple[str, str, str]] = [(_value(one), one.product_name, _about(one)) for one in found]
    nothing = (NOTHING, _("代わりを置かない"), _("展示に並ぶ機種が1つ減ります。"))
    form.substitute.offer([*choices, nothing])


def _about(one: Substitute) -> str:
    kind = _("同じ機種の別の個体") if one.is_same_product else _("同じ項目の機種")
    if one.is_own:
        return _("%(kind)s。この窓口の個体なので、返事は要りません。", kind=kind)
    return _("%(kind)s。%(lender)sに依頼します。", kind=kind, lender=one.lender_name)


async def _lend_page(
    request: PageRequest,
    exhibit_id: UUID,
    form: LendForm,
    found: list[Substitute],
    *,
    foreseen: Foreseen | None = None,
    status: int = 200,
) -> Response[Any]:
    exhibit = await exhibit_for(request.user, exhibit_id)
    if exhibit.lent_on is not None:
        raise Conflict("lent-already", day=exhibit.lent_on)
    _offer(form, found)
    shown = {"exhibit": exhibit, "form": form, "found": found, "foreseen": foreseen}
    return page(request, "exhibitions/lending/lend.html", status=status, **shown)


PAGES: list[ControllerRouterHandler] = [ask_to_lend, lend]
