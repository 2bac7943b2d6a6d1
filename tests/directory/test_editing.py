"""What people put right about an organisation: kept beside what is published, each change with its trace."""

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest
import pytest_asyncio
from litestar import Litestar

from accounts.domain import Role
from core import db
from core.errors import Invalid, NotAllowed, NotFound
from core.text import Words
from directory.editing import Details, change_organization, changes_of, known_organization
from directory.imports import SOURCE
from directory.kinds import OrganizationKind
from directory.postal import place_of, tidy_postal_code
from tests.accounts.browser import post
from tests.factories import Parties, an_actor, an_organization, the_parties
from tests.loans.visiting import visiting

pytestmark = pytest.mark.usefixtures("published_no_longer")


@pytest_asyncio.fixture
async def published_no_longer(database: str) -> AsyncIterator[None]:
    """Other tests count what is published; what these here call so has no number."""
    assert database
    yield
    await db.execute(
        "UPDATE organization SET source = 'person' WHERE source = $1 AND office_number IS NULL", SOURCE
    )


async def _published() -> Parties:
    parties = await the_parties()
    sql = "UPDATE organization SET source = $2, phone = '097-000-0001', city = '大分市' WHERE id = $1"
    await db.execute(sql, parties.facility.organization_id, SOURCE)
    return parties


async def _details(organization_id: UUID, **changes: str) -> Details:
    actor = await an_actor(organization_id, role=Role.ADMIN)
    return msgspec.structs.replace((await known_organization(actor, organization_id)).details, **changes)


async def test_a_correction_stands_and_the_published_value_is_shown_beside_it() -> None:
    parties = await _published()
    facility_id = parties.facility.acting_for()
    admin = await an_actor(facility_id, role=Role.ADMIN)
    wanted = await _details(facility_id, phone="０９７−５５５−１２３４", url="https://home.example/")
    known = await change_organization(admin, facility_id, wanted)
    assert known.details.phone == "097-555-1234"
    assert known.published == {"phone": "097-000-0001", "url": ""}
    [change] = await changes_of(admin, facility_id)
    assert change.facts["phone"] == ("097-000-0001", "097-555-1234")
    found = await db.fetch_value("SELECT search_text FROM organization WHERE id = $1", facility_id)
    assert Words.of("5551234").patterns[0].strip("%") in found


async def test_going_back_to_what_is_published_ends_the_difference() -> None:
    parties = await _published()
    facility_id = parties.facility.acting_for()
    await change_organization(parties.counter, facility_id, await _details(facility_id, phone="097-555-1234"))
    known = await change_organization(
        parties.counter, facility_id, await _details(facility_id, phone="097-000-0001")
    )
    assert known.published == {}
    assert await db.fetch_value("SELECT edited FROM organization WHERE id = $1", facility_id) is None
    assert len(await changes_of(parties.counter, facility_id)) == 2


async def test_what_nobody_touched_stays_as_it_was_published() -> None:
    parties = await _published()
    facility_id = parties.facility.acting_for()
    published = {"name": "グループホーム　つきみ草", "phone": "097 12", "corporation_number": "12345"}
    sql = "UPDATE organization SET name = $2, phone = $3, corporation_number = $4 WHERE id = $1"
    await db.execute(sql, facility_id, *published.values())
    wanted = await _details(facility_id, url="https://home.example/")
    known = await change_organization(parties.counter, facility_id, wanted)
    assert known.published.keys() == {"url"}
    assert {name: getattr(known.details, name) for name in published} == published


async def test_nothing_changed_leaves_no_trace() -> None:
    parties = await _published()
    facility_id = parties.facility.acting_for()
    await change_organization(parties.counter, facility_id, await _details(facility_id))
    assert await changes_of(parties.counter, facility_id) == []


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("name", " ", "required"),
        ("name", "あ" * 201, "too-long"),
        ("corporation_number", "1234567890123", "corporate-number-wrong"),
        ("corporation_number", "70000", "corporate-number-wrong"),
        ("phone", "097-1", "telephone-wrong"),
        ("phone", "なし", "telephone-wrong"),
        ("postal_code", "87", "postal-code-wrong"),
        ("email", "no address", "bad-email"),
        ("notification_email", "no address", "bad-email"),
        ("url", "javascript:alert(1)", "url-wrong"),
        ("url", "http://", "url-wrong"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(field: str, typed: str, code: str) -> None:
    parties = await _published()
    facility_id = parties.facility.acting_for()
    with pytest.raises(Invalid) as refused:
        await change_organization(parties.counter, facility_id, await _details(facility_id, **{field: typed}))
    assert refused.value.fields == {field: code}


async def test_only_those_near_may_look_and_only_admins_change_their_own() -> None:
    parties, others = await _published(), await the_parties()
    facility_id = parties.facility.acting_for()
    assert not (await known_organization(parties.facility, facility_id)).may_change
    with pytest.raises(NotAllowed):
        await change_organization(
            parties.facility, facility_id, await _details(facility_id, fax="097-555-1234")
        )
    for stranger in (others.counter, others.facility, others.vendor, parties.vendor):
        with pytest.raises(NotFound):
            await known_organization(stranger, facility_id)
    with pytest.raises(NotFound):
        await known_organization(parties.facility, parties.counter.acting_for())
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    assert (await known_organization(centre, facility_id)).may_change


def test_a_postal_code_leads_to_its_place() -> None:
    assert tidy_postal_code("〒８７０－００２２") == "870-0022"
    assert tidy_postal_code("87") == "87"
    place = place_of("870-0022")
    assert place is not None
    assert place.address.startswith("大分県大分市")
    assert place_of("000-0000") is None
    assert place_of("870") is None


async def test_the_page_fills_in_an_address_and_keeps_what_was_typed(application: Litestar) -> None:
    parties = await _published()
    path = f"/organizations/{parties.facility.organization_id}"
    async with visiting(application, parties.counter) as counter:
        shown = await counter.get(path)
        assert "公表データから入れた内容です" in shown.text
        filled = await post(counter, path, seen=path, fill="1", postal_code="8700022", name="書きかけの名前")
        assert "大分県大分市" in filled.text
        assert "書きかけの名前" in filled.text
        assert await changes_of(parties.counter, parties.facility.acting_for()) == []
        unknown = await post(counter, path, seen=path, fill="1", postal_code="0000000", name="書きかけの名前")
        assert unknown.status_code == 422
        assert "書きかけの名前" in unknown.text
        wrong = await post(counter, path, seen=path, name="新しい名前", phone="1")
        assert wrong.status_code == 422
        assert "新しい名前" in wrong.text
        done = await post(counter, path, seen=path, name="新しい名前", phone="0975551234")
        assert done.status_code == 303
        after = await counter.get(path)
        assert "公表データとちがうところ" in after.text
        assert "新しい名前" in after.text
