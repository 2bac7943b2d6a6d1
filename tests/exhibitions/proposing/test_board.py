"""The board of a display: asked of the ledger, answered in words, and all lenders asked at one press."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.occupancy import UnitTaken
from catalog.queries import taxonomy_of
from core import db
from core.errors import Invalid, NotFound
from core.secrets import readable_code
from directory.kinds import OrganizationKind
from exhibitions import usecases
from exhibitions.commands import AddExhibit
from exhibitions.domain import ExhibitStatus
from exhibitions.exhibits import exhibits_on
from exhibitions.proposing.asking import AskForChoices, ask_for, preview
from exhibitions.proposing.board import Board, Pick, Wanted, board_of
from exhibitions.queries import ExhibitionView
from tests.asking import noted_statements
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_displays import a_draft
from tests.exhibitions.test_exhibits import mails_about
from tests.factories import a_product, a_unit, an_actor, an_organization


async def a_counter(**columns: Any) -> Actor:
    return await an_actor(await an_organization(OrganizationKind.COUNTER, **columns))


_WITH_PEOPLE = (
    "SELECT count(DISTINCT organization_id) FROM membership WHERE organization_id = ANY($1::uuid[])"
)


async def a_vendor() -> UUID:
    """One whose people hear of what is asked."""
    return (await an_actor(await an_organization(OrganizationKind.VENDOR))).acting_for()


async def thirteen_items() -> list[str]:
    return [item.code for item in (await taxonomy_of(TaxonomyVersion.Y2017)).items]


async def look(actor: Actor, display: ExhibitionView, **wanted: Any) -> Board:
    return await board_of(actor, display, Wanted(**wanted))


def picks(board: Board) -> tuple[Pick, ...]:
    chosen = [row.chosen.candidate for row in board.rows]
    return tuple(Pick(one.product_id, one.lender_id) for one in chosen)


async def only_these(codes: list[str]) -> None:
    """Items of this test's own, so that the products of other tests are no part of the list."""
    for number, code in enumerate(codes):
        await db.execute(
            "INSERT INTO taxonomy_item (id, version, code, field_number, item_number, item_ja, field_ja)"
            " VALUES (gen_random_uuid(), '2025', $1, 90, $2, $1, $1)",
            code,
            number,
        )


async def test_eight_kinds_are_proposed_and_all_lenders_asked_at_one_press() -> None:
    counter = await a_counter()
    vendors = [await a_vendor() for _ in range(3)]
    codes = await thirteen_items()
    for number, code in enumerate(codes):
        await a_product(vendors[number % 3], item=code)
    display = await a_draft(counter)
    board = await look(counter, display)
    assert len(board.rows) == 8
    assert len({row.chosen.candidate.product_id for row in board.rows}) == 8
    assert board.coverage.covered >= 8
    assert len(board.coverage.items) == 13
    choices = list(picks(board))
    lenders, refused = await preview(counter, display.id, choices)
    assert refused == []
    assert {one.lender_id for one in lenders} == {pick.lender_id for pick in choices}
    assert await exhibits_on(counter, display.id) == [], "a preview asks nobody"
    assert await mails_about(display) == []
    command = AskForChoices(choices=choices, key="press")
    both = await asyncio.gather(*(ask_for(counter, display.id, command) for _ in range(2)))
    assert sorted(one.is_repeated for one in both) == [False, True]
    assert {one.id for one in both[0].asked} == {one.id for one in both[1].asked}
    standing = await exhibits_on(counter, display.id)
    assert {one.status for one in standing} == {ExhibitStatus.ASKED}
    assert len(standing) == 8
    lenders_asked = list({pick.lender_id for pick in choices})  # other tests' products are chosen from, too
    heard = await db.fetch_value(_WITH_PEOPLE, lenders_asked)
    assert heard > 0
    assert await mails_about(display) == ["展示への貸出の依頼です"] * heard
    again = await look(counter, display)
    assert again.rows == [], "eight kinds stand there already"


async def test_a_unit_that_is_taken_is_never_proposed_and_its_absence_is_explained() -> None:
    code = f"X-{readable_code(6)}"
    await only_these([code])
    rival, counter = await a_counter(), await a_counter()
    product = await a_product(await an_organization(OrganizationKind.VENDOR), item=code, name="ただひとつ")
    there = await a_draft(rival, title="先の展示")
    await usecases.add_exhibit(rival, there.id, AddExhibit(product_id=product))
    await db.execute("UPDATE exhibition SET status = 'planned' WHERE id = $1", there.id)
    display = await a_draft(counter)
    board = await look(counter, display, version=TaxonomyVersion.Y2025, kinds=30)
    assert product not in {row.chosen.candidate.product_id for row in board.rows}
    (missing,) = [one for one in board.missing if one.item.code == code]
    (conflict,) = missing.conflicts
    assert conflict.product_id == product
    assert conflict.reasons[0].purpose == "exhibition"
    assert conflict.reasons[0].until is not None
    assert "先の展示" in missing.shown_at[0]
    vendor_id = await db.fetch_value("SELECT vendor_id FROM product WHERE id = $1", product)
    done = await ask_for(counter, display.id, AskForChoices(choices=[Pick(product, vendor_id)]))
    assert done.asked == []
    assert done.refused[0].reasons
    assert await exhibits_on(counter, display.id) == [], "what cannot be asked for leaves nothing behind"


async def test_other_counters_are_offered_for_what_is_missing() -> None:
    code = f"X-{readable_code(6)}"
    await only_these([code])
    counter, other = await a_counter(), await a_counter(name="となりの窓口")
    product = await a_product(await an_organization(OrganizationKind.VENDOR), item=code, units=0)
    await a_unit(product, other.acting_for())
    display = await a_draft(counter)
    board = await look(counter, display, version=TaxonomyVersion.Y2025)
    (missing,) = [one for one in board.missing if one.item.code == code]
    assert [one.lender_name for one in missing.others] == ["となりの窓口"]
    pick = Pick(product, other.acting_for())
    chosen = await look(counter, display, version=TaxonomyVersion.Y2025, picks=(pick,))
    assert [row.chosen.candidate.lender_id for row in chosen.rows] == [other.organization_id]
    done = await ask_for(counter, display.id, AskForChoices(choices=[pick]))
    assert [(one.lender_id, one.status) for one in done.asked] == [
        (other.organization_id, ExhibitStatus.ASKED)
    ]


async def test_the_counters_own_unit_comes_first_and_needs_no_answer() -> None:
    code = f"X-{readable_code(6)}"
    await only_these([code])
    counter = await a_counter()
    vendor = await an_organization(OrganizationKind.VENDOR)
    await a_product(vendor, item=code, name="あ")
    own = await a_product(vendor, item=code, name="ん", units=0)
    await a_unit(own, counter.acting_for())
    display = await a_draft(counter)
    board = await look(counter, display, version=TaxonomyVersion.Y2025, kinds=30)
    chosen = next(row.chosen for row in board.rows if code in row.chosen.new_items)
    assert chosen.candidate.product_id == own
    done = await ask_for(counter, display.id, AskForChoices(choices=[Pick(own, counter.acting_for())]))
    assert [one.status for one in done.asked] == [ExhibitStatus.CONFIRMED]
    assert await mails_about(display) == []


async def test_wrong_choices_are_refused_with_words() -> None:
    counter = await a_counter()
    display = await a_draft(counter)
    product = await a_product(await an_organization(OrganizationKind.VENDOR))
    pick = Pick(product, counter.acting_for())
    for choices in ([], [pick, pick]):
        with pytest.raises(Invalid):
            await ask_for(counter, display.id, AskForChoices(choices=choices))
    stranger = await a_counter()
    with pytest.raises(NotFound):
        await ask_for(stranger, display.id, AskForChoices(choices=[pick]))
    nobody = await ask_for(counter, display.id, AskForChoices(choices=[pick]))
    assert nobody.asked == [], "this counter has no unit of it"


async def test_a_race_for_the_last_unit_is_won_once() -> None:
    product = await a_product(await an_organization(OrganizationKind.VENDOR))
    vendor = await db.fetch_value("SELECT vendor_id FROM product WHERE id = $1", product)
    rivals = [await a_counter() for _ in range(4)]
    displays = [await a_draft(one) for one in rivals]
    command = AskForChoices(choices=[Pick(product, vendor)])
    answers = await asyncio.gather(
        *(ask_for(one, display.id, command) for one, display in zip(rivals, displays, strict=True))
    )
    assert sorted(len(one.asked) for one in answers) == [0, 0, 0, 1]


async def test_ten_thousand_products_cost_no_more_statements_than_ten() -> None:
    counter, vendor = await a_counter(), await an_organization(OrganizationKind.VENDOR)
    codes = await thirteen_items()
    display = await a_draft(counter)
    counts = []
    async with db.rehearsal():
        for size in (13, 10_000):
            await _many(vendor, codes, size)
            async with noted_statements() as seen:
                await look(counter, display)
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


async def _many(vendor: UUID, codes: list[str], size: int) -> None:
    await db.execute(
        "WITH made AS (INSERT INTO product (id, vendor_id, name, item_codes, created_at, updated_at)"
        " SELECT gen_random_uuid(), $1, '機種' || n, ARRAY[($2::text[])[1 + n % cardinality($2::text[])]],"
        " now(), now() FROM generate_series(1, $3::int) n RETURNING id)"
        " INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id,"
        " created_at)"
        " SELECT gen_random_uuid(), id, '1', $1, $1, $1, $1, now() FROM made",
        vendor,
        codes,
        size,
    )


async def test_programs_propose_preview_and_ask(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    code = (await thirteen_items())[0]
    await a_product(await an_organization(OrganizationKind.VENDOR), item=code)
    display = await a_draft(counter)
    caller = await a_caller(client, counter)
    path = f"/exhibitions/{display.id}/proposal"
    proposal = (await caller.get(f"{path}?kinds=3")).json()
    assert 1 <= len(proposal["choices"]) <= 3
    assert proposal["items"] == 13
    first = proposal["choices"][0]
    body = {"choices": [{"product_id": first["product_id"], "lender_id": first["lender_id"]}], "key": "a"}
    shown = (await caller.post(f"{path}/preview", body)).json()
    assert [one["lender_id"] for one in shown["lenders"]] == [first["lender_id"]]
    done = [(await caller.post(f"{path}/ask", body)).json() for _ in range(2)]
    assert [one["is_repeated"] for one in done] == [False, True]
    assert done[0]["asked"][0]["id"] == done[1]["asked"][0]["id"]


async def test_a_display_is_planned_on_pages(client: httpx.AsyncClient) -> None:
    counter = await a_counter()
    vendor = await an_organization(OrganizationKind.VENDOR, name="みらい工房")
    code = (await thirteen_items())[0]
    product = await a_product(vendor, item=code, name="ユニーク一号")
    display = await a_draft(counter)
    browser = await a_browser(client, counter)
    base = f"/exhibitions/{display.id}/proposal"
    board = await browser.get(base)
    assert board.status_code == 200
    for words in ("まだだれにも依頼していません", "まだない項目", "2025年版で見られる項目", "足りない項目"):
        assert words in board.text, words
    assert "2017年版で見られる項目" in (await browser.get(f"{base}?taxonomy=2017")).text
    pick = f"{product}:{vendor}"
    chosen = await browser.get(f"{base}?chosen=1&taxonomy=2025&pick={pick}&pick=&pick=nonsense")
    assert "この画面で選びました" in chosen.text
    assert "ユニーク一号" in chosen.text
    nothing = await browser.get(f"{base}/check?chosen=1")
    assert nothing.status_code == 303
    check = await browser.get(f"{base}/check?chosen=1&pick={pick}")
    assert "みらい工房" in check.text
    assert "まとめて依頼する" in check.text
    form = {"pick": pick, "key": "one"}
    for _ in range(2):
        assert (await browser.post(f"{base}/ask", data=form)).status_code == 303
    assert len(await exhibits_on(counter, display.id)) == 1
    workshop = await browser.get(f"/exhibitions/{display.id}/prepare")
    assert "貸主にまとめて依頼しました" in workshop.text
    assert "2025年版で見られる項目" in workshop.text
    assert (
        "2017年版で見られる項目"
        in (await browser.get(f"/exhibitions/{display.id}/prepare?taxonomy=2017")).text
    )
    gone = await browser.get(f"{base}?chosen=1&pick={pick}")
    assert "この期間には空いていません" in gone.text


async def test_what_is_gone_meanwhile_is_left_out_and_the_rest_is_asked_for() -> None:
    counter = await a_counter()
    vendor = await an_organization(OrganizationKind.VENDOR)
    gone, free = await a_product(vendor), await a_product(vendor)
    rival = await a_counter()
    there = await a_draft(rival)
    await usecases.add_exhibit(rival, there.id, AddExhibit(product_id=gone))
    display = await a_draft(counter)
    choices = [Pick(gone, vendor), Pick(free, vendor)]
    done = await ask_for(counter, display.id, AskForChoices(choices=choices))
    assert [one.product_id for one in done.asked] == [free]
    assert [one.product_id for one in done.refused] == [gone]
    with pytest.raises(UnitTaken):
        await usecases.add_exhibit(counter, display.id, AddExhibit(product_id=gone))
