"""A loan at every station of its way, and what is written about loans."""

from uuid import UUID

from catalog.domain import Condition, Way
from core import db
from core.clock import today
from loans import commands, usecases
from loans.bundles.baskets import add_to_basket
from loans.bundles.commands import BundleItem, RequestLoans
from loans.bundles.usecases import request_loans
from loans.queries import LoanView
from loans.waiting.usecases import join_waitlist
from tests.browser.every_page.cast import DAY, Cast
from tests.factories import Parties, a_loan, a_photo, a_wish, an_open_incident

_OFFERED = """
SELECT e.id FROM waiting_entry e WHERE e.facility_id = $1 AND e.state = 'offered'
"""
MONTH = 30 * DAY


async def _at_every_station(parties: Parties) -> dict[str, LoanView]:
    """Each on its own units; those under way begin today."""
    facility, counter, vendor = parties.facility, parties.counter, parties.vendor
    requested = await a_loan(parties)
    proposed = await usecases.propose_loan(counter, (await a_loan(parties)).id)
    confirmed = await _confirmed(parties)
    dispatched, on_trial, returning, returned = [await _dispatched(parties) for _ in range(4)]
    arrived = commands.ReceiveLoan(condition=Condition.OK)
    for loan in (on_trial, returning, returned):
        await usecases.receive_loan(facility, loan.id, arrived)
    for loan in (returning, returned):
        await usecases.send_back_loan(facility, loan.id, commands.SendBackLoan(cleaned=True))
    await usecases.take_back_loan(vendor, returned.id, commands.TakeBackLoan(condition=Condition.OK))
    return {
        "requested": requested,
        "proposed": proposed,
        "confirmed": confirmed,
        "dispatched": dispatched,
        "on_trial": on_trial,
        "returning": returning,
        "returned": returned,
    }


async def _confirmed(parties: Parties, **fields: object) -> LoanView:
    loan = await a_loan(parties, **fields)
    await usecases.propose_loan(parties.counter, loan.id)
    return await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())


async def _dispatched(parties: Parties) -> LoanView:
    loan = await _confirmed(parties, start=today())
    sent = commands.DispatchLoan(way=Way.PARCEL, carrier="試験運輸", tracking_number="1234-5678")
    return await usecases.dispatch_loan(parties.vendor, loan.id, sent)


async def _waiting_for_an_answer(parties: Parties) -> dict[str, LoanView]:
    """An offer, a replacement and a wish for more days that nobody has answered yet."""
    facility, counter, vendor = parties.facility, parties.counter, parties.vendor
    offered = await usecases.propose_loan(counter, (await a_loan(parties)).id)
    later = commands.OfferLoan(start=offered.start + 7 * DAY, end=offered.end + 7 * DAY)
    await usecases.offer_loan(vendor, offered.id, later)
    recalled, longer = await _dispatched(parties), await _dispatched(parties)
    for loan in (recalled, longer):
        await usecases.receive_loan(facility, loan.id, commands.ReceiveLoan(condition=Condition.OK))
    back = commands.RecallLoan(reason="部品の点検のため", back_by=today() + 3 * DAY)
    await usecases.recall_loan(vendor, recalled.id, back)
    await usecases.extend_loan(facility, longer.id, commands.ExtendLoan(end=longer.end + 7 * DAY))
    return {"offered": offered, "recalled": recalled, "longer": longer}


async def _bundle(cast: Cast) -> UUID:
    start = today() + MONTH
    items = [BundleItem(product_id=cast.parties.product_id, quantity=2, consent=True)]
    words = {"problem": "夜間の見守り", "goal": "訪室を半分に", "place_of_use": "2階"}
    asked = RequestLoans(items=items, start=start, end=start + 14 * DAY, **words)  # type: ignore[arg-type]
    return (await request_loans(cast.parties.facility, asked)).id


async def with_loans(cast: Cast) -> dict[str, object]:
    """What addresses about loans name."""
    parties = cast.parties
    facility_id = parties.facility.organization_id
    loans = {**await _at_every_station(parties), **await _waiting_for_an_answer(parties)}
    on_trial = loans["on_trial"]
    unit_id = on_trial.unit_ids[0]
    await add_to_basket(parties.facility, parties.product_id, facility_id)
    await add_to_basket(parties.counter, parties.product_id, facility_id)
    return {
        **{name: loan.id for name, loan in loans.items()},
        "loan_id": on_trial.id,
        "photo_id": await a_photo(parties.facility, on_trial.id, unit_id),
        "incident_id": await an_open_incident(on_trial.id, unit_id),
        "bundle_id": await _bundle(cast),
        "entry_id": (await join_waitlist(parties.facility, a_wish(parties.product_id, quantity=19))).id,
        "offered_entry": await db.fetch_value(_OFFERED, facility_id),
    }
