"""What pages for scanning have in common: who stands there, and the scans that were refused."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Generic
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from litestar.template.base import csrf_token
from litestar.types import ControllerRouterHandler

from accounts.domain import Actor
from catalog.scans.refusals import Refusals, Row
from core.clock import now
from core.i18n import LazyText
from core.i18n import gettext as _
from core.web import scan_worker
from core.web.pages import page, see_other
from core.web.scanning import SettleForm, Standing
from directory.kinds import OrganizationKind

PageRequest = Request[Actor, Any, Any]


class Scanner(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """A page for scanning at `path`, for those of the kinds in `who`; `template` shows its refused scans.

    `refusal` says a reason as a sentence, `actions` names what may be said to have happened, and `actions_of`
    which of it somebody may say.
    """

    path: str
    who: Collection[OrganizationKind]
    actions: Mapping[Any, LazyText]
    actions_of: Callable[[Actor], Collection[str]]
    refusal: Callable[[str], str]
    refusals: Refusals[Row]
    template: str

    async def standing(self, request: PageRequest) -> Standing:
        """Who is signed in now, for the script."""
        actor, token = request.user, str(csrf_token({"request": request}))
        moment = now().timestamp()
        if actor.kind not in self.who or actor.organization_id is None:
            return Standing(token, moment)
        return Standing(
            token=token,
            now=moment,
            organization_id=actor.organization_id,
            organization_name=actor.organization_name,
            actions=tuple(str(action) for action in self.actions_of(actor)),
            refused=await self.refusals.open(actor),
        )

    async def show_refused(
        self, request: PageRequest, cursor: str | None, *, is_settled: bool, wrong: SettleForm | None = None
    ) -> Template:
        """The refused scans; `wrong` is what was sent to settle one of them and cannot be kept."""
        found = await self.refusals.page(request.user.one_of(*self.who), settled=is_settled, cursor=cursor)
        words = {scan.reason: self.refusal(scan.reason) for scan in found.items}
        shown = {"found": found, "words": words, "is_settled": is_settled, "actions": self.actions}
        status = 200 if wrong is None else 422
        return page(request, self.template, status=status, form=SettleForm(), wrong=wrong, **shown)

    async def settle(self, request: PageRequest, scan_id: UUID) -> Response[Any]:
        """済みにする."""
        actor = request.user.one_of(*self.who)
        form = await SettleForm.of(request)
        if not form.validate():
            return await self.show_refused(request, None, is_settled=False, wrong=form)
        await self.refusals.settle(actor, scan_id, form.note.data or "")
        return see_other(f"{self.path}/refused", said=_("済みにしました。"))


def doors_of(scanner: Scanner[Any]) -> list[ControllerRouterHandler]:
    """What lies below every page for scanning, but for its own form, records and shell."""

    @get(f"{scanner.path}/standing", include_in_schema=False)
    async def standing(request: PageRequest) -> Standing:
        """Who is signed in now: the page may have been opened without network, for somebody else."""
        return await scanner.standing(request)

    @get(f"{scanner.path}/worker.js", include_in_schema=False)
    async def show_worker() -> Response[str]:
        """The service worker: keeps the page and what it is made of."""
        return scan_worker.answer(scanner.path)

    @get(f"{scanner.path}/refused", include_in_schema=False)
    async def show_refused(
        request: PageRequest, cursor: FromQuery[str | None] = None, show: FromQuery[str] = ""
    ) -> Template:
        """Scans that changed nothing, until somebody has seen to them."""
        return await scanner.show_refused(request, cursor, is_settled=show == "settled")

    @post(f"{scanner.path}/refused/{{scan_id:uuid}}", include_in_schema=False)
    async def settle(request: PageRequest, scan_id: FromPath[UUID]) -> Response[Any]:
        """済みにする."""
        return await scanner.settle(request, scan_id)

    return [standing, show_worker, show_refused, settle]
