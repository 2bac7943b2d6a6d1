"""The desks of counter and vendor: what stands where, for whom, and what nobody else may see."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from accounts.domain import Actor
from catalog.domain import Condition, Way
from core import db
from core.clock import frozen, now, today
from core.errors import NotAllowed
from directory.kinds import OrganizationKind
from loans import commands, usecases
from loans.desks import words
from loans.desks.centre import all_together, counters_now
from loans.desks.facilities import facilities_of
from loans.desks.queries import FIRST_ROWS, Shelf, shelves
from loans.desks.sections import COUNTER_TO_DO, COUNTER_WAITING, VENDOR_TO_DO, VENDOR_WAITING, Section
from loans.desks.vendor import outcomes, products_of
from loans.domain import Custody, Decision, Stage, StepName
from loans.queries import LoanView
from tests.asking import noted_statements, signed_in
from tests.factories import Parties, a_loan, a_unit, an_actor, an_organization, the_parties

pytestmark = pytest.mark.usefixtures("database")

COUNTER = (*COUNTER_TO_DO, *COUNTER_WAITING)
VENDOR = (*VENDOR_TO_DO, *VENDOR_WAITING)
LATER = timedelta(days=60)


async def walked(parties: Parties, target: Custody, **fields: object) -> LoanView:
    """A new loan of the parties, taken as far as `target` on the straight way."""
    loan = await a_loan(parties, **fields)
    steps: tuple[tuple[Custody, Callable[[], Awaitable[LoanView]]], ...] = (
        (Custody.PROPOSED, lambda: usecases.propose_loan(parties.counter, loan.id)),
        (
            Custody.CONFIRMED,
            lambda: usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan()),
        ),
        (
            Custody.DISPATCHED,
            lambda: usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT)),
        ),
        (
            Custody.ON_TRIAL,
            lambda: usecases.receive_loan(
                parties.facility, loan.id, commands.ReceiveLoan(condition=Condition.OK)
            ),
        ),
        (
            Custody.RETURNING,
            lambda: usecases.send_back_loan(parties.facility, loan.id, commands.SendBackLoan(cleaned=True)),
        ),
        (
            Custody.RETURNED,
            lambda: usecases.take_back_loan(
                parties.vendor, loan.id, commands.TakeBackLoan(condition=Condition.OK)
            ),
        ),
    )
    for custody, step in steps:
        if loan.custody is target:
            break
        loan = await step()
        assert loan.custody is custody
    return loan


async def reported(parties: Parties, loan: LoanView, decision: Decision) -> None:
    answers: dict[str, object] = {"days_used": 9, "target_reached": 4, "ease_of_use": 4, "safety": 5}
    answers |= {"minutes_per_day": 40, "physical_burden": 2, "comment": "夜が静かになった"}
    report = commands.SubmitResult(
        stage=Stage.AFTER, answers=answers, decision=decision, reason="訪室が減った"
    )
    await usecases.submit_result(parties.facility, loan.id, report)


async def everywhere(parties: Parties) -> dict[str, UUID]:
    """One loan in every section of the counter's desk; the ids by section."""
    at = {Section.NEW: Custody.REQUESTED, Section.ASKED: Custody.PROPOSED, Section.TO_SHIP: Custody.CONFIRMED}
    at |= {Section.UNDER_WAY: Custody.DISPATCHED, Section.ON_TRIAL: Custody.ON_TRIAL}
    at |= {Section.RETURNING: Custody.RETURNING, Section.RESULT_MISSING: Custody.RETURNED}
    ids = {str(section): (await walked(parties, custody)).id for section, custody in at.items()}
    offered = await walked(parties, Custody.PROPOSED)
    offer = commands.OfferLoan(start=offered.start + LATER, end=offered.end + LATER)
    await usecases.offer_loan(parties.vendor, offered.id, offer)
    with frozen(now() - timedelta(days=30)):
        late = await walked(parties, Custody.ON_TRIAL, start=today() + timedelta(days=5))
    return ids | {str(Section.OFFERED): offered.id, str(Section.OVERDUE): late.id}


def placed(found: dict[Section, Shelf]) -> dict[str, list[UUID]]:
    return {str(section): [waiting.loan.id for waiting in shelf.rows] for section, shelf in found.items()}


async def test_every_open_loan_stands_in_exactly_one_section_of_the_counters_desk() -> None:
    parties = await the_parties(units=12)
    await _generous(parties)
    ids = await everywhere(parties)
    found = await shelves(parties.counter, COUNTER)
    assert placed(found) == {section: [loan_id] for section, loan_id in ids.items()}
    assert {shelf.total for shelf in found.values()} == {1}


async def test_a_lost_unit_stays_on_the_desk_until_somebody_does_without_its_result() -> None:
    parties = await the_parties()
    loan = await walked(parties, Custody.ON_TRIAL)
    reason = commands.WriteOffLoan(reason="水害で失われた")
    await usecases.write_off_loan(parties.counter, loan.id, reason)
    shelf = (await shelves(parties.counter, COUNTER))[Section.RESULT_MISSING]
    assert [(waiting.loan.id, waiting.step) for waiting in shelf.rows] == [(loan.id, None)]
    await usecases.waive_result(parties.counter, loan.id, reason)
    assert (await shelves(parties.counter, COUNTER))[Section.RESULT_MISSING].rows == []


async def _generous(parties: Parties) -> None:
    """Let the facility borrow as much at once as a test needs."""
    await db.execute(
        "INSERT INTO policy (id, counter_id, max_units, updated_at) VALUES ($1, $1, 1000, $2)",
        parties.counter.organization_id,
        now(),
    )


async def test_each_section_names_the_next_step_of_whoever_reads() -> None:
    parties = await the_parties(units=12)
    await _generous(parties)
    await everywhere(parties)
    counter = await shelves(parties.counter, COUNTER)
    steps = {str(section): shelf.rows[0].step for section, shelf in counter.items()}
    assert steps == {
        "new": StepName.PROPOSE,
        "offered": StepName.ACCEPT_OFFER,
        "asked": None,
        "to_ship": None,
        "under_way": StepName.RECEIVE,
        "on_trial": StepName.SEND_BACK,
        "overdue": StepName.SEND_BACK,
        "returning": None,
        "result_missing": StepName.SUBMIT_RESULT,
    }
    vendor = await shelves(parties.vendor, VENDOR)
    assert vendor[Section.ASKED].rows[0].step is StepName.CONFIRM
    assert vendor[Section.TO_SHIP].rows[0].step is StepName.DISPATCH
    assert vendor[Section.RETURNING].rows[0].step is StepName.TAKE_BACK


async def test_a_lender_that_does_not_answer_in_time_is_flagged() -> None:
    parties = await the_parties(units=2)
    await walked(parties, Custody.PROPOSED)
    in_time = (await shelves(parties.counter, COUNTER))[Section.ASKED]
    assert (in_time.total, in_time.late, in_time.rows[0].is_late) == (1, 0, False)
    with frozen(now() + timedelta(days=20)):
        too_late = (await shelves(parties.counter, COUNTER))[Section.ASKED]
        held = words.hold(too_late.rows[0])
    assert (too_late.late, too_late.rows[0].is_late, too_late.rows[0].days) == (1, True, 20)
    assert held is not None
    assert (held.label, held.tone) == ("仮押さえ切れ", "danger")


async def test_a_hold_counts_down_and_then_says_that_it_is_over() -> None:
    parties = await the_parties()
    await a_loan(parties)
    for passed, said, tone in (
        (0, "仮押さえ あと2日", "info"),
        (52, "仮押さえ あと19時間", "attention"),
        (70, "仮押さえ あと1時間", "danger"),
        (80, "仮押さえ切れ", "danger"),
    ):
        with frozen(now() + timedelta(hours=passed, seconds=1)):
            (waiting,) = (await shelves(parties.counter, COUNTER))[Section.NEW].rows
            held = words.hold(waiting)
            assert held is not None
            assert (held.label, held.tone) == (said, tone)


async def test_the_longest_waiting_come_first_and_the_rest_is_counted() -> None:
    parties = await the_parties(units=20)
    await _generous(parties)
    ids = []
    for hours in range(FIRST_ROWS + 3, 0, -1):
        with frozen(now() - timedelta(hours=hours)):
            ids.append((await a_loan(parties)).id)
    shelf = (await shelves(parties.counter, COUNTER))[Section.NEW]
    assert shelf.total == FIRST_ROWS + 3
    assert [waiting.loan.id for waiting in shelf.rows] == ids[:FIRST_ROWS]


@pytest.mark.parametrize("count", [10, 200])
async def test_a_desk_takes_as_many_statements_for_two_hundred_loans_as_for_ten(count: int) -> None:
    parties = await the_parties(units=count)
    await _generous(parties)
    for _ in range(count):
        await a_loan(parties)
    async with noted_statements() as statements:
        found = await shelves(parties.counter, COUNTER)
    assert (found[Section.NEW].total, len(statements)) == (count, 3)


async def test_strangers_desks_are_empty_and_others_have_none() -> None:
    mine, theirs = await the_parties(units=2), await the_parties()
    await walked(mine, Custody.PROPOSED)
    for actor, sections in ((theirs.counter, COUNTER), (theirs.vendor, VENDOR)):
        assert sum(shelf.total for shelf in (await shelves(actor, sections)).values()) == 0
    for kind in (OrganizationKind.LIVING_LAB, OrganizationKind.CENTRE):
        with pytest.raises(NotAllowed):
            await shelves(await an_actor(await an_organization(kind)), COUNTER)
    with pytest.raises(NotAllowed):
        await shelves(mine.facility, COUNTER)


async def test_the_vendor_reads_the_facilitys_name_only_once_it_has_confirmed() -> None:
    parties = await the_parties(units=2)
    await walked(parties, Custody.PROPOSED)
    await walked(parties, Custody.CONFIRMED)
    found = await shelves(parties.vendor, VENDOR)
    assert found[Section.ASKED].rows[0].loan.facility_name == ""
    assert found[Section.TO_SHIP].rows[0].loan.facility_name != ""
    assert found[Section.TO_SHIP].rows[0].leaves_on is not None
    assert len(found[Section.TO_SHIP].rows[0].units) == 1


async def test_a_wish_for_more_days_waits_on_the_vendors_desk() -> None:
    parties = await the_parties()
    loan = await walked(parties, Custody.ON_TRIAL)
    await usecases.extend_loan(
        parties.facility, loan.id, commands.ExtendLoan(end=loan.end + timedelta(days=3))
    )
    found = await shelves(parties.vendor, VENDOR)
    assert (found[Section.EXTENSION].total, found[Section.EXTENSION].rows[0].step) == (1, StepName.EXTEND)


async def test_products_tell_how_their_units_and_loans_stand() -> None:
    parties = await the_parties(units=4)
    await walked(parties, Custody.PROPOSED)
    await walked(parties, Custody.CONFIRMED)
    await walked(parties, Custody.ON_TRIAL)
    returned = await walked(parties, Custody.RETURNED)
    await reported(parties, returned, Decision.INTRODUCE)
    (standing,) = await products_of(parties.vendor)
    counts = (standing.units, standing.asked, standing.agreed, standing.on_trial, standing.results)
    assert (*counts, standing.introduce) == (4, 1, 1, 1, 1, 1)
    assert standing.free_today == 2  # on trial since today, and in inspection since today
    with pytest.raises(NotAllowed):
        await products_of(parties.counter)


async def test_results_are_read_by_the_vendor_of_the_product_alone() -> None:
    parties, strangers = await the_parties(), await the_parties()
    loan = await walked(parties, Custody.ON_TRIAL)
    before = commands.SubmitResult(
        stage=Stage.BEFORE, answers={"problem": "x", "target": "y", "minutes_per_day": 60}
    )
    await usecases.submit_result(parties.facility, loan.id, before)
    await reported(parties, loan, Decision.CONSIDER)
    (outcome,) = (await outcomes(parties.vendor)).items
    assert (outcome.loan_id, outcome.decision, outcome.reason) == (loan.id, Decision.CONSIDER, "訪室が減った")
    assert outcome.facility_name != ""
    told = {str(answer.label): (answer.before, answer.value) for answer in outcome.answers}
    assert told["対象の業務にかかる時間"] == ("60", "40")
    assert told["からだの負担の変化"] == ("", "+2")
    assert [answer.value for answer in outcome.comments] == ["夜が静かになった"]
    assert (await outcomes(strangers.vendor)).items == []
    assert (await outcomes(parties.vendor, decision=Decision.INTRODUCE)).items == []
    with pytest.raises(NotAllowed):
        await outcomes(parties.counter)


async def test_a_result_of_a_counters_own_unit_does_not_name_the_facility_to_the_vendor() -> None:
    parties = await the_parties(units=0)
    counter_id = parties.counter.acting_for()
    await a_unit(parties.product_id, counter_id)
    lent_by_counter = msgspec.structs.replace(parties, vendor=parties.counter)
    loan = await walked(lent_by_counter, Custody.ON_TRIAL)
    await reported(parties, loan, Decision.INTRODUCE)
    (outcome,) = (await outcomes(parties.vendor)).items
    assert (outcome.facility_name, outcome.loan_id, outcome.number) == ("", None, "")


async def test_the_centre_sees_where_requests_wait_too_long() -> None:
    parties = await the_parties(units=9)
    await _generous(parties)
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    await everywhere(parties)
    with frozen(now() + timedelta(days=6)):
        standings = {one.id: one for one in await counters_now(centre)}
        patient = {one.id: one for one in await counters_now(centre, patience=7)}
    mine = standings[parties.counter.acting_for()]
    states = (mine.requested, mine.proposed, mine.confirmed, mine.under_way, mine.on_trial)
    assert states == (2, 1, 1, 2, 2)
    assert (mine.overdue, mine.results_missing, mine.waiting) == (1, 1, 3)
    assert patient[mine.id].waiting == 0
    assert all_together([mine, mine])["requested"] == 4
    with pytest.raises(NotAllowed):
        await counters_now(parties.counter)


async def a_facility(counter_id: UUID | None, name: str, **columns: Any) -> UUID:
    return await an_organization(OrganizationKind.FACILITY, counter_id=counter_id, name=name, **columns)


async def test_a_counter_finds_its_facilities_by_name_number_or_telephone() -> None:
    counter_id = await an_organization(OrganizationKind.COUNTER, prefecture="沖縄県")
    counter = await an_actor(counter_id)
    await db.execute(
        "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $1, '沖縄県')", counter_id
    )
    numbers = {"office_number": f"47{counter_id.int % 10**8:08d}", "phone": "098-765-4321"}
    found = await a_facility(None, "みなと苑", prefecture="沖縄県", **numbers)
    chosen = await a_facility(counter_id, "さくら荘")
    await a_facility(None, "みなと苑 別館", prefecture="大分県")
    for query in ("ミナト", "みなと苑", "０９８−７６５", "0987654321", numbers["office_number"][:6]):
        assert [line.id for line in (await facilities_of(counter, query)).items] == [found], query
    assert [line.id for line in (await facilities_of(counter)).items] == [chosen, found]
    assert (await facilities_of(counter, "やま")).items == []
    first = await facilities_of(counter, limit=1)
    assert [line.id for line in first.items] == [chosen]
    assert [line.id for line in (await facilities_of(counter, cursor=first.next)).items] == [found]
    with pytest.raises(NotAllowed):
        await facilities_of(await an_actor(found))


async def test_the_counter_reads_its_desk_as_a_page(client: httpx.AsyncClient) -> None:
    parties = await the_parties(units=2)
    loan = await a_loan(parties)
    browser = await signed_in(client, parties.counter)
    shown = await browser.get("/desk")
    assert shown.status_code == 200
    assert loan.number in shown.text
    assert f'href="/loans/{loan.id}"' in shown.text
    assert 'href="/loans/new?for=facility"' in shown.text


PAGES = {
    "/desk": {"counter"},
    "/desk/facilities": {"counter"},
    "/vendor": {"vendor"},
    "/vendor/results": {"vendor"},
    "/centre": {"centre"},
    "/board": {"counter", "vendor", "centre"},
    "/reports/loans": {"counter", "vendor", "facility", "centre"},
    "/reports/loans.xlsx": {"counter", "vendor", "facility", "centre"},
}


@pytest.mark.parametrize("role", ["counter", "vendor", "facility", "centre", "living_lab"])
async def test_each_page_opens_for_those_it_is_for_even_with_nothing_on_it(
    client: httpx.AsyncClient, role: str
) -> None:
    actor = await an_actor(await an_organization(OrganizationKind(role)))
    browser = await signed_in(client, actor)
    for path, roles in PAGES.items():
        answer = await browser.get(path)
        assert answer.status_code == (200 if role in roles else 403), (path, role)


async def test_a_stranger_is_sent_to_sign_in_from_every_page(client: httpx.AsyncClient) -> None:
    for path in PAGES:
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/sign-in"), path


@pytest.mark.parametrize(
    "address",
    [
        "/board?start=soon",
        "/board?product=everything",
        "/board?cursor=nonsense",
        "/desk/facilities?cursor=nonsense",
        "/reports/loans?from=2026-02-30",
        "/reports/loans?from=2026-04-01&to=2026-03-01",
        "/reports/loans?by=week",
        "/reports/loans.xlsx?from=2026-04-01&to=2026-03-01",
    ],
)
async def test_wrong_questions_get_a_page_that_says_so(client: httpx.AsyncClient, address: str) -> None:
    browser: httpx.AsyncClient = await signed_in(client, await _a_counter())
    answer = await browser.get(address)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")


async def _a_counter() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.COUNTER))
