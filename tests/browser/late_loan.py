"""A robot that is late although somebody needs it next, for whoever looks for a way out."""

from pathlib import Path

import asyncpg

from tests.browser.full_board import fill

# Of two units with two loans each one loan is late, the next one of its unit is near, the other unit is free.
_OF_OTHER = """IN (SELECT lu.loan_id FROM loan_unit lu JOIN unit u ON u.id = lu.unit_id
    WHERE u.product_id = $1 AND u.serial_number = 'N-0002')"""
_MOVES = (
    f"UPDATE loan SET custody = 'cancelled', closed_at = now() WHERE id {_OF_OTHER}",  # noqa: S608  # constant
    """UPDATE occupancy SET status = 'released', released_at = now() FROM unit u
    WHERE u.id = unit_id AND u.product_id = $1 AND (u.serial_number = 'N-0002' OR purpose = 'maintenance')""",
    """UPDATE loan SET starts_on = current_date - 20 + $2::int, ends_on = current_date - 4 + $2::int
    WHERE product_id = $1 AND custody = 'on_trial'""",
    """UPDATE loan SET starts_on = current_date + 4 + 2 * $2::int, ends_on = current_date + 18 + 2 * $2::int
    WHERE product_id = $1 AND custody = 'confirmed'""",
    # Neither may meet the other on its way.
    """UPDATE occupancy o SET period = daterange(l.starts_on - 3, l.ends_on + 3), status = 'released'
    FROM loan l WHERE l.id = o.cause_id AND l.product_id = $1 AND l.custody IN ('on_trial', 'confirmed')""",
    """UPDATE occupancy o SET status = 'active' FROM loan l
    WHERE l.id = o.cause_id AND l.product_id = $1 AND l.custody IN ('on_trial', 'confirmed')""",
    """UPDATE loan SET number = right($1::text, 8) || right(number, 5),
        counter_id = (SELECT m.organization_id FROM membership m
            JOIN person p ON p.id = m.person_id WHERE p.email = 'counter@demo.example')
    WHERE product_id = $1""",
    """UPDATE loan SET facility_id = (SELECT m.organization_id FROM membership m
            JOIN person p ON p.id = m.person_id WHERE p.email = 'facility@demo.example')
    WHERE product_id = $1 AND custody = 'on_trial'""",
)
_LATE = "SELECT id FROM loan WHERE product_id = $1 AND custody = 'on_trial'"


async def a_late_loan(data_dir: Path, later: int = 0) -> str:
    """Give the demo vendor a late loan whose unit is needed in a few days; the path of its page.

    With `later` it ends so many days later, and its unit is needed twice as many days later.
    """
    product_id = await fill(data_dir, 2, loans=2, after=900_000)
    connection = await asyncpg.connect(host=str(data_dir / "run"), user="tameshi", database="tameshi")
    try:
        for move in _MOVES:
            wanted = (product_id, later) if "$2" in move else (product_id,)
            await connection.execute(move, *wanted)
        return f"/loans/{await connection.fetchval(_LATE, product_id)}"
    finally:
        await connection.close()


# Their numbers have no hyphen: see above.
_END = """
WITH ended AS (
    UPDATE loan SET custody = 'cancelled', closed_at = now() WHERE number NOT LIKE '%-%' AND closed_at IS NULL
    RETURNING id
)
UPDATE occupancy SET status = 'released', released_at = now()
WHERE status = 'active' AND cause_id IN (SELECT id FROM ended)
"""


async def end_late_loans(data_dir: Path) -> None:
    """Let the demo facility have room again for what other tests ask for."""
    connection = await asyncpg.connect(host=str(data_dir / "run"), user="tameshi", database="tameshi")
    try:
        await connection.execute(_END)
    finally:
        await connection.close()
