"""Pictures of a display: drawn anew, said in words, shown to whoever may see the display."""

import io

import httpx
import pytest
from PIL import Image

from accounts.domain import Actor
from catalog.conditions.photos import STILL_NAMED
from core import db, files
from core.errors import Invalid, NotAllowed, NotFound
from exhibitions.pictures.queries import picture_for, pictures_of
from exhibitions.pictures.usecases import MOST, add_picture, bring_back, put_first, remove_picture
from tests.exhibitions.makers import a_browser, a_display, an_exhibit
from tests.factories import the_parties
from tests.photos import a_jpeg

pytestmark = pytest.mark.usefixtures("database", "application")
STRANGER = Actor.anonymous()


async def test_a_counter_shows_its_venue_and_everybody_sees_it_without_its_metadata(
    client: httpx.AsyncClient,
) -> None:
    parties = await the_parties()
    display = await a_display(parties.counter.acting_for())
    await an_exhibit(display, parties.product_id, parties.vendor.organization_id)
    counter = await a_browser(client, parties.counter)
    path = f"/exhibitions/{display}/pictures"
    assert "写真はまだありません" in (await counter.get(path)).text
    sent = {"title": "会場の入口", "title_en": "The entrance"}
    kept = await counter.post(path, data=sent, files=[("file", ("a.jpg", a_jpeg()))])
    assert kept.status_code == 303, kept.text
    [picture] = await pictures_of(display)
    public = await client.get(f"/exhibitions/{display}")
    assert f'src="{picture.path}" alt="会場の入口"' in public.text
    shown = await client.get(picture.path)
    with Image.open(io.BytesIO(shown.content)) as drawn:
        assert not drawn.getexif()
    named = await db.fetch_value(STILL_NAMED, picture.thumb)
    assert named, "a sweep of loans' photos leaves it alone"
    for status, fields in ((422, {"title": ""}), (422, {"title": "長" * 101})):
        answer = await counter.post(path, data=sent | fields, files=[("file", ("a.jpg", a_jpeg()))])
        assert answer.status_code == status
    bad = await counter.post(path, data=sent, files=[("file", ("a.pdf", b"%PDF-1.7"))])
    assert "写真として読めません" in bad.text
    renamed = await counter.post(picture.home, data={"title": "正面の入口"})
    assert renamed.status_code == 303
    assert (await pictures_of(display))[0].title == "正面の入口"
    assert "写真を変えました" in (await counter.get(f"/exhibitions/{display}/prepare")).text


async def test_pictures_are_put_first_taken_away_and_brought_back() -> None:
    parties = await the_parties()
    display = await a_display(parties.counter.acting_for())
    made = [await add_picture(parties.counter, display, a_jpeg(), f"写真{place}") for place in range(MOST)]
    with pytest.raises(Invalid) as refusal:
        await add_picture(parties.counter, display, a_jpeg(), "九枚目")
    assert refusal.value.fields == {"file": "too-many-pictures"}
    await put_first(parties.counter, display, made[-1].id)
    assert (await pictures_of(display))[0].id == made[-1].id
    await remove_picture(parties.counter, display, made[0].id)
    assert len(await pictures_of(display)) == MOST - 1
    with pytest.raises(NotFound):
        await picture_for(STRANGER, display, made[0].id)
    assert (await picture_for(parties.counter, display, made[0].id)).is_removed
    await bring_back(parties.counter, display, made[0].id)
    assert len(await pictures_of(display)) == MOST
    assert await files.content_of(made[0].file)


async def test_others_neither_add_nor_see_what_is_not_announced() -> None:
    parties, others = await the_parties(), await the_parties()
    display = await a_display(parties.counter.acting_for(), status="draft")
    picture = await add_picture(parties.counter, display, a_jpeg(), "準備中")
    for stranger in (STRANGER, others.counter, parties.vendor):
        with pytest.raises(NotFound):
            await picture_for(stranger, display, picture.id)
    open_one = await a_display(parties.counter.acting_for())
    with pytest.raises(NotAllowed):
        await add_picture(others.counter, open_one, a_jpeg(), "よその写真")
