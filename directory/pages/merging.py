"""Finding the other row of the same party, seeing what would move, and making one of two."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from core.errors import Invalid, NotFound
from core.i18n import LazyText, lazy
from core.i18n import gettext as _
from core.web.pages import page, see_other
from directory.concerned import concerns_of
from directory.editing import Known, known_organization
from directory.kinds import COUNTERS, OrganizationKind
from directory.merging import merge_organizations, what_would_move
from directory.queries import OrganizationFilter, list_organizations

PageRequest = Request[Actor, Any, Any]
_FOUND = 20
# What moves, as its readers call it; anything else is counted together.
_WORDS: dict[str, LazyText] = {
    "loan": lazy("貸出"),
    "membership": lazy("人"),
    "unit": lazy("個体"),
    "product": lazy("機種"),
    "waiting_entry": lazy("キャンセル待ち"),
    "calendar_feed": lazy("カレンダー"),
    "exhibition": lazy("展示"),
    "visit": lazy("来場予約"),
    "seminar": lazy("研修会"),
    "seminar_application": lazy("研修会の申込"),
    "handover": lazy("引き渡しと長い貸し借り"),
    "api_token": lazy("APIトークン"),
    "loan_bundle": lazy("まとめた申込"),
}


async def _kept(request: PageRequest, organization_id: UUID) -> Known:
    request.user.one_of(*COUNTERS, OrganizationKind.CENTRE)
    return await known_organization(request.user, organization_id)


async def _page(
    request: PageRequest, kept: Known, words: str = "", other: Known | None = None, wrong: str = ""
) -> Response[Any]:
    found = []
    if words.strip():
        wanted = OrganizationFilter(kind=kept.kind, q=words)
        listed = await list_organizations(request.user, wanted, limit=_FOUND)
        found = [one for one in listed.items if one.id != kept.id]
    counts: dict[str, int] = {}
    if other is not None:
        for one in await what_would_move(request.user, kept.id, other.id):
            label = str(_WORDS.get(one.table, _("そのほかの記録")))
            counts[label] = (
                max(counts.get(label, 0), one.count)
                if one.table in _WORDS
                else (counts.get(label, 0) + one.count)
            )
    concerns = await concerns_of(request.user, other.id) if other is not None else []
    shown = {"kept": kept, "words": words, "found": found, "other": other, "wrong": wrong}
    shown |= {"counts": counts, "concerns": concerns}
    return page(request, "directory/merge.html", status=422 if wrong else 200, **shown)


@get("/organizations/{organization_id:uuid}/merge", include_in_schema=False)
async def show_merging(
    request: PageRequest,
    organization_id: FromPath[UUID],
    words: FromQuery[str] = "",
    merged_id: FromQuery[UUID | None] = None,
) -> Response[Any]:
    """Look for the other one; with `merged_id` what would move over."""
    kept = await _kept(request, organization_id)
    if merged_id is None:
        return await _page(request, kept, words)
    try:
        return await _page(request, kept, words, await known_organization(request.user, merged_id))
    except Invalid:
        return await _page(
            request, kept, words, wrong=_("この二つは統合できません。同じ種類の、別の組織を選んでください。")
        )


@post("/organizations/{organization_id:uuid}/merge", include_in_schema=False)
async def merge(request: PageRequest, organization_id: FromPath[UUID]) -> Response[Any]:
    """Make one of two."""
    kept = await _kept(request, organization_id)
    sent = await request.form()
    try:
        merged_id = UUID(str(sent.get("merged_id", "")))
        await merge_organizations(request.user, kept.id, merged_id)
    except (ValueError, Invalid, NotFound):
        return await _page(request, kept, wrong=_("統合する相手を、もう一度選んでください。"))
    return see_other(f"/organizations/{kept.id}", said=_("一つにまとめました。"))


PAGES: list[ControllerRouterHandler] = [show_merging, merge]
