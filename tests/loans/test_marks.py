"""Marks on photos: put by pointing or choosing, seen by all who may see the loan, taken back by their own."""

from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from catalog.conditions.marks import MOST_MARKS, WHOLE, Cell, PutMark, Spot, cell_of, middle_of
from core.errors import Invalid, NotAllowed, NotFound
from loans.marks.queries import marks_of
from loans.marks.usecases import put_mark, withdraw_mark
from tests.accounts.browser import words
from tests.asking import a_bearer
from tests.factories import Parties, a_photo, the_parties
from tests.loans.test_photos import a_loan_on_its_way
from tests.loans.visiting import follow, forms_of, send, visiting

pytestmark = pytest.mark.usefixtures("database", "application")

SCRATCH = PutMark(x=250, y=750, note="傷")


async def a_marked_loan() -> tuple[Parties, UUID, UUID]:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    return parties, loan.id, await a_photo(parties.facility, loan.id, loan.unit_ids[0])


@given(st.sampled_from(list(Cell)))
def test_the_middle_of_a_ninth_lies_in_it(cell: Cell) -> None:
    assert cell_of(middle_of(cell)) is cell


@given(st.integers(0, WHOLE), st.integers(0, WHOLE))
def test_every_place_lies_in_a_ninth(x: int, y: int) -> None:
    assert cell_of(Spot(x, y)) in Cell


async def test_marks_are_numbered_in_the_order_they_were_put_and_keep_their_numbers() -> None:
    parties, loan_id, photo_id = await a_marked_loan()
    first = await put_mark(parties.facility, loan_id, photo_id, SCRATCH)
    second = await put_mark(parties.vendor, loan_id, photo_id, PutMark(x=0, y=1000, note="へこみ"))
    await withdraw_mark(parties.facility, loan_id, photo_id, first.id)
    third = await put_mark(parties.counter, loan_id, photo_id, SCRATCH)
    assert [mark.number for mark in (first, second, third)] == [1, 2, 3]
    assert [mark.number for mark in await marks_of(photo_id)] == [2, 3]


async def test_a_mark_is_taken_back_by_its_own_organisation_alone() -> None:
    parties, loan_id, photo_id = await a_marked_loan()
    mark = await put_mark(parties.facility, loan_id, photo_id, SCRATCH)
    with pytest.raises(NotAllowed):
        await withdraw_mark(parties.vendor, loan_id, photo_id, mark.id)
    with pytest.raises(NotFound):
        await withdraw_mark(parties.facility, loan_id, photo_id, photo_id)


async def test_strangers_and_photos_in_hand_are_not_found() -> None:
    parties, loan_id, photo_id = await a_marked_loan()
    others = await the_parties()
    in_hand = await a_photo(parties.facility, loan_id, None)
    for actor, photo in ((others.facility, photo_id), (others.vendor, photo_id), (parties.facility, in_hand)):
        with pytest.raises(NotFound):
            await put_mark(actor, loan_id, photo, SCRATCH)


async def test_a_photo_has_room_for_so_many_marks_and_each_says_what_it_is() -> None:
    parties, loan_id, photo_id = await a_marked_loan()
    with pytest.raises(Invalid):
        await put_mark(parties.facility, loan_id, photo_id, PutMark(x=1, y=1, note=" "))
    for _ in range(MOST_MARKS):
        await put_mark(parties.facility, loan_id, photo_id, SCRATCH)
    with pytest.raises(Invalid) as refusal:
        await put_mark(parties.facility, loan_id, photo_id, SCRATCH)
    assert refusal.value.fields == {"note": "too-many-marks"}


async def test_without_javascript_a_ninth_is_chosen_and_everybody_sees_the_mark(
    application: Litestar,
) -> None:
    parties, loan_id, photo_id = await a_marked_loan()
    path = f"/loans/{loan_id}/photos/{photo_id}"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        nowhere = await send(facility, page, f"{path}/marks", note="ひび")
        assert nowhere.status_code == 422
        assert "場所を選んでください" in words(nowhere)
        assert "ひび" in nowhere.text
        seen = await follow(facility, await send(facility, nowhere, f"{path}/marks", cell="bottom_right"))
        assert "印1を付けました" in words(seen)
        exact = await follow(
            facility, await send(facility, seen, f"{path}/marks", x="10", y="５", note="欠け")
        )
        assert "左上：欠け" in words(exact)
    [ninth, spot] = await marks_of(photo_id)
    assert (ninth.x, ninth.y, spot.x, spot.y) == (833, 833, 100, 50)
    async with visiting(application, parties.vendor) as vendor:
        shown = await vendor.get(path)
        assert "右下：ひび" in words(shown)
        assert shown.text.count('class="mark"') == 2
        assert "印2か所" in words(await vendor.get(f"/loans/{loan_id}"))
        assert not [action for action in forms_of(shown) if action.endswith("/withdraw")]
    async with visiting(application, parties.facility) as facility:
        own = await facility.get(path)
        gone = await follow(facility, await send(facility, own, f"{path}/marks/{ninth.id}/withdraw"))
        assert "ひび" not in words(gone)


async def test_a_program_marks_in_thousandths(client: httpx.AsyncClient) -> None:
    parties, loan_id, photo_id = await a_marked_loan()
    path = f"/api/v1/loans/{loan_id}/photos/{photo_id}/marks"
    headers = await a_bearer(parties.vendor)
    for wrong in ({"x": 1001, "y": 0, "note": "傷"}, {"x": -1, "y": 0, "note": "傷"}, {"x": 1, "y": 1}):
        assert (await client.post(path, json=wrong, headers=headers)).status_code in (400, 422)
    put = await client.post(path, json={"x": 1000, "y": 0, "note": "傷"}, headers=headers)
    assert (put.status_code, put.json()["number"]) == (201, 1)
    assert [mark["note"] for mark in (await client.get(path, headers=headers)).json()["items"]] == ["傷"]
