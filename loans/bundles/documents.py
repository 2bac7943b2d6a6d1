"""The delivery note (納品書) of a bundle: one paper for everything that goes together."""

from accounts.domain import Actor
from core.clock import today
from core.i18n import _, format_date, format_period, ngettext
from loans.bundles.queries import BundleView
from loans.documents import Box, Sheet
from loans.domain import Custody
from loans.queries import LoanView
from loans.records import record_for

_NOTHING_CAME_OF = frozenset({Custody.DECLINED, Custody.CANCELLED})


async def delivery_note(actor: Actor, bundle: BundleView) -> Sheet:
    """The loans of the bundle that `actor` may see, each with its units and what belongs to them."""
    loans = [loan for loan in bundle.loans if loan.custody not in _NOTHING_CAME_OF] or bundle.loans
    first = await record_for(actor, loans[0].id)
    where = [
        (_("事業所"), bundle.facility_name),
        (_("所在地"), first.facility.place if first.facility else ""),
        (_("電話"), first.facility.phone if first.facility else ""),
        (_("担当者"), loans[0].contact_name),
        (_("使う場所"), loans[0].place_of_use),
    ]
    boxes = [Box(_("届け先"), [(term, text) for term, text in where if text])]
    boxes += [await _product(actor, loan) for loan in loans]
    others = _("%(number)s ほか、全%(count)s件", number=loans[0].number, count=len(loans))
    return Sheet(
        title=_("納品書"),
        number=others if len(loans) > 1 else loans[0].number,
        made_on=format_date(today()),
        addressee=_("%(name)s 御中", name=bundle.facility_name or bundle.counter_name),
        boxes=boxes,
        seal=_("確認"),
        footer=_("届いたら、数と状態を確かめてください。"),
    )


async def _product(actor: Actor, loan: LoanView) -> Box:
    record = await record_for(actor, loan.id)
    rows = [
        (_("番号"), loan.number),
        (_("貸主"), loan.lender_name),
        (_("台数"), ngettext("%(n)s台", "%(n)s台", loan.quantity)),
        (_("個体"), "、".join(unit.name for unit in record.units)),
        (_("付属品"), "、".join(record.accessories)),
        (_("期間"), format_period(loan.start, loan.end)),
    ]
    return Box(loan.product_title, [(term, text) for term, text in rows if text])
