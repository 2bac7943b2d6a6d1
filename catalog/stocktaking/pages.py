"""棚卸 on pages: begin, watch the figures, close, settle each difference, take the report along."""

import asyncio
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from catalog.foreseen import Foreseen, foresee
from catalog.pages.asking import PageRequest, attempt
from catalog.stocktaking import queries, usecases, words
from catalog.stocktaking.domain import Finding, Settlement
from catalog.stocktaking.usecases import SettleLine, StocktakingOpen
from core.clock import local_day
from core.errors import StaleState
from core.i18n import gettext as _
from core.i18n import lazy
from core.sheets import XLSX
from core.web.fields import ChoiceField, LongTextField
from core.web.forms import Form, is_only_asked
from core.web.pages import page, see_other
from directory.kinds import COUNTERS, OrganizationKind

PATH = "/stocktakings"
_WHO = (OrganizationKind.VENDOR, *COUNTERS)


class SettleForm(Form):
    """How a difference is settled."""

    how = ChoiceField(lazy("どうしますか"), required=True, coerce=Settlement)
    note = LongTextField(lazy("メモ"), limit=400, rows=3, hint=lazy("例：倉庫の奥にあった。"))

    def command(self) -> SettleLine:
        """What was chosen."""
        return SettleLine(how=self.how.data, note=self.note.data or "")


@get(PATH, include_in_schema=False)
async def list_stocktakings(request: PageRequest) -> Response[Any]:
    """The counts so far, and the way to begin one."""
    actor = request.user.one_of(OrganizationKind.CENTRE, *_WHO)
    found = await queries.list_stocktakings(actor, cursor=request.query_params.get("cursor"))
    return page(
        request,
        "catalog/stocktaking/list.html",
        stocktakings=found.items,
        is_open=any(one.is_open and one.place_id == actor.organization_id for one in found.items),
        next_url=f"{PATH}?cursor={found.next}" if found.next else "",
    )


@post(PATH, include_in_schema=False)
async def start(request: PageRequest) -> Response[Any]:
    """棚卸を始める; where one goes on already, it is shown."""
    actor = request.user.one_of(*_WHO)
    try:
        made = await usecases.start_stocktaking(actor)
    except StocktakingOpen:
        going_on = await queries.open_stocktaking(actor)
        path = f"{PATH}/{going_on.id}" if going_on else PATH
        return see_other(path, _("この場所の棚卸は、もう始まっています。"), tone="attention")
    return see_other(f"{PATH}/{made.id}", _("棚卸を始めました。ラベルを続けて読み取ってください。"))


@get(PATH + "/{stocktaking_id:uuid}", include_in_schema=False)
async def show(request: PageRequest, stocktaking_id: FromPath[UUID]) -> Response[Any]:
    """The figures so far, and the units of one kind of finding."""
    view = await queries.stocktaking_for(request.user, stocktaking_id)
    query = request.query_params
    chosen = _chosen(query.get("finding", ""))
    found = await queries.lines_of(request.user, view, chosen, cursor=query.get("cursor"))
    following = urlencode({"finding": chosen.value if chosen else "all", "cursor": found.next or ""})
    return page(
        request,
        "catalog/stocktaking/show.html",
        stocktaking=view,
        lines=found.items,
        chosen=chosen,
        findings=[*Finding],
        words=words,
        is_mine=view.place_id == request.user.organization_id,
        next_url=f"{PATH}/{view.id}?{following}#lines" if found.next else "",
    )


def _chosen(text: str) -> Finding | None:
    if text == "all":
        return None
    return Finding(text) if text in {finding.value for finding in Finding} else Finding.MISSING


@get(PATH + "/{stocktaking_id:uuid}/close", include_in_schema=False)
async def show_close(request: PageRequest, stocktaking_id: FromPath[UUID]) -> Response[Any]:
    """What closing means, with the figures, before it is done."""
    view = await queries.stocktaking_for(request.user, stocktaking_id)
    return page(request, "catalog/stocktaking/close.html", stocktaking=view)


@post(PATH + "/{stocktaking_id:uuid}/close", include_in_schema=False)
async def close(request: PageRequest, stocktaking_id: FromPath[UUID]) -> Response[Any]:
    """棚卸を終える."""
    path = f"{PATH}/{stocktaking_id}"
    try:
        await usecases.close_stocktaking(request.user, stocktaking_id)
    except StaleState:
        return see_other(path, _("この棚卸は、もう終わっています。"), tone="attention")
    return see_other(path, _("棚卸を終えました。合わなかったものを1台ずつ片付けてください。"))


_LINE = PATH + "/{stocktaking_id:uuid}/units/{unit_id:uuid}"


@get(_LINE, include_in_schema=False)
async def show_line(
    request: PageRequest, stocktaking_id: FromPath[UUID], unit_id: FromPath[UUID]
) -> Response[Any]:
    """One difference: what is known, and what can be done."""
    return await _line_page(request, stocktaking_id, unit_id, SettleForm())


@post(_LINE, include_in_schema=False)
async def settle(
    request: PageRequest, stocktaking_id: FromPath[UUID], unit_id: FromPath[UUID]
) -> Response[Any]:
    """Settle it."""
    line = await usecases.line_for(request.user, stocktaking_id, unit_id)
    form = await SettleForm.of(request)
    form.how.offer((one.value, *words.CHOICE[one]) for one in line.choices)

    async def settled() -> object:
        return await usecases.settle_line(request.user, stocktaking_id, unit_id, form.command())

    if await is_only_asked(request):
        foreseen = await attempt(form, lambda: foresee(request.user, settled, units=[unit_id]))
        return await _line_page(request, stocktaking_id, unit_id, form, foreseen=foreseen)
    done = await attempt(form, settled)
    if done is None:
        return await _line_page(request, stocktaking_id, unit_id, form, status=422)
    return see_other(f"{PATH}/{stocktaking_id}?finding={line.finding}#lines", _("記録しました。"))


async def _line_page(
    request: PageRequest,
    stocktaking_id: UUID,
    unit_id: UUID,
    form: SettleForm,
    status: int = 200,
    foreseen: Foreseen | None = None,
) -> Response[Any]:
    view = await queries.stocktaking_for(request.user, stocktaking_id)
    line = await usecases.line_for(request.user, stocktaking_id, unit_id)
    form.how.offer((one.value, *words.CHOICE[one]) for one in line.choices)
    is_mine = view.place_id == request.user.organization_id
    shown = {"stocktaking": view, "line": line, "form": form, "words": words, "is_mine": is_mine}
    shown |= {"foreseen": foreseen}
    return page(request, "catalog/stocktaking/line.html", status=status, **shown)


@get(PATH + "/{stocktaking_id:uuid}/report.xlsx", include_in_schema=False, media_type=XLSX)
async def show_report(request: PageRequest, stocktaking_id: FromPath[UUID]) -> Response[bytes]:
    """All units of the count as a workbook."""
    view = await queries.stocktaking_for(request.user, stocktaking_id)
    lines = await queries.all_lines(request.user, view)
    content = await asyncio.to_thread(words.report, lines, is_open=view.is_open)
    name = f"stocktaking-{local_day(view.started_at)}.xlsx"
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})


PAGES = [list_stocktakings, start, show, show_close, close, show_line, settle, show_report]
