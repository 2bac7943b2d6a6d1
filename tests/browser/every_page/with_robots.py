"""Units on the move and counted, their labels, leaflets and lists."""

from uuid import UUID

from catalog import tags
from catalog.domain import ScanAction
from catalog.loanlist.usecases import take_in
from catalog.stocktaking.usecases import close_stocktaking, start_stocktaking
from core import db
from core.clock import frozen, now, today
from core.ids import new_id
from loans.handovers.commands import ProposeTransfer
from loans.handovers.usecases import propose_transfer
from loans.scanning import RecordScans, Scan, record_scans
from tests.browser.every_page.cast import DAY, Cast
from tests.catalog.loanlist.makers import messy
from tests.factories import a_material, a_unit

_SUBSIDY = "SELECT id FROM subsidy ORDER BY fiscal_year DESC, id LIMIT 1"
_TIED = """
SELECT t.token FROM tag t JOIN unit u ON u.id = t.unit_id WHERE u.lender_id = $1 ORDER BY t.code LIMIT 1
"""


async def _coming(cast: Cast) -> UUID:
    """Another counter's unit that is on offer to ours."""
    giver = cast.other_counter
    unit_id = await a_unit(cast.other_product_id, giver.acting_for())
    offer = ProposeTransfer(
        taker_id=cast.parties.counter.acting_for(),
        unit_ids=[unit_id],
        start=today() + DAY,
        end=today() + 4 * DAY,
        reason="巡回展示のため",
    )
    return (await propose_transfer(giver, offer)).id


async def _counted(cast: Cast) -> tuple[UUID, UUID, UUID]:
    """A stocktaking that is over, a unit it found that should not be there, and one that goes on."""
    counter = cast.parties.counter
    strange = await a_unit(cast.other_product_id, cast.other_vendor.acting_for())
    async with db.transaction():
        tag = (await tags.new_tag(strange)).token
    with frozen(now() - DAY):
        over = await start_stocktaking(counter)
        scan = Scan(key=new_id().hex, tag=tag, action=ScanAction.STOCKTAKE, scanned_at=now())
        await record_scans(counter, RecordScans(scans=[scan]))
        await close_stocktaking(counter, over.id)
    return over.id, strange, (await start_stocktaking(counter)).id


async def with_robots(cast: Cast) -> dict[str, object]:
    """What addresses about products and units name."""
    parties = cast.parties
    vendor_id = parties.vendor.acting_for()
    over, strange, going_on = await _counted(cast)
    async with db.transaction():
        [loose] = await tags.new_tags(1, vendor_id)
    return {
        "product_id": parties.product_id,
        "unit_id": await a_unit(parties.product_id, vendor_id),
        "counters_unit": await a_unit(cast.other_product_id, parties.counter.acting_for()),
        "material_id": await a_material(parties.vendor, parties.product_id),
        "list_id": await take_in(parties.vendor, "貸出リスト.xlsx", messy("ともしび見守研究所")),
        "handover_id": await _coming(cast),
        "stocktaking_id": going_on,
        "counted": over,
        "strange_unit": strange,
        "loose_tag": loose.token,
        "tied_tag": await db.fetch_value(_TIED, vendor_id),
        "subsidy_id": await db.fetch_value(_SUBSIDY),
        "problem": await db.fetch_value("SELECT code FROM problem ORDER BY position LIMIT 1"),
    }
