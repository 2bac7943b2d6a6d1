"""Labels printed before they belong to a unit: put on, moved, retired; each with its trace."""

from uuid import UUID

import jaconv
import pytest
from litestar import Litestar

from catalog import tags
from catalog.labelling import Shift, keep_shift, make_tags, new_label, put_on, retire_label, shifts_of
from catalog.life.queries import LifeFilter, life_of
from catalog.life.sources import LifeKind, LifeRow
from catalog.queries import unit_for
from core import db
from core.errors import Invalid, NotAllowed, NotFound
from tests.accounts.browser import post, words
from tests.factories import Parties, a_unit, the_parties
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("database")


async def _tagged(parties: Parties, unit_id: UUID) -> list[LifeRow]:
    unit = await unit_for(parties.vendor, unit_id)
    return (await life_of(parties.vendor, unit, LifeFilter(kind=LifeKind.TAG))).items


async def _units(parties: Parties) -> list[UUID]:
    rows = await db.fetch("SELECT id FROM unit WHERE product_id = $1 ORDER BY id", parties.product_id)
    return [row["id"] for row in rows]


async def test_a_blank_label_is_put_on_a_unit_and_the_old_one_retires() -> None:
    parties = await the_parties(units=1)
    (unit_id,) = await _units(parties)
    first, second = await make_tags(parties.vendor, 2)
    assert (await put_on(parties.vendor, first.token, unit_id)).tag_code == first.code
    assert (await put_on(parties.vendor, second.code, unit_id)).tag_code == second.code
    old = await tags.find_tag(first.token)
    assert old is not None
    assert (old.unit_id, old.is_retired) == (None, True)
    with pytest.raises(Invalid) as refused:
        await put_on(parties.vendor, first.token, unit_id)
    assert refused.value.fields == {"tag": "tag-retired"}
    assert len(await _tagged(parties, unit_id)) == 2


async def test_to_put_it_on_twice_changes_nothing() -> None:
    parties = await the_parties(units=1)
    (unit_id,) = await _units(parties)
    (tag,) = await make_tags(parties.vendor, 1)
    await put_on(parties.vendor, tag.token, unit_id)
    await put_on(parties.vendor, tag.token, unit_id)
    assert len(await _tagged(parties, unit_id)) == 1


async def test_a_label_moves_only_when_that_is_meant() -> None:
    parties = await the_parties(units=2)
    here, there = await _units(parties)
    (tag,) = await make_tags(parties.vendor, 1)
    await put_on(parties.vendor, tag.token, here)
    with pytest.raises(Invalid) as refused:
        await put_on(parties.vendor, tag.token, there)
    assert refused.value.fields == {"tag": "tag-in-use"}
    assert (await put_on(parties.vendor, tag.token, there, moves=True)).tag_code == tag.code
    assert (await unit_for(parties.vendor, here)).tag_code is None


async def test_nobody_touches_the_labels_of_others() -> None:
    parties, others = await the_parties(units=1), await the_parties(units=1)
    (mine,), (theirs,) = await _units(parties), await _units(others)
    (tag,) = await make_tags(parties.vendor, 1)
    await put_on(parties.vendor, tag.token, mine)
    with pytest.raises(NotFound):
        await put_on(parties.vendor, tag.token, theirs, moves=True)
    with pytest.raises(NotFound):
        await put_on(others.vendor, tag.token, theirs, moves=True)
    for refused in (retire_label, new_label):
        with pytest.raises(NotFound):
            await refused(others.vendor, mine)
    with pytest.raises(NotAllowed):
        await make_tags(parties.facility, 1)
    kept = await a_unit(parties.product_id, parties.vendor.acting_for())
    await db.execute("UPDATE unit SET custodian_id = $2 WHERE id = $1", kept, parties.counter.organization_id)
    with pytest.raises(NotAllowed):
        await new_label(parties.counter, kept)


async def test_a_lost_label_is_retired_and_a_new_one_made() -> None:
    parties = await the_parties(units=1)
    (unit_id,) = await _units(parties)
    first = await new_label(parties.vendor, unit_id)
    assert first.tag_token
    assert (await retire_label(parties.vendor, unit_id)).tag_code is None
    with pytest.raises(Invalid):
        await retire_label(parties.vendor, unit_id)
    again = await new_label(parties.vendor, unit_id)
    assert again.tag_code not in (None, first.tag_code)


@pytest.mark.parametrize("count", [0, -1, 1001])
async def test_no_more_labels_than_a_day_needs(count: int) -> None:
    with pytest.raises(Invalid):
        await make_tags((await the_parties()).vendor, count)


async def test_each_organisation_remembers_its_own_printer() -> None:
    parties, others = await the_parties(), await the_parties()
    await keep_shift(parties.vendor, "44", Shift(1.5, -0.3))
    await keep_shift(parties.vendor, "44", Shift(1.6, -0.3))
    assert await shifts_of(parties.vendor) == {"44": Shift(1.6, -0.3)}
    assert await shifts_of(others.vendor) == {}
    with pytest.raises(Invalid):
        await keep_shift(parties.vendor, "45", Shift())
    with pytest.raises(Invalid):
        await keep_shift(parties.vendor, "44", Shift(20.1, 0))


async def test_a_stranger_with_an_unclaimed_label_is_told_whom_to_call(application: Litestar) -> None:
    parties = await the_parties()
    sql = "UPDATE organization SET phone = '03-0000-1234' WHERE id = $1"
    await db.execute(sql, parties.vendor.organization_id)
    (tag,) = await make_tags(parties.vendor, 1)
    async with visiting(application, parties.facility) as facility:
        seen = await facility.get(f"/t/{tag.token}")
        assert "tel:03-0000-1234" in seen.text
        assert "/units/tags/" not in seen.text


async def test_whoever_holds_it_chooses_the_unit_on_the_telephone(application: Litestar) -> None:
    parties = await the_parties(units=2)
    here, there = await _units(parties)
    serials = {one: (await unit_for(parties.vendor, one)).serial_number for one in (here, there)}
    (tag,) = await make_tags(parties.vendor, 1)
    path = f"/units/tags/{tag.token}"
    async with visiting(application, parties.vendor) as vendor:
        assert path in (await vendor.get(f"/t/{tag.token}")).text
        found = await vendor.get(path, params={"q": serials[here].lower()})
        assert serials[here] in words(found)
        assert "あてはまる個体はありません" in words(await vendor.get(path, params={"q": "ありません"}))
        assert (await post(vendor, path, seen=path, unit_id="x")).status_code == 422
        assert (await post(vendor, path, seen=path, unit_id=here)).status_code == 303
        assert (await post(vendor, path, seen=path, unit_id=there)).status_code == 422
        assert "そちらへ移します" in words(await vendor.get(path))
        assert (await post(vendor, path, seen=path, unit_id=there, moves="1")).status_code == 303
        assert (await unit_for(parties.vendor, there)).tag_code == tag.code


async def test_the_page_remembers_the_shift_and_prints_with_it(application: Litestar) -> None:
    parties = await the_parties(units=1)
    async with visiting(application, parties.vendor) as vendor:
        page = "/units/labels"
        kept = await post(vendor, f"{page}/shift", seen=page, layout="44", right="１５", down="-3")
        assert kept.status_code == 303
        assert await shifts_of(parties.vendor) == {"44": Shift(1.5, -0.3)}
        assert 'value="15"' in (await vendor.get(f"{page}?layout=44")).text
        assert (await post(vendor, f"{page}/shift", seen=page, layout="44", right="999")).status_code == 422
        assert (await vendor.get(f"{page}/test.pdf?layout=44&right=10")).content.startswith(b"%PDF")
        assert (await vendor.get(f"{page}/test.pdf?layout=9")).status_code == 404
        assert (await vendor.get(f"{page}?product={parties.product_id}")).status_code == 200


async def test_a_code_is_found_however_it_is_typed() -> None:
    (tag,) = await make_tags((await the_parties()).vendor, 1)
    wide = jaconv.h2z(tag.code, ascii=True, digit=True)
    half, rest = tag.code[:4], tag.code[4:]
    for typed in (
        tag.code.lower(),
        wide,
        f" {half} {rest} ",
        f"{half}－{rest}",
        f"{half}　{rest}",
        f"{half}ー{rest}",
    ):
        assert await tags.find_tag(typed) == tag, typed
