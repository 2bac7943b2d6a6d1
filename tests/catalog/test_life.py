"""来歴: all that happened to a unit on one line of time, each reader told what it may know."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

import loans.introductions  # noqa: F401  # what loans add to a life
from accounts.domain import Actor
from catalog import maintenance
from catalog.domain import Condition, ScanAction, Way
from catalog.labelling import new_label
from catalog.life.queries import LifeFilter, life_of
from catalog.life.sources import LifeKind, LifeRow, told
from catalog.maintenance import PlanMaintenance
from catalog.queries import unit_for
from core import db
from core.clock import frozen, now, today
from core.errors import Invalid
from core.ids import new_id
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import ConfirmLoan, DispatchLoan, ReceiveLoan, SendBackLoan, TakeBackLoan
from loans.queries import LoanView
from loans.scanning import RecordScans, Scan, record_scans
from tests.asking import a_bearer, signed_in
from tests.factories import Parties, a_loan, an_actor, an_organization, the_parties

pytestmark = pytest.mark.usefixtures("database")


async def a_world() -> tuple[Parties, UUID]:
    parties = await the_parties()
    unit_id = await db.fetch_value("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    return parties, unit_id


async def a_whole_loan(parties: Parties) -> LoanView:
    """Asked for, lent, tried, and back with a scratch."""
    loan = await a_loan(parties, start=today() + timedelta(days=1), days=3)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, DispatchLoan(way=Way.BROUGHT))
    received = ReceiveLoan(condition=Condition.OK, lecture_held_on=today())
    await usecases.receive_loan(parties.facility, loan.id, received)
    await usecases.send_back_loan(parties.facility, loan.id, SendBackLoan(cleaned=True))
    command = TakeBackLoan(condition=Condition.DAMAGED, note="右の車輪に傷")
    return await usecases.take_back_loan(parties.vendor, loan.id, command)


async def life(actor: Actor, unit_id: UUID, **wanted: Any) -> list[LifeRow]:
    unit = await unit_for(actor, unit_id)
    return (await life_of(actor, unit, LifeFilter(**wanted), limit=200)).items


def words(rows: list[LifeRow]) -> str:
    return "\n".join(" ".join(map(str, (one.title, one.who, one.text))) for one in map(told, rows))


async def test_everything_is_on_one_line_newest_first() -> None:
    parties, unit_id = await a_world()
    await new_label(parties.vendor, unit_id)
    loan = await a_whole_loan(parties)
    code = await db.fetch_value("SELECT code FROM tag WHERE unit_id = $1 AND retired_at IS NULL", unit_id)
    scan = Scan(key=new_id().hex, tag=code, action=ScanAction.LOCATE, scanned_at=now())
    await record_scans(parties.vendor, RecordScans(scans=[scan]))
    later = today() + timedelta(days=40)
    plan = PlanMaintenance(start=later, end=later + timedelta(days=2), note="電池の交換")
    await maintenance.plan_maintenance(parties.vendor, unit_id, plan)

    rows = await life(parties.vendor, unit_id)
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
    assert {row.kind for row in rows} == {
        LifeKind.REGISTERED,
        LifeKind.TAG,
        LifeKind.LOAN,
        LifeKind.MOVE,
        LifeKind.SCAN,
        LifeKind.DAMAGE,
        LifeKind.MAINTENANCE,
    }
    said = words(rows)
    assert loan.number in said
    assert "右の車輪に傷" in said
    assert "電池の交換" in said
    assert len([row for row in rows if row.kind is LifeKind.SCAN]) == 1


async def test_a_lender_is_not_told_the_borrower_before_it_agrees_and_an_owner_not_at_all() -> None:
    parties, unit_id = await a_world()
    name = f"秘密の事業所{new_id().hex}"
    await db.execute(
        "UPDATE organization SET name = $2 WHERE id = $1", parties.facility.organization_id, name
    )
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    rows = await life(parties.vendor, unit_id, kind=LifeKind.LOAN)
    assert len(rows) == 2
    assert name not in words(rows)
    assert loan.number in words(rows)

    await usecases.confirm_loan(parties.vendor, loan.id, ConfirmLoan())
    assert name in words(await life(parties.vendor, unit_id))

    owner = await an_actor(await an_organization(OrganizationKind.VENDOR))
    await db.execute("UPDATE unit SET owner_id = $2 WHERE id = $1", unit_id, owner.organization_id)
    seen = await life(owner, unit_id)
    assert LifeKind.LOAN in {row.kind for row in seen}
    assert name not in words(seen)
    assert loan.number not in words(seen)
    assert not [row for row in seen if row.cause_id]


async def test_where_a_unit_is_stays_unnamed_for_those_who_may_not_know() -> None:
    parties, unit_id = await a_world()
    stranger = await an_actor(await an_organization(OrganizationKind.VENDOR))
    facility = parties.facility.acting_for()
    await db.execute(
        "UPDATE unit SET owner_id = $2, custodian_id = $3, place_id = $3 WHERE id = $1",
        unit_id,
        stranger.organization_id,
        facility,
    )
    unit = await unit_for(stranger, unit_id)
    assert (unit.custodian_name, unit.place_name) == ("", "")
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    assert (await unit_for(centre, unit_id)).place_name


async def many_moves(unit_id: UUID, count: int) -> None:
    for number in range(count):
        await db.execute(
            "INSERT INTO unit_move (id, unit_id, via, cause, facts, at) VALUES ($1, $2, 'page', 'note',"
            " jsonb_build_object('note', 'その' || $3::text), $4)",
            new_id(),
            unit_id,
            str(number),
            now() - timedelta(days=number),
        )


async def test_pages_follow_each_other_without_a_gap_also_when_moments_are_equal() -> None:
    parties, unit_id = await a_world()
    with frozen(now() - timedelta(days=100)):
        await many_moves(unit_id, 7)
    with frozen(now() - timedelta(days=100)):
        await many_moves(unit_id, 7)
    unit = await unit_for(parties.vendor, unit_id)
    seen: list[UUID] = []
    cursor: str | None = None
    while True:
        page = await life_of(parties.vendor, unit, cursor=cursor, limit=3)
        seen += [row.id for row in page.items]
        if (cursor := page.next) is None:
            break
    assert len(seen) == len(set(seen)) == 15


async def test_a_month_is_one_of_japan() -> None:
    parties, unit_id = await a_world()
    await db.execute(
        "INSERT INTO unit_move (id, unit_id, via, cause, facts, at) VALUES"
        " ($1, $3, 'page', 'note', '{\"note\": \"大みそか\"}', '2024-12-31T14:59:59Z'),"
        " ($2, $3, 'page', 'note', '{\"note\": \"元日\"}', '2024-12-31T15:00:00Z')",
        new_id(),
        new_id(),
        unit_id,
    )
    assert "大みそか" in words(await life(parties.vendor, unit_id, month="2024-12"))
    assert "大みそか" not in words(january := await life(parties.vendor, unit_id, month="2025-01"))
    assert "元日" in words(january)
    assert await life(parties.vendor, unit_id, month="2023-01") == []


@pytest.mark.parametrize("month", ["2024-13", "2024", "来月", "0000-01", "2024-1", "9999-12"])
async def test_a_month_that_is_none_is_named(month: str) -> None:
    parties, unit_id = await a_world()
    with pytest.raises(Invalid) as refused:
        await life(parties.vendor, unit_id, month=month)
    assert refused.value.fields == {"month": "month-shape"}


Asked = Callable[[str], Awaitable[httpx.Response]]


async def test_the_page_shows_months_filters_and_the_way_to_the_loan(client: httpx.AsyncClient) -> None:
    parties, unit_id = await a_world()
    loan = await a_whole_loan(parties)
    browser = await signed_in(client, parties.vendor)
    whole = (await browser.get(f"/units/{unit_id}")).text
    assert f'href="/loans/{loan.id}"' in whole
    assert "傷・故障が見つかりました" in whole
    damages = (await browser.get(f"/units/{unit_id}", params={"kind": "damage"})).text
    assert "傷・故障が見つかりました" in damages
    assert "登録しました" not in damages
    empty = (await browser.get(f"/units/{unit_id}", params={"month": "2020-01"})).text
    assert "あてはまるできごとはありません" in empty
    for wrong in ({"month": "いつか"}, {"kind": "nonsense"}):
        answer = await browser.get(f"/units/{unit_id}", params=wrong)
        assert answer.status_code == 200
        assert "field-error" in answer.text


async def test_programs_read_the_same_life_and_strangers_nothing(client: httpx.AsyncClient) -> None:
    parties, unit_id = await a_world()
    await a_whole_loan(parties)
    path = f"/api/v1/units/{unit_id}/events"
    mine = await client.get(path, params={"kind": "loan", "limit": 3}, headers=await a_bearer(parties.vendor))
    assert [row["kind"] for row in mine.json()["items"]] == ["loan"] * 3
    assert mine.json()["next"]
    stranger = await an_actor(await an_organization(OrganizationKind.COUNTER))
    answer = await client.get(path, headers=await a_bearer(stranger))
    assert answer.status_code == 404
