"""Loans on their way, and what people were told about them."""

import loans.reminders  # noqa: F401  # registers what it handles
import notifications.mail  # noqa: F401  # registers what it handles
from accounts.domain import Actor
from catalog.domain import Condition, Way
from core import db
from loans import commands, usecases
from loans.queries import LoanView
from notifications.delivery import deliver_due
from tests.factories import Parties, a_loan

PARCEL = commands.DispatchLoan(way=Way.PARCEL, carrier="試験運輸", tracking_number="1234-5678")
GOOD = commands.ReceiveLoan(condition=Condition.OK)


async def deliver_everything() -> None:
    """Drain the outbox."""
    while await deliver_due():
        pass


async def mails(actor: Actor, loan: LoanView) -> list[tuple[str, str]]:
    """Subject and body of what the actor's person was told about the loan, in the order it came."""
    await deliver_everything()
    address = await db.fetch_value("SELECT email FROM person WHERE id = $1", actor.person_id)
    sql = """
    SELECT subject, body FROM caught_mail
    WHERE recipient = $1 AND body LIKE '%' || $2::text || '%' ORDER BY id
    """
    return [(row["subject"], row["body"]) for row in await db.fetch(sql, address, str(loan.id))]


async def subjects(actor: Actor, loan: LoanView) -> list[str]:
    """The subjects alone, without product and number."""
    return [subject.partition(":")[0] for subject, _ in await mails(actor, loan)]


async def a_confirmed_loan(parties: Parties) -> LoanView:
    """Asked for, proposed and confirmed."""
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    return await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())


async def a_loan_on_trial(parties: Parties) -> LoanView:
    """At the facility, in good condition."""
    loan = await a_confirmed_loan(parties)
    await usecases.dispatch_loan(parties.vendor, loan.id, PARCEL)
    return await usecases.receive_loan(parties.facility, loan.id, GOOD)
