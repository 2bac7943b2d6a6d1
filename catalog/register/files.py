"""The register as a file: a workbook, or CSV in UTF-8 or CP932, with the filters of its page."""

from collections.abc import Sequence

import msgspec

from accounts.domain import Actor
from catalog import looks
from catalog.queries import UnitFilter, UnitView, list_units
from core.clock import local_day
from core.errors import Invalid
from core.i18n import gettext as _
from core.sheets import Cell
from core.text import fits_cp932
from core.web.paging import LARGEST_PAGE

MOST_ROWS = 20_000


async def units_of_register(actor: Actor, wanted: UnitFilter) -> list[UnitView]:
    """Every unit of the register that `wanted` leaves; more than a file holds is refused, never cut."""
    found: list[UnitView] = []
    cursor: str | None = None
    while True:
        piece = await list_units(actor, wanted, cursor=cursor, limit=LARGEST_PAGE)
        found += piece.items
        if len(found) > MOST_ROWS:
            raise Invalid({"q": "too-many-units-for-file"}, most=MOST_ROWS)
        if (cursor := piece.next) is None:
            return found


def headings() -> list[str]:
    """The columns."""
    return [
        *(_("製造番号"), _("機種"), _("ラベル"), _("状態"), _("貸出"), _("所有者"), _("貸主"), _("保管者")),
        *(_("所在"), _("付属品"), _("購入した日"), _("前の点検"), _("次の点検"), _("登録した日")),
    ]


class Unfit(msgspec.Struct, frozen=True):
    """A sign that CP932 cannot hold, and of which unit it stands where."""

    sign: str
    serial_number: str
    heading: str


def unfit_for_cp932(units: Sequence[UnitView]) -> list[Unfit]:
    """What a CSV in CP932 would lose."""
    return [
        Unfit(sign, unit.serial_number, heading)
        for unit in units
        for heading, cell in zip(headings(), _row(unit), strict=True)
        for sign in dict.fromkeys(str(cell or ""))
        if not fits_cp932(sign)
    ]


def rows(units: Sequence[UnitView]) -> list[list[Cell]]:
    """A row for each unit."""
    return [_row(unit) for unit in units]


def _row(unit: UnitView) -> list[Cell]:
    withheld = _("ある事業所")
    return [
        *(unit.serial_number, unit.product_name, unit.tag_code or ""),
        *(str(looks.CONDITION[unit.condition].label), str(looks.UNIT[unit.status].label)),
        *(unit.owner_name, unit.lender_name, unit.custodian_name or withheld, unit.place_name or withheld),
        "\n".join(unit.accessory_lines),
        *(unit.purchased_on, unit.maintained_on, unit.maintenance_due_on, local_day(unit.created_at)),
    ]
