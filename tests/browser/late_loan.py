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
    """UPDATE loan SET starts_on = current_date - 20, ends_on = current_date - 4
    WHERE product_id = $1 AND custody = 'on_trial'""",
    """UPDATE loan SET starts_on = current_date + 4, ends_on = current_date + 18
    WHERE product_id = $1 AND custody = 'confirmed'""",
    """UPDATE occupancy o SET period = daterange(l.starts_on - 3, l.ends_on + 3) FROM loan l
    WHERE l.id = o.cause_id AND l.product_id = $1 AND l.custody IN ('on_trial', 'confirmed')""",
    """UPDATE loan SET number = replace(number, '2099-', '2098-'),
        counter_id = (SELECT m.organization_id FROM membership m
            JOIN person p ON p.id = m.person_id WHERE p.email = 'counter@demo.example')
    WHERE product_id = $1""",
)
_LATE = "SELECT id FROM loan WHERE product_id = $1 AND custody = 'on_trial'"


async def a_late_loan(data_dir: Path) -> str:
    """Give the demo vendor a late loan whose unit is needed in a few days; the path of its page."""
    product_id = await fill(data_dir, 2, loans=2)
    connection = await asyncpg.connect(host=str(data_dir / "run"), user="tameshi", database="tameshi")
    try:
        for move in _MOVES:
            await connection.execute(move, product_id)
        return f"/loans/{await connection.fetchval(_LATE, product_id)}"
    finally:
        await connection.close()
