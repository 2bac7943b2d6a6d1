"""Photos at each handing over: taken in with the form, kept when it is refused, seen by the parties."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from accounts.domain import Actor
from catalog.conditions.photos import MOST_PHOTOS
from catalog.domain import CheckMoment, Condition, Way
from core import db, files
from core.clock import frozen, now, today
from core.errors import Invalid, NotFound
from loans import commands, usecases
from loans.photos.queries import photo_for
from loans.photos.usecases import forget_photos_in_hand
from loans.queries import LoanView
from loans.records import record_for
from tests.accounts.browser import words
from tests.asking import a_bearer
from tests.conftest import SettingsChange
from tests.factories import Parties, a_loan, a_material, a_photo, the_parties
from tests.loans.visiting import follow, forms_of, visiting
from tests.photos import SECRET, a_heic, a_jpeg, a_png
from tests.storage import running_storage

pytestmark = pytest.mark.usefixtures("database", "application")

BROUGHT = commands.DispatchLoan(way=Way.BROUGHT)


async def a_loan_on_its_way(parties: Parties, **fields: object) -> LoanView:
    loan = await a_loan(parties, start=today(), **fields)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    return await usecases.dispatch_loan(parties.vendor, loan.id, BROUGHT)


async def sent_with(
    client: httpx.AsyncClient, seen: httpx.Response, path: str, *sent: tuple[str, bytes], **changes: object
) -> httpx.Response:
    """Send the form of a page with files, as a browser does it."""
    fields = {**forms_of(seen)[path], **changes}
    fields["photos"] = [value for value in fields.get("photos", []) if value]  # type: ignore[attr-defined]
    return await client.post(
        path,
        data=fields,
        files=[("photos", (name, content)) for name, content in sent] or [("photos", ("", b""))],
    )


async def photos_in_the_house(loan_id: UUID) -> int:
    count = await db.fetch_value("SELECT count(*) FROM condition_photo WHERE loan_id = $1", loan_id)
    return int(count)


async def test_photos_of_every_kind_stand_beside_the_check_they_were_taken_for(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    path = f"/loans/{loan.id}/receive"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        assert "個人が分かるものを写さないでください" in words(page)
        answer = await sent_with(
            *(facility, page, path, ("IMG_1.HEIC", a_heic()), ("a.jpg", a_jpeg()), ("b.png", a_png())),
            condition="ok",
        )
        shown = await follow(facility, answer)
    assert shown.text.count("/thumb.jpg") == 3
    async with visiting(application, parties.vendor) as vendor:
        seen = await vendor.get(f"/loans/{loan.id}")
        assert "の写真1" in seen.text
        record = await record_for(parties.vendor, loan.id)
        for photo in record.photos_of(loan.unit_ids[0], CheckMoment.RECEIVE):
            picture = await vendor.get(photo.full_path)
            assert picture.headers["content-type"] == "image/jpeg"
            assert picture.headers["cache-control"] == "private, no-store"
            assert picture.headers["x-content-type-options"] == "nosniff"
            assert len(picture.content) == int(picture.headers["content-length"])
            assert SECRET.encode() not in picture.content


async def test_photos_stay_in_hand_while_a_form_is_mended(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    path = f"/loans/{loan.id}/receive"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        refused = await sent_with(facility, page, path, ("a.jpg", a_jpeg()), condition="damaged")
        assert refused.status_code == 422
        assert (
            len(forms_of(refused)[path]["photos"]) == 2 + 1
        )  # the photo and the two empty ways to send more
        [kept] = [one for one in forms_of(refused)[path]["photos"] if one]
        assert (await facility.get(f"/loans/{loan.id}/photos/{kept}/thumb.jpg")).status_code == 200
        async with visiting(application, parties.vendor) as vendor:
            assert (await vendor.get(f"/loans/{loan.id}/photos/{kept}/thumb.jpg")).status_code == 404
        mended = await sent_with(facility, refused, path, condition="damaged", note="角に傷")
        assert (await follow(facility, mended)).text.count("/thumb.jpg") == 1
    assert await photos_in_the_house(loan.id) == 1


async def test_a_file_that_is_no_photo_is_named_and_costs_neither_words_nor_other_photos(
    application: Litestar,
) -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    path = f"/loans/{loan.id}/receive"
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        answer = await sent_with(
            *(facility, page, path, ("good.jpg", a_jpeg()), ("drawing.svg", b"<svg/>")),
            condition="ok",
            note="箱がつぶれていました",
        )
    assert answer.status_code == 422
    assert "「drawing.svg」は写真として読めません" in words(answer)
    assert "箱がつぶれていました" in answer.text
    assert answer.text.count("/thumb.jpg") == 1


async def test_more_photos_than_there_is_room_for_are_refused_in_words(application: Litestar) -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    path = f"/loans/{loan.id}/receive"
    many = [(f"{number}.jpg", a_jpeg(64 + number, 64)) for number in range(MOST_PHOTOS + 1)]
    async with visiting(application, parties.facility) as facility:
        answer = await sent_with(facility, await facility.get(path), path, *many, condition="ok")
    assert answer.status_code == 422
    assert f"写真は{MOST_PHOTOS}枚まで" in words(answer)


async def test_when_storage_is_away_the_step_can_be_recorded_without_photos(
    application: Litestar, change_settings: SettingsChange
) -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    path = f"/loans/{loan.id}/receive"
    change_settings(files_url="s3+http://key:secret@127.0.0.1:1/photos?retries=0")
    async with visiting(application, parties.facility) as facility:
        page = await facility.get(path)
        answer = await sent_with(facility, page, path, ("a.jpg", a_jpeg()), condition="ok", note="無事")
        assert answer.status_code == 422
        assert "いま保存できません" in words(answer)
        assert "無事" in answer.text
        assert (await sent_with(facility, answer, path, condition="ok")).status_code == 303


async def test_nobody_but_the_parties_of_a_loan_gets_its_photos(application: Litestar) -> None:
    parties, others = await the_parties(), await the_parties()
    loan = await a_loan_on_its_way(parties)
    photo = await a_photo(parties.facility, loan.id, loan.unit_ids[0])
    strange = await a_loan_on_its_way(others)
    for actor in (others.facility, others.counter, others.vendor):
        for loan_id in (loan.id, strange.id):  # nor under a loan of their own
            with pytest.raises(NotFound):
                await photo_for(actor, loan_id, photo)
    async with visiting(application, parties.counter) as counter:
        assert (await counter.get(f"/loans/{loan.id}/photos/{photo}/full.jpg")).status_code == 200
        assert (await counter.get(f"/loans/{strange.id}/photos/{photo}/full.jpg")).status_code == 404
        assert (await counter.get(f"/loans/{loan.id}/photos/{photo}/other.jpg")).status_code == 404


async def test_photos_of_others_cannot_be_made_ones_own() -> None:
    parties, others = await the_parties(), await the_parties()
    loan, strange = await a_loan_on_its_way(parties), await a_loan_on_its_way(others)
    for actor, of_loan in ((others.facility, strange.id), (parties.counter, loan.id)):
        photo = await a_photo(actor, of_loan, None)
        with pytest.raises(Invalid) as refusal:
            await received_with(parties.facility, loan.id, photo)
        assert refusal.value.fields == {"photos": "photo-gone"}
        assert await photos_in_the_house(of_loan) == 1


async def received_with(actor: Actor, loan_id: UUID, *photos: UUID) -> LoanView:
    command = commands.ReceiveLoan(condition=Condition.OK, photos=list(photos))
    return await usecases.receive_loan(actor, loan_id, command)


async def test_a_program_keeps_a_photo_and_names_it_in_the_step(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    headers, path = await a_bearer(parties.facility), f"/api/v1/loans/{loan.id}"
    wrong = await client.post(f"{path}/photos?step=receive", content=b"<svg/>", headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "photo-unreadable")
    early = await client.post(f"{path}/photos?step=take_back", content=a_jpeg(), headers=headers)
    assert early.status_code == 409
    kept = await client.post(f"{path}/photos?step=receive", content=a_jpeg(), headers=headers)
    assert (kept.status_code, kept.json()["width"]) == (201, 640)
    body = {"condition": "ok", "photos": [kept.json()["id"]]}
    assert (await client.post(f"{path}/receive", json=body, headers=headers)).status_code == 200
    assert len((await record_for(parties.vendor, loan.id)).photos) == 1


async def test_photos_of_a_form_that_was_never_sent_are_gone_after_a_day() -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    kept = await a_photo(parties.facility, loan.id, loan.unit_ids[0])
    forgotten = await a_photo(parties.facility, loan.id, None)
    name = await db.fetch_value("SELECT file FROM condition_photo WHERE id = $1", kept)
    await db.execute(
        "UPDATE condition_photo SET file = $2, thumb = $2 WHERE id = $1", forgotten, await alone()
    )
    lost = await db.fetch_value("SELECT file FROM condition_photo WHERE id = $1", forgotten)
    await forget_photos_in_hand()
    assert await photos_in_the_house(loan.id) == 2
    with frozen(now() + timedelta(days=2)):
        await forget_photos_in_hand()
    assert await photos_in_the_house(loan.id) == 1
    assert name in await files.kept_names()
    assert lost not in await files.kept_names()


async def alone() -> str:
    """A file that nothing else names."""
    return await files.keep(a_jpeg(77, 77), "image/jpeg")


async def test_photos_live_in_a_bucket_when_one_is_configured(
    application: Litestar, change_settings: SettingsChange
) -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    path = f"/loans/{loan.id}/receive"
    with running_storage() as address:
        change_settings(files_url=address)
        async with visiting(application, parties.facility) as facility:
            page = await facility.get(path)
            await follow(
                facility, await sent_with(facility, page, path, ("a.heic", a_heic()), condition="ok")
            )
        [photo] = (await record_for(parties.vendor, loan.id)).photos
        assert photo.file in await files.kept_names()
        async with visiting(application, parties.vendor) as vendor:
            picture = await vendor.get(photo.full_path)
            assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
            assert SECRET.encode() not in picture.content
        async with visiting(application, (await the_parties()).vendor) as stranger:
            assert (await stranger.get(photo.full_path)).status_code == 404


async def test_a_picture_that_a_product_shows_outlives_the_form_it_came_with_too() -> None:
    parties = await the_parties()
    loan = await a_loan_on_its_way(parties)
    material = await a_material(parties.vendor, parties.product_id)
    name = await db.fetch_value("SELECT file FROM product_material WHERE id = $1", material)
    forgotten = await a_photo(parties.facility, loan.id, None)
    await db.execute("UPDATE condition_photo SET file = $2, thumb = $2 WHERE id = $1", forgotten, name)
    with frozen(now() + timedelta(days=2)):
        await forget_photos_in_hand()
    assert await photos_in_the_house(loan.id) == 0
    assert name in await files.kept_names()
