"""What a step of a whole bundle would change, for whom: the step itself, rehearsed and rolled back."""

from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.day_changes import DayChange, day_changes, ledger_of
from catalog.foreseen import Foreseen, Hears, foresee, read_body, tells_of
from core import db
from core.i18n import ngettext
from loans.bundles import steps
from loans.bundles.commands import RequestLoans
from loans.bundles.notice_texts import TEXTS
from loans.bundles.notices import BundleNews, audience
from loans.bundles.queries import BundleView, bundle_for
from loans.bundles.usecases import request_loans
from loans.commands import GiveReason
from loans.domain import Party
from loans.labels import PARTY
from loans.previewing import Told, next_in_line
from loans.queries import LoanView
from loans.touched import Touched
from notifications.outbox import Asked, noted


class BundlePreview(msgspec.Struct, frozen=True, kw_only=True):
    """Days that the loans of a bundle take and give back, and who would be told."""

    days: list[DayChange]
    told: list[Told]
    others: list[Touched] = []
    overridden: list[str] = []
    next_in_line: list[Hears] = []

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody but the actor would notice."""
        return not (self.days or self.told)


class BundleStep(StrEnum):
    """What can be done with a bundle as a whole."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"


class PreviewBundleStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step, and the body that it would be sent with."""

    step: BundleStep
    body: dict[str, Any] = msgspec.field(default_factory=dict)


_STEPS: dict[BundleStep, Callable[..., Awaitable[BundleView]]] = {
    BundleStep.PROPOSE: steps.propose_bundle,
    BundleStep.CONFIRM: steps.confirm_bundle,
    BundleStep.DECLINE: steps.decline_bundle,
    BundleStep.CANCEL: steps.cancel_bundle,
}


async def preview_bundle_step(actor: Actor, bundle_id: UUID, wished: PreviewBundleStep) -> BundlePreview:
    """What `wished` would change; raises whatever the step itself would raise, and changes nothing."""
    await bundle_for(actor, bundle_id)  # unknown before malformed
    has_reason = wished.step in (BundleStep.DECLINE, BundleStep.CANCEL)
    given = [read_body(wished.body, GiveReason)] if has_reason else []
    return await preview_bundle(actor, bundle_id, lambda: _STEPS[wished.step](actor, bundle_id, *given))


async def foresee_requests(actor: Actor, command: RequestLoans) -> Foreseen:
    """The days that a request for several products would hold, and who would hear of it."""
    causes: list[UUID] = []

    async def ask() -> None:
        causes.extend(loan.id for loan in (await request_loans(actor, command)).loans)

    return await foresee(actor, ask, causes=causes)


@tells_of("loan_bundle")
async def who_hears(actor: Actor, payload: dict[str, Any]) -> list[Hears]:
    """For the rehearsal of what makes a bundle or moves it, as far as `actor` may know it."""
    news = msgspec.convert(payload, BundleNews, strict=False)
    seen = await bundle_for(actor, news.bundle_id)
    told = _told_by(news, seen, await bundle_for(Actor.system(), seen.id))
    return [Hears(one.organization_name or str(PARTY[one.party]), one.subject) for one in told]


async def preview_bundle(
    actor: Actor, bundle_id: UUID, take: Callable[[], Awaitable[BundleView]]
) -> BundlePreview:
    """Take the step, look at what it has done, and take it back; raises what the step would raise."""
    seen = await bundle_for(actor, bundle_id)
    async with db.rehearsal():
        had = {loan.id: await ledger_of(loan.id) for loan in seen.loans}
        with noted() as asked:
            await take()
        days = [
            change
            for loan in seen.loans
            for change in await day_changes(had[loan.id], await ledger_of(loan.id))
        ]
        told, waiting = await _told(asked, seen), await next_in_line(actor, asked, days)
        return BundlePreview(days=days, told=told, next_in_line=waiting)


async def _told(asked: Iterable[Asked], seen: BundleView) -> list[Told]:
    """The letters; the facility has a name only for those who know it already."""
    everything = await bundle_for(Actor.system(), seen.id)
    letters = [msgspec.convert(one.payload, BundleNews) for one in asked if one.kind == "loan_bundle"]
    return [told for news in letters for told in _told_by(news, seen, everything)]


def _told_by(news: BundleNews, seen: BundleView, everything: BundleView) -> list[Told]:
    return [
        Told(
            party=party,
            organization_name=_name(party, loans[0], seen),
            subject=str(
                TEXTS[news.step][party].subject % {"products": ngettext("%(n)s機種", "%(n)s機種", len(loans))}
            ),
            loan_id=loans[0].id,
        )
        for party, loans in audience(news, everything).values()
    ]


def _name(party: Party, loan: LoanView, seen: BundleView) -> str:
    names = {
        Party.FACILITY: seen.facility_name if seen.facility_id else "",
        Party.COUNTER: seen.counter_name,
        Party.LENDER: loan.lender_name,
    }
    return names[party]
