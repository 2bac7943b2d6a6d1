"""Tells the catalogue what trials of a product showed."""

from uuid import UUID

from catalog.experience import Experience, tells_experience
from core import db
from loans.domain import Decision, Stage

_MEANS = ", ".join(
    f"avg((answers ->> '{name}')::numeric) FILTER (WHERE jsonb_typeof(answers -> '{name}') = 'number')::float"
    f" AS {name}"
    for name in ("target_reached", "ease_of_use", "safety", "physical_burden", "mental_burden")
)
_EXPERIENCE = f"""
SELECT count(*) AS results, count(*) FILTER (WHERE decision = $3) AS introduced,
    count(*) FILTER (WHERE decision = $4) AS considered, {_MEANS}
FROM (
    SELECT DISTINCT ON (r.loan_id) r.answers, r.decision FROM result_report r JOIN loan l ON l.id = r.loan_id
    WHERE l.product_id = $1 AND r.stage = $2 ORDER BY r.loan_id, r.submitted_at DESC, r.id DESC
) latest
"""  # noqa: S608  # put together from constants


@tells_experience
async def trials_of(product_id: UUID) -> Experience:
    """The latest report after each trial, added up; one statement."""
    after = (Stage.AFTER.value, Decision.INTRODUCE.value, Decision.CONSIDER.value)
    return await db.fetch_one_as(Experience, _EXPERIENCE, product_id, *after) or Experience()
