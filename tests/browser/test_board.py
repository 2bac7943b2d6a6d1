"""The board as people use it: dragged with a mouse, walked by keyboard, pressed with a finger, printed."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.app.house import House
from tests.browser.accessibility import faults
from tests.browser.conftest import LetIn
from tests.browser.full_board import VENDOR, fill
from tests.browser.visitor import DESK, PHONE, Visitor

READY = "#timeline[data-ready]"
UNITS = 6
COUNTER = "counter@demo.example"


class Ledger:
    """The days that the database knows, looked up beside the browser."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]", product_id: UUID) -> None:
        self.connection, self.product_id = connection, product_id

    async def days(self, number: str) -> tuple[date, date]:
        """First and last day (exclusive) of a loan."""
        row = await self.connection.fetchrow("SELECT starts_on, ends_on FROM loan WHERE number = $1", number)
        assert row is not None
        return row["starts_on"], row["ends_on"]

    async def maintenance(self) -> int:
        """How many stretches of maintenance there are."""
        count: int = await self.connection.fetchval(
            "SELECT count(*) FROM occupancy o JOIN unit u ON u.id = o.unit_id"
            " WHERE u.product_id = $1 AND o.purpose = 'maintenance' AND o.status = 'active'",
            self.product_id,
        )
        return count


@pytest_asyncio.fixture(scope="module")
async def ledger(house: House) -> AsyncIterator[Ledger]:
    """A product of the demo vendor with a full quarter."""
    product_id = await fill(house.data_dir, UNITS, loans=3, apart=30)
    connection = await asyncpg.connect(host=str(house.data_dir / "run"), user="tameshi", database="tameshi")
    yield Ledger(connection, product_id)
    await connection.close()


async def at_the_board(let_in: LetIn, ledger: Ledger, width: int = DESK, who: str = VENDOR) -> Visitor:
    visitor = await let_in(width)
    await visitor.signs_in(who)
    await visitor.opens(f"/board?weeks=13&product={ledger.product_id}")
    await visitor.page.wait_for_selector(READY)
    return visitor


def bar_of(visitor: Visitor, number: str) -> Locator:
    return visitor.page.locator(".tl-bar:not(.tl-transit)", has_text=number)


async def drag(visitor: Visitor, bar: Locator, days: int, *, by: float = 0.5) -> None:
    """Take the bar with a real mouse at `by` of its width and let it go so many days further right."""
    track = await bar.locator("..").bounding_box()
    box = await bar.bounding_box()
    assert track is not None
    assert box is not None
    x, y = box["x"] + box["width"] * by, box["y"] + box["height"] / 2
    mouse = visitor.page.mouse
    await mouse.move(x, y)
    await mouse.down()
    await mouse.move(x + 10, y)
    await mouse.move(x + days * track["width"] / 91, y, steps=5)
    await mouse.up()


async def decides(visitor: Visitor, reason: str = "") -> None:
    dialog = visitor.page.locator("dialog[open]")
    if reason:
        await dialog.locator("[data-reason]").fill(reason)
    await dialog.locator("[data-yes]").click()


async def test_a_dragged_bar_moves_its_loan_once_the_reason_is_given(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    number = "2099-000002"  # agreed: its lender moves it with a reason
    start, end = await ledger.days(number)
    await drag(visitor, bar_of(visitor, number), 1)
    await expect(visitor.page.locator("dialog[open] [data-told]")).to_contain_text("に知らせます：")
    assert await ledger.days(number) == (start, end), "nothing moves before it is decided"
    await decides(visitor)
    await expect(visitor.page.locator("[data-refusal]")).to_be_visible()
    await decides(visitor, "整備のため")
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.days(number) == (start + timedelta(days=1), end + timedelta(days=1))
    await expect(visitor.page.locator("[data-said]")).not_to_be_empty()


async def test_a_drop_on_taken_days_snaps_back_and_says_why(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    number = "2099-000005"
    days = await ledger.days(number)
    bar = bar_of(visitor, number)
    place = await bar.bounding_box()
    await drag(visitor, bar, 28)
    await decides(visitor, "都合により")
    refusal = visitor.page.locator("[data-refusal]")
    await expect(refusal).to_contain_text("この日は")
    assert await bar.bounding_box() == place
    await visitor.page.locator("[data-no]").click()
    assert await ledger.days(number) == days


async def test_the_end_of_a_trial_is_dragged_to_extend_it(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    number = "2099-000007"
    start, end = await ledger.days(number)
    await drag(visitor, bar_of(visitor, number), 1, by=0.97)
    await decides(visitor)
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.days(number) == (start, end + timedelta(days=1))


async def test_the_keyboard_moves_stretches_leaves_and_decides(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    number = "2099-000008"
    start, end = await ledger.days(number)
    bar, said = bar_of(visitor, number), visitor.page.locator("[data-said]")
    await bar.focus()
    await visitor.page.keyboard.press("ArrowRight")
    await expect(said).to_contain_text("動かします")
    await visitor.page.keyboard.press("Escape")
    await expect(said).to_contain_text("やめました")
    await visitor.page.keyboard.press("ArrowRight")
    await visitor.page.keyboard.press("Shift+ArrowLeft")
    await visitor.page.keyboard.press("Enter")
    await decides(visitor, "都合により")
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.days(number) == (start + timedelta(days=1), end)
    await expect(bar).to_be_focused()
    await visitor.page.keyboard.press("ArrowUp")
    if await bar.evaluate("one => one === document.activeElement"):  # chance gave it the first unit
        await visitor.page.keyboard.press("ArrowDown")
    await expect(bar).not_to_be_focused()


async def tabs_to(visitor: Visitor, wanted: Locator, key: str = "Tab") -> None:
    """Press until the focus is there, as somebody does who has no mouse."""
    for _ in range(200):
        await visitor.page.keyboard.press(key)
        if await wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"no way to {wanted} by {key}")


async def test_a_trial_is_extended_by_keys_alone(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    number = "2099-000010"
    start, end = await ledger.days(number)
    bar, said = bar_of(visitor, number), visitor.page.locator("[data-said]")
    await tabs_to(visitor, bar)
    await visitor.page.keyboard.press("ArrowRight")
    await expect(said).to_contain_text("Shift")  # what has begun is not moved, only stretched
    await visitor.page.keyboard.press("Shift+ArrowRight")
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.page.locator("dialog[open] [data-yes]")).to_be_focused()
    assert await ledger.days(number) == (start, end), "nothing moves before it is decided"
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.days(number) == (start, end + timedelta(days=1))
    await expect(bar).to_be_focused()


async def test_days_that_are_taken_are_refused_to_keys_as_to_a_mouse(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    number = "2099-000005"
    days = await ledger.days(number)
    bar, keyboard = bar_of(visitor, number), visitor.page.keyboard
    await tabs_to(visitor, bar)
    place = await bar.bounding_box()
    for _ in range(28):
        await keyboard.press("ArrowRight")
    assert await bar.bounding_box() != place
    await keyboard.press("Enter")
    dialog = visitor.page.locator("dialog[open]")
    await tabs_to(visitor, dialog.locator("[data-reason]"), "Shift+Tab")
    await keyboard.type("都合により")
    await tabs_to(visitor, dialog.locator("[data-yes]"))
    await keyboard.press("Enter")
    await expect(dialog.locator("[data-refusal]")).to_contain_text("この日は")
    assert await bar.bounding_box() == place
    assert await faults(visitor.page) == []
    await keyboard.press("Escape")
    await expect(bar).to_be_focused()
    assert await ledger.days(number) == days


async def test_whoever_is_second_is_told_that_the_loan_has_moved(let_in: LetIn, ledger: Ledger) -> None:
    first, second = await at_the_board(let_in, ledger), await at_the_board(let_in, ledger)
    number = "2099-000011"
    for visitor in (first, second):
        await drag(visitor, bar_of(visitor, number), 1)
        await decides(visitor, "都合により")
    await expect(first.page.locator("dialog")).to_be_hidden()
    await expect(second.page.locator("[data-refusal]")).to_contain_text("先に日程を変えました")


async def test_maintenance_is_planned_moved_and_ended_on_the_board(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    before = await ledger.maintenance()
    await visitor.page.locator(".tl-plan:visible").last.click()
    dialog = visitor.page.locator("dialog[open]")
    far = date.today() + timedelta(days=82)  # noqa: DTZ011  # the days of the ledger stand beside it
    await dialog.locator("[data-last]").fill(str(far))
    await dialog.locator("[data-start]").fill(str(far))
    await decides(visitor, "電池の交換")
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.maintenance() == before + 1
    await visitor.page.locator(".tl-maintenance", has_text="電池の交換").click()
    await visitor.page.locator("[data-end-now]").click()
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.maintenance() == before


async def test_a_finger_presses_long_and_moves_by_buttons(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger, PHONE)
    number = "2099-000014"
    start, end = await ledger.days(number)
    bar = bar_of(visitor, number)
    await bar.evaluate("(bar) => bar.scrollIntoView({block: 'center'})")
    await expect(bar).to_be_in_viewport(ratio=1)
    box = await bar.bounding_box()
    assert box is not None
    point = [{"x": box["x"] + 20, "y": box["y"] + 20}]
    wire = await visitor.context.new_cdp_session(visitor.page)
    await wire.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    await wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": point})
    dialog = visitor.page.locator("dialog[open]")
    await expect(dialog).to_be_visible()
    await wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await dialog.locator("[data-nudge='1,1']").click()
    assert await faults(visitor.page) == []
    await decides(visitor, "都合により")
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.days(number) == (start + timedelta(days=1), end + timedelta(days=1))


async def slide(visitor: Visitor, bar: Locator, days: int, *, by: float) -> None:
    """Lay a finger on the bar at `by` of its width and lift it so many days further right."""
    await bar.evaluate("(bar) => bar.scrollIntoView({block: 'center'})")
    track, box = await bar.locator("..").bounding_box(), await bar.bounding_box()
    assert track is not None
    assert box is not None
    x, y, far = box["x"] + box["width"] * by, box["y"] + box["height"] / 2, days * track["width"] / 91
    wire = await visitor.context.new_cdp_session(visitor.page)
    await wire.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, on in (("touchStart", 0.0), ("touchMove", far / 2), ("touchMove", far)):
        await wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x + on, "y": y}]})
    await wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize(("by", "moved"), [(0.5, (4, 4)), (0.97, (0, 4)), (0.03, (4, 0))])
async def test_on_a_tablet_a_finger_drags_and_stretches(
    let_in: LetIn, ledger: Ledger, by: float, moved: tuple[int, int]
) -> None:
    visitor = await at_the_board(let_in, ledger)
    start, end = await ledger.days("2099-000014")
    await slide(visitor, bar_of(visitor, "2099-000014"), 4, by=by)
    dialog = visitor.page.locator("dialog[open]")
    await expect(dialog).to_be_visible()
    first, last = start + timedelta(days=moved[0]), end + timedelta(days=moved[1] - 1)
    await expect(dialog.locator("[data-start]")).to_have_value(first.isoformat())
    await expect(dialog.locator("[data-last]")).to_have_value(last.isoformat())
    await visitor.page.locator("[data-no]").click()
    assert await ledger.days("2099-000014") == (start, end)


async def test_a_vendor_neither_sees_nor_moves_what_another_one_lends(let_in: LetIn, ledger: Ledger) -> None:
    stranger = await let_in(DESK)
    await stranger.signs_in("vendor.hanamori@demo.example")
    await stranger.opens("/board?weeks=13")
    await stranger.page.wait_for_selector(READY)
    assert await bar_of(stranger, "2099-").count() == 0
    loan = await ledger.connection.fetchval("SELECT id FROM loan WHERE number = '2099-000002'")
    days = {"start": "2099-01-05", "end": "2099-01-12"}
    move = {"id": str(loan), "step": "reschedule", **days, "was": days, "reason": "試し"}
    status = await stranger.page.evaluate(
        """async (move) => {
            const headers = JSON.parse(document.body.getAttribute("hx-headers"));
            const sent = {method: "POST", body: JSON.stringify(move), headers};
            return (await fetch("/board/moves", sent)).status;
        }""",
        move,
    )
    assert status == 404


async def test_the_filters_come_when_they_are_opened(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await let_in(DESK)
    await visitor.signs_in(VENDOR)
    await visitor.opens("/board?weeks=2")
    await visitor.page.locator(".main-board details.more > summary").first.click()
    chosen = visitor.page.locator("form.filters select[name=product]")
    await chosen.select_option(str(ledger.product_id))
    await visitor.page.locator("form.filters button").first.click()
    await visitor.page.wait_for_url(f"**product={ledger.product_id}**")
    assert "weeks=2" in visitor.page.url


async def test_without_a_script_there_is_the_table(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await let_in(DESK, javascript=False)
    await visitor.signs_in(VENDOR)
    await visitor.opens(f"/board?product={ledger.product_id}")
    await expect(visitor.page.locator("table.board")).to_be_visible()
    await expect(visitor.page.get_by_text(f"全{UNITS}台中 1〜{UNITS}台目")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
async def test_the_board_and_its_dialog_can_be_used_by_everybody(
    let_in: LetIn, ledger: Ledger, width: int
) -> None:
    visitor = await at_the_board(let_in, ledger, width)
    assert await faults(visitor.page) == []
    await visitor.page.locator(".tl-plan:visible").first.click()
    await expect(visitor.page.locator("dialog[open]")).to_be_visible()
    assert await faults(visitor.page) == []


async def test_it_prints_on_a3_with_its_heading(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    await visitor.page.emulate_media(media="print")
    await expect(visitor.page.locator(".board-print")).to_contain_text("日程表")
    paper = await visitor.page.pdf(prefer_css_page_size=True)
    assert re.search(rb"MediaBox \[0 0 119[01]", paper), re.findall(rb"MediaBox[^\n]*", paper)[:2]


@pytest.mark.parametrize("asked", ["weeks=4", "weeks=13", "weeks=13&view=table"])
async def test_on_paper_no_name_leaves_its_column_and_no_day_is_cut_off(let_in: LetIn, asked: str) -> None:
    visitor = await let_in(DESK)
    await visitor.signs_in(COUNTER)
    await visitor.opens(f"/board?{asked}")
    if "view" not in asked:
        await visitor.page.wait_for_selector(READY)
    await visitor.page.set_viewport_size({"width": 1512, "height": 1047})  # A3 on its side, without margins
    await visitor.page.emulate_media(media="print")
    assert await visitor.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    beyond = "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.innerText)"
    assert await visitor.page.locator(".tl-unit, .board-unit").evaluate_all(beyond) == []


async def test_a_bar_dropped_on_another_row_exchanges_the_unit(let_in: LetIn, ledger: Ledger) -> None:
    visitor = await at_the_board(let_in, ledger)
    number = "2099-000017"
    unit_of = (
        "SELECT lu.unit_id FROM loan_unit lu JOIN loan l ON l.id = lu.loan_id"
        " WHERE l.number = $1 AND lu.released_at IS NULL"
    )
    had = await ledger.connection.fetchval(unit_of, number)
    bar = bar_of(visitor, number)
    await bar.focus()
    await visitor.page.keyboard.press("ArrowRight")
    await visitor.page.keyboard.press("ArrowLeft")
    await visitor.page.keyboard.press("Enter")
    units = visitor.page.locator("dialog[open] [data-units]")
    await expect(units).to_be_visible()
    await expect(units.locator("option")).to_have_count(UNITS)
    await visitor.page.locator("[data-no]").click()
    box = await bar.bounding_box()
    above = await bar.locator("xpath=ancestor::li/preceding-sibling::li[1]").bounding_box()
    assert box is not None
    assert above is not None
    mouse = visitor.page.mouse
    await mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await mouse.down()
    await mouse.move(box["x"] + box["width"] / 2, box["y"])
    await mouse.move(box["x"] + box["width"] / 2, above["y"] + above["height"] / 2, steps=5)
    await expect(visitor.page.locator(".tl-target")).to_have_count(1)
    await mouse.up()
    await expect(visitor.page.locator("dialog[open] [data-title]")).to_have_text("個体を替えますか")
    assert await faults(visitor.page) == []
    await expect(visitor.page.locator("[data-refusal]")).to_contain_text("この日は")  # before it is decided
    assert await ledger.connection.fetchval(unit_of, number) == had
    await ledger.connection.execute(
        "UPDATE occupancy SET status = 'released' WHERE unit_id ="
        " (SELECT id FROM unit WHERE product_id = $1 AND serial_number = 'N-0005')",
        ledger.product_id,
    )
    await decides(visitor, "故障のため")
    await expect(visitor.page.locator("dialog")).to_be_hidden()
    assert await ledger.connection.fetchval(unit_of, number) != had
