"""The desk of a vendor: from what is asked to the answer."""

import httpx
import pytest

from loans import usecases
from tests.asking import signed_in
from tests.factories import a_loan, the_parties

pytestmark = pytest.mark.usefixtures("database")


async def test_the_desk_of_a_vendor_leads_to_what_its_yes_changes_and_to_the_button(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    vendor = await signed_in(client, parties.vendor)
    desk = await vendor.get("/vendor")
    assert f'href="/loans/{loan.id}"' in desk.text
    assert "内容を見て承諾" in desk.text
    assert f'action="/loans/{loan.id}/confirm"' not in desk.text
    shown = await vendor.get(f"/loans/{loan.id}")
    assert "この操作で変わること" in shown.text
    assert f'action="/loans/{loan.id}/confirm"' in shown.text
    assert '<input type="hidden" name="expected" value="proposed">' in shown.text
    assert '<input type="hidden" name="_csrf_token"' in shown.text
