"""Many rows from few, in a handful of statements: each row again and again, with all that belongs to it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from core import db
from tests.order import in_any_order

# Table → columns that take another value in each copy. A key is made of the one it was copied from and the
# number of the copy, so that what belonged together does so in every copy.
_COPIED: Mapping[str, Mapping[str, str]] = {
    "organization": {"id": "{key}", "name": "{text}", "office_number": "NULL", "code": "NULL"},
    "product": {"id": "{key}", "name": "{text}", "tais_code": "NULL"},
    "unit": {"id": "{key}", "serial_number": "{text}"},
    "occupancy": {"id": "{key}", "unit_id": "{key}", "cause_id": "{key}"},
    "loan": {"id": "{key}", "number": "{text}"},
    "loan_unit": {"id": "{key}", "loan_id": "{key}", "unit_id": "{key}", "occupancy_id": "{key}"},
    "loan_event": {"id": "{key}", "loan_id": "{key}"},
    "exhibition": {"id": "{key}", "title": "{text}"},
    "waiting_entry": {"id": "{key}", "facility_id": "{key}"},
}
# A place in a queue follows from everybody in it, and nobody stands in one of ten thousand for one product.
_LONGEST = {"waiting_entry": 19}
_ONLY = {"organization": "kind = 'facility'"}
_KEY = "md5(t.{column}::text || g)::uuid"
_TEXT = "t.{column} || ' ' || g"
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


async def multiply(copies: int, sparing: Sequence[UUID]) -> None:
    """Copy every row of these tables `copies` times, but for those with the ids in `sparing`."""
    for table, fresh in _COPIED.items():
        columns = [row["column_name"] for row in await db.fetch(_COLUMNS, table)]
        values = [_value(column, fresh.get(column)) for column in columns]
        sql = (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608  # of ours
            f" FROM {table} t CROSS JOIN generate_series(1, $1::int) g"
            f" WHERE t.id <> ALL($2::uuid[]) AND {_ONLY.get(table, 'TRUE')}"
        )
        async with db.transaction():
            await in_any_order()
            await db.execute(sql, min(copies, _LONGEST.get(table, copies)), list(sparing))
        await db.execute(f"ANALYZE {table}")


def _value(column: str, fresh: str | None) -> str:
    if fresh is None:
        return f"t.{column}"
    return fresh.format(key=_KEY.format(column=column), text=_TEXT.format(column=column))
