"""What trials showed stands on the product's page, from three results on."""

from uuid import UUID

import httpx
import pytest

from catalog.experience import experience_of
from core import db
from core.clock import now
from core.ids import new_id
from tests.accounts.browser import words
from tests.factories import Parties, a_loan, the_parties

pytestmark = pytest.mark.usefixtures("database")


async def report(loan_id: UUID, decision: str, stage: str = "after", **answers: object) -> None:
    await db.execute(
        "INSERT INTO result_report (id, loan_id, stage, form_version, answers, decision, reason,"
        " submitted_at) VALUES ($1, $2, $3, '2026-1', $4::jsonb, $5, '', $6)",
        *(new_id(), loan_id, stage, db.to_json(answers), decision if stage == "after" else None, now()),
    )


@pytest.fixture
async def parties() -> Parties:
    return await the_parties(units=4, policy={"max_units": 10})


async def test_few_results_are_counted_but_not_told(parties: Parties, client: httpx.AsyncClient) -> None:
    for _ in range(2):
        await report((await a_loan(parties)).id, "introduce", ease_of_use=1)
    page = words(await client.get(f"/products/{parties.product_id}"))
    assert "これまでに届いた試用結果は2件です" in page
    assert "5点満点" not in page


async def test_the_latest_report_of_each_trial_counts_once(
    parties: Parties, client: httpx.AsyncClient
) -> None:
    loans = [(await a_loan(parties)).id for _ in range(3)]
    await report(loans[0], "not_introduce", ease_of_use=1)
    await report(loans[0], "introduce", ease_of_use=5, physical_burden=2, safety="とても")
    await report(loans[1], "introduce", ease_of_use=4)
    await report(loans[2], "consider", ease_of_use=3, physical_burden=-1)
    await report(loans[2], "", stage="before", ease_of_use=1)
    found = await experience_of(parties.product_id)
    assert (found.results, found.introduced, found.considered) == (3, 2, 1)
    assert (found.ease_of_use, found.physical_burden, found.safety) == (4.0, 0.5, None)
    page = words(await client.get(f"/products/{parties.product_id}"))
    assert "導入する2件、検討する1件（3件のうち）" in page
    assert "5点満点で4.0点" in page
    assert "+0.5" in page
