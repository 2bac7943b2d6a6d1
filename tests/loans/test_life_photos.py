"""Photos of checks stand in the life of their unit, for those who may see the loan."""

from datetime import timedelta

import pytest
from litestar import Litestar

from catalog.domain import Condition, Way
from core import db
from core.clock import today
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import ConfirmLoan, DispatchLoan, ReceiveLoan
from loans.domain import StepName
from loans.photos.queries import photos_of
from loans.photos.usecases import keep_photo
from loans.queries import LoanView, loan_for
from tests.accounts.browser import words
from tests.factories import Parties, a_loan, an_actor, an_organization, the_parties
from tests.loans.visiting import visiting
from tests.photos import a_jpeg

pytestmark = pytest.mark.usefixtures("database")


async def received(parties: Parties, condition: Condition = Condition.OK) -> LoanView:
    """A loan whose unit has arrived, with one photo of it."""
    loan = await a_loan(parties, start=today() + timedelta(days=1))
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, DispatchLoan(way=Way.BROUGHT))
    sent = await loan_for(parties.facility, loan.id)
    photo = await keep_photo(parties.facility, sent, StepName.RECEIVE, a_jpeg())
    note = "" if condition is Condition.OK else "角に傷"
    command = ReceiveLoan(condition=condition, note=note, photos=[photo.id])
    return await usecases.receive_loan(parties.facility, loan.id, command)


@pytest.mark.parametrize(
    ("condition", "said", "kind"),
    [
        (Condition.OK, "状態を確かめました", "check"),
        (Condition.DAMAGED, "傷・故障が見つかりました", "damage"),
    ],
)
async def test_the_life_of_a_unit_shows_the_photos_of_its_checks(
    application: Litestar, condition: Condition, said: str, kind: str
) -> None:
    parties = await the_parties()
    loan = await received(parties, condition)
    path = f"/units/{loan.unit_ids[0]}"
    async with visiting(application, parties.vendor) as vendor:
        shown = await vendor.get(f"{path}?kind={kind}")
        assert said in words(shown)
        (photo,) = await photos_of(loan.id)
        small = f'<img src="{photo.thumb_path}" alt="受取時の写真1"'
        assert f'<a href="{photo.path}">{small}' in shown.text
        assert (await vendor.get(photo.thumb_path)).status_code == 200


async def test_whoever_may_not_see_the_loan_sees_no_photo_of_it(application: Litestar) -> None:
    parties = await the_parties()
    loan = await received(parties, Condition.DAMAGED)
    (unit_id,) = loan.unit_ids
    owner = await an_actor(await an_organization(OrganizationKind.VENDOR))
    await db.execute("UPDATE unit SET owner_id = $2 WHERE id = $1", unit_id, owner.organization_id)
    async with visiting(application, owner) as visitor:
        shown = await visitor.get(f"/units/{unit_id}")
        assert "傷・故障が見つかりました" in words(shown)
        assert "/photos/" not in shown.text
