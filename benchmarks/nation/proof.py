"""What must be true of a nation, asked of the database; and one number that says whether two are the same."""

from benchmarks.nation.loading import TABLES
from core import db
from loans.reports.counting import MISCOUNTED

# Each asks for rows that must not be there.
INVARIANTS: dict[str, str] = {
    "no unit is spoken for twice on one day": """
        SELECT FROM (
            SELECT lower(period) AS start, lag(upper(period)) OVER (PARTITION BY unit_id ORDER BY period) AS
                before
            FROM occupancy WHERE status = 'active'
        ) o WHERE before > start
    """,
    "every loan's days have their loan": """
        SELECT FROM occupancy o WHERE o.purpose IN ('loan', 'hold') AND NOT EXISTS (
            SELECT FROM loan l JOIN loan_unit lu ON lu.loan_id = l.id
            WHERE l.id = o.cause_id AND lu.unit_id = o.unit_id AND lu.occupancy_id = o.id)
    """,
    "every display's days have their exhibit": """
        SELECT FROM occupancy o WHERE o.purpose = 'exhibition' AND NOT EXISTS (
            SELECT FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id
            WHERE x.id = o.cause_id AND x.unit_id = o.unit_id AND x.occupancy_id = o.id
              AND e.starts_on <= lower(o.period) AND e.ends_on >= upper(o.period))
    """,
    "everything else says why": """
        SELECT FROM occupancy o WHERE o.purpose IN ('maintenance', 'inspection') AND o.note = ''
    """,
    "days that a loan held and lost are given back": """
        SELECT FROM occupancy o JOIN loan l ON l.id = o.cause_id
        WHERE (l.custody IN ('declined', 'cancelled')) <> (o.status = 'released')
    """,
    "who has not been agreed with only holds": """
        SELECT FROM occupancy o JOIN loan l ON l.id = o.cause_id
        WHERE (l.custody IN ('requested', 'proposed')) <> (o.purpose = 'hold' AND o.status = 'active')
          AND o.status = 'active'
    """,
    "a trial lies within the days taken for it": """
        SELECT FROM occupancy o JOIN loan l ON l.id = o.cause_id
        WHERE o.status = 'active' AND NOT o.period @> daterange(l.starts_on, l.ends_on)
    """,
    "a loan has as many units as it says, of its product and lender": """
        SELECT FROM loan l LEFT JOIN loan_unit lu ON lu.loan_id = l.id LEFT JOIN unit u ON u.id = lu.unit_id
        GROUP BY l.id HAVING count(*) <> l.quantity
            OR bool_or(u.product_id IS DISTINCT FROM l.product_id OR u.lender_id IS DISTINCT FROM l.lender_id)
    """,
    "the last event of a loan leads to where it stands": """
        SELECT FROM loan l JOIN LATERAL (
            SELECT custody_to, result_to FROM loan_event e WHERE e.loan_id = l.id ORDER BY position DESC
                LIMIT 1
        ) last ON TRUE WHERE (l.custody, l.result) <> (last.custody_to, last.result_to)
    """,
    "events follow each other without a gap": """
        SELECT FROM loan l LEFT JOIN loan_event e ON e.loan_id = l.id
        GROUP BY l.id HAVING count(e.id) = 0 OR max(e.position) <> count(e.id) OR min(e.position) <> 1
    """,
    "nothing has happened that is still to come": """
        SELECT FROM loan_event WHERE occurred_on > (SELECT max(created_at)::date FROM tag)
    """,
    "a result that is in has its report": """
        SELECT FROM loan l WHERE (l.result = 'submitted') <> EXISTS (
            SELECT FROM result_report r WHERE r.loan_id = l.id AND r.stage = 'after')
    """,
    "every step that counts is counted": MISCOUNTED,
    "every tag is on a unit and every unit has one": """
        SELECT FROM unit u FULL JOIN tag t ON t.unit_id = u.id WHERE u.id IS NULL OR t.id IS NULL
    """,
}


async def broken_invariants() -> list[str]:
    """Those that do not hold."""
    found = []
    for name, sql in INVARIANTS.items():
        if await db.fetch_value(f"SELECT EXISTS ({sql})"):
            found.append(name)
    return found


async def digest() -> str:
    """The same for two nations whose rows are the same, whatever their order."""
    parts = [
        str(
            await db.fetch_value(
                f"SELECT coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table} t"  # noqa: S608  # of ours
            )
        )
        for table in (*TABLES, "product", "exhibition", "policy", "person", "loan_offer")
    ]
    return str(await db.fetch_value("SELECT md5($1)", " ".join(parts)))
