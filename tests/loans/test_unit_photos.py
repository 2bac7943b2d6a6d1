"""Of several units in one form, each photo belongs to the unit that it shows."""

from collections.abc import Mapping
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog.conditions.photos import MOST_PHOTOS
from catalog.domain import CheckMoment, Condition
from core import db
from core.errors import Invalid
from core.ids import new_id
from loans import commands, usecases
from loans.commands import UnitPhotos
from loans.queries import LoanView
from loans.records import record_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.factories import Parties, a_photo, the_parties
from tests.loans.test_partial_return import on_trial
from tests.loans.test_photos import a_loan_on_its_way
from tests.loans.visiting import follow, forms_of, visiting
from tests.photos import a_jpeg

pytestmark = pytest.mark.usefixtures("database", "application")


async def a_delivery(units: int = 2) -> tuple[Parties, LoanView]:
    parties = await the_parties(units=units)
    return parties, await a_loan_on_its_way(parties, quantity=units)


async def shown_by(parties: Parties, loan: LoanView, moment: CheckMoment) -> list[int]:
    """How many photos each unit has."""
    record = await record_for(parties.counter, loan.id)
    return [len(record.photos_of(unit, moment)) for unit in loan.unit_ids]


def names_of(unit_id: UUID) -> tuple[str, str, str]:
    """The fields of a unit's part: photos, state, note."""
    start = f"unit-{unit_id.hex}-"
    return f"{start}photos", f"{start}state", f"{start}note"


async def sent_with(
    client: httpx.AsyncClient,
    seen: httpx.Response,
    path: str,
    files: Mapping[str, bytes],
    **changes: str,
) -> httpx.Response:
    """Send a page's form; a browser sends an empty file for each input that nothing was chosen in."""
    fields = {
        name: [value for value in values if value] if name.endswith("photos") else values
        for name, values in forms_of(seen)[path].items()
    }
    sent = [(name, (f"{number}.jpg", content)) for number, (name, content) in enumerate(files.items())]
    return await client.post(path, data={**fields, **changes}, files=sent or [("photos", ("", b""))])


async def test_a_photo_stands_beside_its_own_unit_only(application: Litestar) -> None:
    parties, loan = await a_delivery()
    path, (first, second) = f"/loans/{loan.id}/receive", loan.unit_ids
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        assert words(page).count("この個体の写真") == 2
        photos, state, _note = names_of(second)
        both = {state: "ok", names_of(first)[1]: "ok"}
        answer = await sent_with(facility, page, path, {photos: a_jpeg()}, **both)
        await follow(facility, answer)
    assert await shown_by(parties, loan, CheckMoment.RECEIVE) == [0, 1]
    async with visiting(application, parties.vendor) as vendor:
        for unit, count in ((first, 0), (second, 1)):
            assert (await vendor.get(f"/units/{unit}?kind=check")).text.count("/thumb.jpg") == count


async def test_a_refused_form_keeps_each_photo_at_its_unit(application: Litestar) -> None:
    parties, loan = await a_delivery()
    path, (first, second) = f"/loans/{loan.id}/receive", loan.unit_ids
    photos, state, note = names_of(first)
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        both = {photos: a_jpeg(), names_of(second)[0]: a_jpeg(65, 65)}
        given = {state: "damaged", names_of(second)[1]: "ok"}
        refused = await sent_with(facility, page, path, both, **given)
        assert refused.status_code == 422
        assert refused.text.count("/thumb.jpg") == 2
        mended = await sent_with(facility, refused, path, {}, **{**given, note: "角に傷"})
        await follow(facility, mended)
    assert await shown_by(parties, loan, CheckMoment.RECEIVE) == [1, 1]


async def test_photos_of_a_unit_left_for_later_are_not_lost_in_silence(application: Litestar) -> None:
    parties, loan = await on_trial(2)
    path, (first, second) = f"/loans/{loan.id}/send-back", loan.unit_ids
    given = {names_of(first)[1]: "later", names_of(second)[1]: "ok", "cleaned": "on", "way": "brought"}
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        refused = await sent_with(facility, page, path, {names_of(first)[0]: a_jpeg()}, **given)
        assert refused.status_code == 422
        assert "写真があります" in words(refused)
        answer = await sent_with(facility, refused, path, {}, **{**given, names_of(first)[1]: "ok"})
        await follow(facility, answer)
    assert await shown_by(parties, loan, CheckMoment.SEND_BACK) == [1, 0]


async def test_a_program_says_which_unit_a_photo_shows(client: httpx.AsyncClient) -> None:
    parties, loan = await a_delivery()
    photo = str(await a_photo(parties.facility, loan.id, None))
    facility, (first, second) = await a_caller(client, parties.facility), map(str, loan.unit_ids)
    path = f"/loans/{loan.id}/receive"
    wrong: list[tuple[dict[str, object], dict[str, str]]] = [
        ({"photos": [photo]}, {"photos": "photo-of-which-unit"}),
        ({"unit_photos": [_of(first, photo), _of(second, photo)]}, {"unit_photos": "photo-twice"}),
        ({"unit_photos": [_of(first, photo), _of(first)]}, {"unit_photos": "photo-twice"}),
        ({"unit_photos": [_of(str(parties.product_id), photo)]}, {"unit_photos": "unknown"}),
    ]
    for body, fields in wrong:
        answer = await facility.post(path, {"condition": "ok", **body})
        assert (answer.status_code, answer.json()["fields"]) == (422, fields)
    answer = await facility.post(path, {"condition": "ok", "unit_photos": [_of(second, photo)]})
    assert answer.status_code == 200
    assert await shown_by(parties, loan, CheckMoment.RECEIVE) == [0, 1]


def _of(unit_id: str, *photos: str) -> dict[str, object]:
    return {"unit_id": unit_id, "photos": photos}


async def test_each_unit_has_room_for_as_many_photos_and_no_more() -> None:
    parties, loan = await a_delivery()
    first, second = loan.unit_ids
    many = [await a_photo(parties.facility, loan.id, None) for _ in range(MOST_PHOTOS * 2)]
    with pytest.raises(Invalid) as refusal:
        await _received(parties, loan, {first: many[: MOST_PHOTOS + 1]})
    assert refusal.value.fields == {"unit_photos": "too-many-photos"}
    await _received(parties, loan, {first: many[:MOST_PHOTOS], second: many[MOST_PHOTOS:]})
    assert await shown_by(parties, loan, CheckMoment.RECEIVE) == [MOST_PHOTOS, MOST_PHOTOS]


async def _received(parties: Parties, loan: LoanView, photos: Mapping[UUID, list[UUID]]) -> None:
    shown = [UnitPhotos(unit_id=unit, photos=some) for unit, some in photos.items()]
    command = commands.ReceiveLoan(condition=Condition.OK, unit_photos=shown)
    await usecases.receive_loan(parties.facility, loan.id, command)


async def test_what_is_no_photo_is_told_beside_its_unit(application: Litestar) -> None:
    parties, loan = await a_delivery()
    path, (first, second) = f"/loans/{loan.id}/receive", loan.unit_ids
    given = {names_of(first)[1]: "ok", names_of(second)[1]: "ok"}
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        fields = {name: [one for one in values if one] for name, values in forms_of(page)[path].items()}
        photos = names_of(second)[0]
        # the camera was not used: a browser sends that input first, without a file
        files = [(photos, ("", b"")), (photos, ("b.jpg", a_jpeg())), (photos, ("c.svg", b"<svg/>"))]
        refused = await facility.post(path, data={**fields, **given}, files=files)
    assert refused.status_code == 422
    assert "「c.svg」は写真として読めません" in words(refused)
    assert refused.text.count("/thumb.jpg") == 1


_AS_BEFORE = """
INSERT INTO condition_photo (id, loan_id, unit_id, check_moment, file, thumb, width, height, at)
SELECT $1, loan_id, $2, check_moment, file, thumb, width, height, at FROM condition_photo WHERE id = $3
"""


async def test_a_photo_that_once_was_given_to_all_units_says_so(application: Litestar) -> None:
    parties, loan = await a_delivery()
    first, second = loan.unit_ids
    photo = await a_photo(parties.facility, loan.id, None)
    await _received(parties, loan, {first: [photo]})
    doubt = "どの台のものか、記録がありません"
    pages = f"/loans/{loan.id}", f"/loans/{loan.id}/photos/{photo}", f"/units/{first}"
    async with visiting(application, parties.vendor) as vendor:
        assert [doubt in words(await vendor.get(page)) for page in pages] == [False] * 3
        await db.execute(_AS_BEFORE, new_id(), second, photo)
        assert [doubt in words(await vendor.get(page)) for page in pages] == [True] * 3
