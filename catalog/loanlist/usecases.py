"""Taking a loan list in: kept as it came, understood, looked at, and applied in one transaction."""

import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.commands import CreateProduct
from catalog.domain import ProductStatus
from catalog.loanlist import cells
from catalog.loanlist.apart import read_apart
from catalog.loanlist.headings import Columns, Field, most_like, propose
from catalog.loanlist.planning import Plan, plan_of
from catalog.loanlist.reading import Grid, UnreadableList
from catalog.loanlist.rows import read_rows
from catalog.usecases import change_product, insert_product
from core import db
from core.clock import now
from core.errors import Conflict, Invalid, NotFound, StaleState
from core.ids import new_id
from directory.kinds import OrganizationKind


class Sheet(msgspec.Struct, frozen=True):
    """A sheet of the workbook, as somebody chooses among several."""

    id: UUID
    name: str
    row_count: int


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it was sent, and what its columns mean: as said of an earlier one, or proposed."""

    id: UUID
    file_name: str
    sheet: str
    rows: list[list[str]]
    columns: Columns
    applied: bool
    is_remembered: bool = False
    is_sheet_chosen: bool = False
    # All of them where there are several.
    sheets: list[Sheet] = []

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0


_KEEP = """
INSERT INTO loan_list (id, organization_id, person_id, file_name, sheet, cells, columns, first_row, signature,
    created_at, is_sheet_chosen)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11)
"""
_KEEP_SHEET = """
INSERT INTO loan_list_sheet (id, loan_list_id, position, name, row_count, cells)
VALUES ($1, $2, $3, $4, $5, $6::jsonb)
"""
_CHOSEN = """
SELECT sheet FROM loan_list
WHERE organization_id = $1 AND is_sheet_chosen AND sheet = ANY($2::text[])
ORDER BY created_at DESC LIMIT 1
"""
_CHOOSE = """
UPDATE loan_list SET sheet = $2, cells = $3::jsonb, columns = $4::jsonb, first_row = $5, signature = $6,
    is_sheet_chosen = TRUE
WHERE id = $1 AND applied_at IS NULL
"""
_REMEMBERED = """
SELECT columns, first_row, jsonb_path_query_array(cells, '$[0 to 41]') AS beginning FROM loan_list
WHERE organization_id = $1 AND signature = $2 ORDER BY created_at DESC LIMIT 1
"""
_SENT = """
SELECT l.id, l.file_name, l.sheet, l.cells, l.columns, l.first_row, l.applied_at IS NOT NULL AS applied,
    l.is_sheet_chosen,
    EXISTS (SELECT 1 FROM loan_list e WHERE e.organization_id = l.organization_id
        AND e.signature = l.signature AND e.created_at < l.created_at) AS is_remembered
FROM loan_list l WHERE l.id = $1 AND l.organization_id = $2
"""
_SHEETS = "SELECT id, name, row_count FROM loan_list_sheet WHERE loan_list_id = $1 ORDER BY position"
_UNDERSTAND = (
    "UPDATE loan_list SET columns = $3::jsonb, first_row = $4 WHERE id = $1 AND organization_id = $2"
)


def _sender(actor: Actor) -> UUID:
    return actor.one_of(OrganizationKind.VENDOR, OrganizationKind.CENTRE).acting_for()


async def take_in(actor: Actor, file_name: str, content: bytes) -> UUID:
    """Keep a list, its columns as proposed or as the last one with the same heading; its id.

    Of several sheets the one is read that its sender chose before, or that looks most like a list. Raises
    `Invalid` on field `file` with the reason why it cannot be read.
    """
    sender = _sender(actor)
    try:
        grids = await read_apart(content)
    except UnreadableList as error:
        raise Invalid({"file": error.reason}) from error
    async with db.transaction():
        chosen = await db.fetch_value(_CHOSEN, sender, [grid.name for grid in grids])
        known = [number for number, grid in enumerate(grids) if chosen and grid.name == chosen]
        which = known[0] if known else most_like([(grid.name, grid.rows) for grid in grids])
        list_id = new_id()
        read = await _read(sender, grids[which])
        sent = (list_id, sender, actor.person_id, file_name[:200], *read, now(), bool(known))
        await db.execute(_KEEP, *sent)
        if len(grids) > 1:
            await _keep_sheets(list_id, grids)
    return list_id


async def _read(sender: UUID, grid: Grid) -> tuple[str, str, str, int, str]:
    """A sheet as a list keeps it: name, cells, columns, first row, signature."""
    proposed = propose(grid.rows)
    signature = _signature(grid, proposed)
    known = await db.fetch_row(_REMEMBERED, sender, signature)
    columns = proposed
    if known:
        # This list may have more or fewer lines above its heading than the one before.
        moved = proposed.first_row - propose(db.from_json(known["beginning"])).first_row
        last = max(len(grid.rows) - 1, 0)
        columns = _columns(known["columns"], min(max(known["first_row"] + moved, 0), last))
    cells_kept, columns_kept = db.to_json(grid.rows), db.to_json(columns.columns)
    return grid.name[:200], cells_kept, columns_kept, columns.first_row, signature


async def _keep_sheets(list_id: UUID, grids: Sequence[Grid]) -> None:
    for position, grid in enumerate(grids):
        kept = (grid.name[:200], len(grid.rows), db.to_json(grid.rows))
        await db.execute(_KEEP_SHEET, new_id(), list_id, position, *kept)


async def choose_sheet(actor: Actor, list_id: UUID, position: int) -> None:
    """Read another sheet of the workbook; remembered for the next one with a sheet of this name.

    Raises `Invalid` for a sheet that there is not, `Conflict` for a list that was applied.
    """
    async with db.transaction():
        sent = await sent_list(actor, list_id)
        if sent.applied:
            raise Conflict("list-applied")
        if not 0 <= position < len(sent.sheets):
            raise Invalid({"sheet": "unknown"})
        row = await db.fetch_row("SELECT cells FROM loan_list_sheet WHERE id = $1", sent.sheets[position].id)
        rows = db.from_json(row["cells"]) if row else []
        read = await _read(_sender(actor), Grid(sent.sheets[position].name, rows))
        await db.execute(_CHOOSE, list_id, *read)


def _signature(grid: Grid, proposed: Columns) -> str:
    heading = grid.rows[max(proposed.first_row - 1, 0)] if grid.rows else []
    return hashlib.blake2b(msgspec.json.encode(heading), digest_size=16).hexdigest()


def _columns(document: str, first_row: int) -> Columns:
    return Columns(first_row, {Field(name): column for name, column in db.from_json(document).items()})


async def sent_list(actor: Actor, list_id: UUID) -> Sent:
    """A list that the actor's organisation sent; `NotFound` for all others."""
    row = await db.fetch_row(_SENT, list_id, _sender(actor))
    if row is None:
        raise NotFound
    return Sent(
        id=row["id"],
        file_name=row["file_name"],
        sheet=row["sheet"],
        rows=db.from_json(row["cells"]),
        columns=_columns(row["columns"], row["first_row"]),
        applied=row["applied"],
        is_remembered=row["is_remembered"],
        is_sheet_chosen=row["is_sheet_chosen"],
        sheets=await db.fetch_as(Sheet, _SHEETS, list_id),
    )


async def understand(actor: Actor, list_id: UUID, columns: Mapping[Field, int], first_row: int) -> None:
    """Say what the columns mean, and where the list begins; remembered for the next one of this kind."""
    sent = await sent_list(actor, list_id)
    wrong = {} if Field.PRODUCT in columns else {"columns": "product-column-needed"}
    if not 0 <= first_row < max(len(sent.rows), 1):
        wrong["first_row"] = "out-of-range"
    if len(set(columns.values())) != len(columns):
        wrong["columns"] = "column-twice"
    if wrong:
        raise Invalid(wrong)
    kept = db.to_json({field.value: column for field, column in columns.items()})
    await db.execute(_UNDERSTAND, list_id, _sender(actor), kept, first_row)


async def look(actor: Actor, list_id: UUID) -> Plan:
    """What the list would do if it were applied now."""
    return await _plan(actor, await sent_list(actor, list_id))


_ITEMS = "SELECT DISTINCT code, field_ja, item_ja FROM taxonomy_item"


async def _plan(actor: Actor, sent: Sent) -> Plan:
    rows = await db.fetch(_ITEMS)
    items = cells.known_items([(row["code"], row["field_ja"], row["item_ja"]) for row in rows])
    reading = read_rows(sent.rows, sent.columns, items)
    return await plan_of(actor, reading, sent.columns.columns)


_APPLIED = """
UPDATE loan_list SET applied_at = $2, outcome = $3::jsonb WHERE id = $1 AND applied_at IS NULL
"""


async def apply_list(actor: Actor, list_id: UUID, *, ends_gone: bool = False, mark: str = "") -> Plan:
    """Do all that the preview says, in one transaction; what was done.

    `ends_gone` discontinues products that the list does not name. Rows with a fault stay out. Raises
    `Conflict` when it was applied before, `StaleState` when it would do something else than the preview of
    this `mark` said, `Invalid` with fact `row` when a product would not do.
    """
    async with db.transaction():
        await db.execute("SELECT FROM loan_list WHERE id = $1 FOR UPDATE", list_id)
        sent = await sent_list(actor, list_id)
        if sent.applied:
            raise Conflict("list-applied")
        plan = await _plan(actor, sent)
        if mark not in ("", plan.mark):
            raise StaleState(expected=mark, found=plan.mark)
        for new in plan.new:
            await _named(new.row, insert_product(actor, new.vendor_id, _whole(new.name, new.values)))
        for changed in plan.changed:
            after = {name: value for name, (_, value) in changed.changes.items()}
            await _named(changed.row, change_product(actor, changed.product, after))
        for product in plan.gone if ends_gone else ():
            await change_product(actor, product, {"status": ProductStatus.DISCONTINUED.value})
        gone = len(plan.gone) if ends_gone else 0
        outcome = {
            "new": len(plan.new),
            "changed": len(plan.changed),
            "gone": gone,
            "faults": len(plan.faults),
        }
        await db.execute(_APPLIED, list_id, now(), db.to_json(outcome))
        return plan


async def _named(row: int, order: object) -> None:
    """Do it; a refusal says in which row."""
    try:
        await order  # type: ignore[misc]  # a coroutine of one of the two above
    except Invalid as error:
        raise Invalid(error.fields, error.reason, **error.facts, row=row) from error


def _whole(name: str, values: Mapping[str, object]) -> dict[str, object]:
    """A new product: what the list does not say is left at its default; without an item it is a draft."""
    given = msgspec.structs.asdict(CreateProduct(name=name)) | dict(values)
    status = ProductStatus.PUBLIC if given["item_codes"] else ProductStatus.DRAFT
    return given | {"status": status.value}
