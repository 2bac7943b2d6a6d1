"""A lender learns who the borrower is when it agrees to lend, and by no way before (DESIGN section 5)."""

import io
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from zipfile import ZipFile

import httpx
import msgspec
import pytest

from accounts.domain import Actor
from core import db
from core.clock import today
from core.ids import new_id
from core.secrets import new_token
from loans import usecases
from loans.commands import ConfirmLoan, GiveReason, OfferLoan
from loans.documents import request_sheet
from loans.queries import LoanFilter, LoanView, list_loans
from loans.records import record_for
from notifications.usecases import create_feed
from tests.app.access import routes
from tests.asking import a_bearer, signed_in
from tests.factories import Parties, a_loan, another_facility, the_parties
from tests.loans.letters import mails

pytestmark = pytest.mark.usefixtures("own_database")
NOBODYS = new_id()
REASON = GiveReason(reason="都合により")
Stage = Callable[[Parties, LoanView], Awaitable[object]]
Borrowed = tuple[LoanView, set[str]]


async def _asked(parties: Parties, loan: LoanView) -> None:
    await usecases.propose_loan(parties.counter, loan.id)


async def _offered(parties: Parties, loan: LoanView) -> None:
    await _asked(parties, loan)
    start = today() + timedelta(days=50)
    offer = OfferLoan(start=start, end=start + timedelta(days=7), message="この日なら")
    await usecases.offer_loan(parties.vendor, loan.id, offer)


async def _accepted(parties: Parties, loan: LoanView) -> None:
    await _offered(parties, loan)
    await usecases.accept_offer(parties.facility, loan.id)


async def _declined(parties: Parties, loan: LoanView) -> None:
    await _asked(parties, loan)
    await usecases.decline_loan(parties.counter, loan.id, REASON)


async def _cancelled(parties: Parties, loan: LoanView) -> None:
    await _asked(parties, loan)
    await usecases.cancel_loan(parties.facility, loan.id, REASON)


async def _confirmed(parties: Parties, loan: LoanView) -> None:
    await _asked(parties, loan)
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())


BEFORE: Mapping[str, Stage] = {
    "asked": _asked,
    "offered": _offered,
    "accepted": _accepted,
    "declined": _declined,
    "cancelled": _cancelled,
}


async def _a_loan_of(parties: Parties) -> Borrowed:
    """A loan whose borrower can be recognised wherever it stands; the words to be looked for."""
    secret = new_token(16)
    name, phone, street = f"事業所{secret}", f"097-{secret[:8]}", f"本町{secret}"
    await db.execute(
        "UPDATE organization SET name = $2, phone = $3, address = $4 WHERE id = $1",
        parties.facility.organization_id,
        name,
        phone,
        street,
    )
    contact = f"担当{secret}"
    loan = await a_loan(parties, contact_name=contact, contact_phone=phone, place_of_use=f"居室{secret}")
    words = {name, phone, street, contact, f"居室{secret}", str(parties.facility.organization_id)}
    return loan, words


def _addresses(loans: Sequence[LoanView], *, api: bool) -> set[str]:
    """Every address to be read, with the ids of each of the loans in it where it takes ids."""
    paths = [path for method, path in routes() if method == "GET" and path.startswith("/api/") is api]
    return {_address(path, loan) for path in paths if not path.startswith("/calendars/") for loan in loans}


def _address(path: str, loan: LoanView) -> str:
    ids = {"loan_id": loan.id, "product_id": loan.product_id, "unit_id": loan.unit_ids[0]}
    ids |= {"organization_id": loan.lender_id}
    return re.sub(r"\{(\w+)\}", lambda found: str(ids.get(found[1], NOBODYS)), path)


async def _told(client: httpx.AsyncClient, vendor: Actor, loans: Sequence[LoanView]) -> str:
    """Everything that any address tells the lender, and every mail it gets."""
    headers = await a_bearer(vendor)
    pieces = []
    for path in _addresses(loans, api=True):
        answer = await client.get(path, params={"from": str(today()), "to": "2099-01-01"}, headers=headers)
        pieces.append(answer.text)
    browser = await signed_in(client, vendor)
    pieces += [_readable(await browser.get(path)) for path in _addresses(loans, api=False)]
    feed = await create_feed(vendor, "暦")
    answer = await client.get(httpx.URL(feed.url).path)
    pieces.append(answer.text.replace("\r\n ", ""))
    for loan in loans:
        pieces.append(str(request_sheet(await record_for(vendor, loan.id))))
        pieces += [subject + body for subject, body in await mails(vendor, loan)]
    return "\n".join(pieces)


def _readable(answer: httpx.Response) -> str:
    if answer.content.startswith(b"PK"):
        with ZipFile(io.BytesIO(answer.content)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return answer.text


async def test_nothing_tells_a_lender_who_asks_before_it_has_agreed(client: httpx.AsyncClient) -> None:
    """One lender, and a loan for each way of not having agreed, each of another facility."""
    parties = await the_parties(units=len(BEFORE), policy={"max_units": 100})
    borrowed: dict[str, Borrowed] = {}
    for stage, go_there in BEFORE.items():
        one = msgspec.structs.replace(parties, facility=await another_facility(parties))
        borrowed[stage] = await _a_loan_of(one)
        await go_there(one, borrowed[stage][0])
    told = await _told(client, parties.vendor, [loan for loan, _ in borrowed.values()])
    assert [stage for stage, (loan, _) in borrowed.items() if loan.number not in told] == []
    secrets = [(stage, secret) for stage, (_, words) in borrowed.items() for secret in words]
    assert [(stage, secret) for stage, secret in secrets if secret in told] == []


async def test_whoever_has_agreed_is_told(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan, secrets = await _a_loan_of(parties)
    await _confirmed(parties, loan)
    told = await _told(client, parties.vendor, [loan])
    assert [secret for secret in secrets if secret not in told] == []


async def test_a_list_cannot_be_asked_whether_a_known_facility_is_the_one() -> None:
    parties = await the_parties()
    loan, _ = await _a_loan_of(parties)
    await _asked(parties, loan)
    of_facility = LoanFilter(facility_id=parties.facility.organization_id)
    assert (await list_loans(parties.vendor, of_facility)).items == []
    assert [found.id for found in (await list_loans(parties.counter, of_facility)).items] == [loan.id]
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    assert [found.id for found in (await list_loans(parties.vendor, of_facility)).items] == [loan.id]
