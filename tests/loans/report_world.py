"""A small world of the fiscal year 2029, built day by day by use cases, and what it adds up to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import Condition, Way
from core import db
from core.clock import TOKYO, frozen
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans import commands, usecases
from loans.domain import Decision, Stage
from loans.queries import LoanView
from loans.reports.domain import Figures, Period
from loans.reports.queries import LoanReport, ReportQuestion, loan_report
from tests.factories import Parties, a_product, a_request, an_actor, an_organization, the_parties

REASON = commands.GiveReason(reason="都合により")


class World(msgspec.Struct, frozen=True):
    """A counter with one facility, one vendor with two products, and what happened to five requests."""

    parties: Parties
    second_product: UUID
    centre: Actor


@contextmanager
def on(month: int, day: int, year: int = 2029) -> Iterator[None]:
    """Noon of a day in Japan."""
    with frozen(datetime(year, month, day, 12, tzinfo=TOKYO)):
        yield


async def _requested(parties: Parties, product_id: UUID, at: tuple[int, int], start: date) -> LoanView:
    with on(*at):
        return await usecases.request_loan(parties.facility, a_request(product_id, start=start))


async def _confirmed(parties: Parties, loan: LoanView, at: tuple[int, int]) -> None:
    with on(*at):
        await usecases.propose_loan(parties.counter, loan.id)
        await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())


async def _received(parties: Parties, loan: LoanView, at: tuple[int, int]) -> None:
    with on(*at):
        await usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT))
        await usecases.receive_loan(parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK))


async def _returned(parties: Parties, loan: LoanView, sent: tuple[int, int], taken: tuple[int, int]) -> None:
    with on(*sent):
        await usecases.send_back_loan(parties.facility, loan.id, commands.SendBackLoan(cleaned=True))
    with on(*taken):
        await usecases.take_back_loan(parties.vendor, loan.id, commands.TakeBackLoan(condition=Condition.OK))


async def _reported(parties: Parties, loan: LoanView, at: tuple[int, int], decision: Decision) -> None:
    answers: dict[str, object] = {"days_used": 9, "target_reached": 4, "ease_of_use": 4, "safety": 5}
    report = commands.SubmitResult(stage=Stage.AFTER, answers=answers, decision=decision, reason="試したため")
    with on(*at):
        await usecases.submit_result(parties.facility, loan.id, report)


async def _a_finished_loan(parties: Parties) -> None:
    loan = await _requested(parties, parties.product_id, (4, 10), date(2029, 5, 7))
    await _confirmed(parties, loan, (4, 11))
    await _received(parties, loan, (5, 7))
    await _returned(parties, loan, (5, 21), (5, 24))
    await _reported(parties, loan, (6, 2), Decision.INTRODUCE)


async def _a_late_loan(parties: Parties, product_id: UUID) -> None:
    """Due on 29 May, extended in June when it was late already, late again, back in July."""
    loan = await _requested(parties, product_id, (5, 10), date(2029, 5, 15))
    await _confirmed(parties, loan, (5, 10))
    await _received(parties, loan, (5, 15))
    with on(6, 2):
        await usecases.extend_loan(parties.vendor, loan.id, commands.ExtendLoan(end=date(2029, 6, 14)))
    await _returned(parties, loan, (7, 2), (7, 5))
    await _reported(parties, loan, (7, 6), Decision.NOT_INTRODUCE)


async def _loans_that_came_to_nothing(parties: Parties, product_id: UUID) -> None:
    declined = await _requested(parties, parties.product_id, (4, 12), date(2029, 6, 20))
    with on(4, 13):
        await usecases.decline_loan(parties.counter, declined.id, REASON)
    cancelled = await _requested(parties, product_id, (5, 1), date(2029, 8, 1))
    with on(5, 2):
        await usecases.cancel_loan(parties.facility, cancelled.id, REASON)
    refused = await _requested(parties, product_id, (7, 1), date(2029, 9, 3))
    with on(7, 2):
        await usecases.propose_loan(parties.counter, refused.id)
        offer = commands.OfferLoan(start=date(2029, 10, 1), end=date(2029, 10, 15))
        await usecases.offer_loan(parties.vendor, refused.id, offer)
    with on(7, 3):
        await usecases.refuse_offer(parties.facility, refused.id, REASON)


ITEMS = (
    ("2017", "MON-F", 4, "見守り・コミュニケーション", "Monitoring and communication", 1, "施設", "Facility"),
    ("2017", "OPS", 6, "介護業務支援", "Care-work support", 1, "介護業務支援", "Care-work support"),
    (
        "2025",
        "MON-F",
        5,
        "見守り・コミュニケーション",
        "Monitoring and communication",
        1,
        "見守り",
        "Monitoring",
    ),
    ("2025", "OPS", 6, "介護業務支援", "Care-work support", 1, "介護業務支援", "Care-work support"),
    ("2025", "TRN", 7, "機能訓練支援", "Functional training", 1, "機能訓練支援", "Functional training"),
)


async def _taxonomy() -> None:
    await db.execute_many(
        """
        INSERT INTO taxonomy_item (version, code, field_number, field_ja, field_en, item_number, item_ja,
            item_en, id, definition_ja, definition_source)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '') ON CONFLICT DO NOTHING
        """,
        [(*item, new_id()) for item in ITEMS],
    )


async def build_world() -> World:
    """Everything that the tests of the report count."""
    await _taxonomy()
    parties = await the_parties(item_codes=["MON-F", "OPS"], name="見守り一号")
    second = await a_product(
        parties.vendor.acting_for(), item_codes=["TRN"], name='=HYPERLINK("http://x.example")'
    )
    await _a_finished_loan(parties)
    await _a_late_loan(parties, second)
    await _loans_that_came_to_nothing(parties, second)
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    return World(parties, second, centre)


async def asked(actor: Actor, **question: object) -> LoanReport:
    """The report from April to August 2029, asked on 10 July."""
    given: dict[str, object] = {"start": date(2029, 4, 1), "end": date(2029, 8, 1)}
    with on(7, 10):
        return await loan_report(actor, ReportQuestion(**(given | question)))  # type: ignore[arg-type]


MONTHS = [
    Figures(requested=2, confirmed=1, declined=1),
    Figures(requested=2, confirmed=1, cancelled=1, returned=1, on_trial=1, overdue=1),
    Figures(results=1, introduce=1, on_trial=1, overdue=1),
    Figures(requested=1, cancelled=1, returned=1, results=1),
]


def totals(report: LoanReport) -> list[Figures]:
    return [period.total for period in report.periods]


def by_key(period: Period) -> dict[str, Figures]:
    names = Figures.__struct_fields__
    return {one.key: Figures(**{name: getattr(one, name) for name in names}) for one in period.groups}
