"""A visitor asks to try a robot: which counter calls, who may read it, what becomes of it."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from accounts.domain import Actor
from accounts.limits import Limiter, use_limiter
from core import db
from core.clock import frozen, now
from core.errors import Invalid, NotFound, TooMany
from directory.desks import waiting_on_desk
from directory.enquiries import enquiry_for
from directory.kinds import OrganizationKind
from exhibitions.captions.queries import Caption, caption_behind
from exhibitions.enquiries.asking import Ask, ask_to_try
from exhibitions.questionnaires.domain import Wish
from exhibitions.questionnaires.erasing import erase_old_words_and_leads
from exhibitions.questionnaires.leads import Lead, list_leads
from exhibitions.questionnaires.replying import Contact
from tests.exhibitions.makers import a_browser, a_display, a_strangers_browser, an_exhibit
from tests.factories import Parties, an_actor, an_organization, the_parties

pytestmark = pytest.mark.usefixtures("database")

NUMBER = "4471200031"


async def a_code_read(parties: Parties) -> Caption:
    """What a phone finds behind the code of an exhibit of another counter's display."""
    other = await an_organization(OrganizationKind.COUNTER, phone="03-5550-7788")
    display = await a_display(other)
    exhibit_id = await an_exhibit(display, parties.product_id, parties.vendor.organization_id)
    token = f"code-{uuid4().hex}"
    await db.execute("UPDATE exhibit SET token = $2 WHERE id = $1", exhibit_id, token)
    return await caption_behind(token)


def an_ask(**fields: object) -> Ask:
    contact = {
        "name": "来場 四郎",
        "phone": "097-555-1234",
        "organization_name": "ひだまり苑",
        "consents": True,
    }
    told = {name: fields.pop(name) for name in tuple(fields) if name in Contact.__struct_fields__}
    return Ask(id=uuid4(), contact=Contact(wish=Wish.LOAN, **{**contact, **told}), **fields)  # type: ignore[arg-type]


async def the_number_of(facility: Actor) -> str:
    """A 事業所番号 of its own for the facility."""
    number = f"44{uuid4().int % 10**8:08d}"
    await db.execute(
        "UPDATE organization SET office_number = $2 WHERE id = $1", facility.organization_id, number
    )
    return number


async def leads_of(counter_id: UUID) -> list[Lead]:
    return (await list_leads(await an_actor(counter_id))).items


async def test_the_counter_that_the_office_belongs_to_is_told_and_not_the_displays() -> None:
    parties = await the_parties()
    caption, number = await a_code_read(parties), await the_number_of(parties.facility)
    told = await ask_to_try(caption, an_ask(office_number=f"{number[:4]}-{number[4:]}"), "203.0.113.1")
    assert told.id == parties.counter.organization_id
    [lead] = await leads_of(parties.counter.acting_for())
    assert (lead.facility_id, lead.product_id) == (parties.facility.organization_id, parties.product_id)
    assert lead.is_from_exhibit
    assert lead.office_number == number
    assert "365" in lead.consent_text
    assert await leads_of(caption.counter_id) == []
    words = await waiting_on_desk(parties.counter.acting_for())
    assert any(word.href == "/leads" for word in words)


async def test_without_a_number_it_is_the_counter_of_the_prefecture_and_at_last_the_displays() -> None:
    parties = await the_parties()
    caption = await a_code_read(parties)
    counter_id = await an_organization(OrganizationKind.COUNTER, prefecture="沖縄県")
    sql = "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, '沖縄県')"
    await db.execute(sql, uuid4(), counter_id)
    told = await ask_to_try(caption, an_ask(prefecture="沖縄県"), "203.0.113.2")
    served = "SELECT counter_id FROM counter_area WHERE prefecture = '沖縄県'"
    assert told.id in {row["counter_id"] for row in await db.fetch(served)}
    lonely = await an_organization(OrganizationKind.FACILITY, prefecture="国外")
    number = await the_number_of(await an_actor(lonely))
    assert (await ask_to_try(caption, an_ask(office_number=number), "203.0.113.2")).id == caption.counter_id


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"prefecture": "prefecture-or-number"}),
        ({"organization_name": "", "prefecture": "大分県"}, {"organization_name": "office-name-or-number"}),
        ({"office_number": "12345"}, {"office_number": "enquiry-number-shape"}),
        ({"office_number": "9999999999"}, {"office_number": "enquiry-number-unknown"}),
        ({"prefecture": "どこか"}, {"prefecture": "unknown-prefecture"}),
        ({"prefecture": "大分県", "consents": False}, {"consents": "consent-to-be-called"}),
        ({"prefecture": "大分県", "phone": ""}, {"email": "email-or-phone"}),
        ({"prefecture": "大分県", "email": "だめ"}, {"email": "bad-email"}),
        ({"prefecture": "大分県", "name": " "}, {"name": "required"}),
        ({"prefecture": "大分県", "note": "長" * 301}, {"note": "text-too-long"}),
    ],
)
async def test_what_cannot_be_answered_is_refused_beside_its_field(
    fields: dict[str, object], wrong: dict[str, str]
) -> None:
    caption = await a_code_read(await the_parties())
    with pytest.raises(Invalid) as refusal:
        await ask_to_try(caption, an_ask(**fields), "203.0.113.3")
    assert refusal.value.fields == wrong


async def test_said_twice_it_is_one_enquiry_and_one_mail() -> None:
    parties = await the_parties()
    caption, number = await a_code_read(parties), await the_number_of(parties.facility)
    ask = an_ask(office_number=number)
    await ask_to_try(caption, ask, "203.0.113.4")
    await ask_to_try(caption, ask, "203.0.113.4")
    assert len(await leads_of(parties.counter.acting_for())) == 1


async def test_one_address_asks_thirty_times_an_hour_and_no_more() -> None:
    caption = await a_code_read(await the_parties())
    use_limiter(Limiter(""))
    try:
        for _ in range(30):
            await ask_to_try(caption, an_ask(prefecture="大分県"), "203.0.113.5")
        with pytest.raises(TooMany):
            await ask_to_try(caption, an_ask(prefecture="大分県"), "203.0.113.5")
    finally:
        use_limiter(None)


async def test_only_the_counter_that_calls_reads_it_and_its_time_erases_it() -> None:
    parties = await the_parties()
    caption, number = await a_code_read(parties), await the_number_of(parties.facility)
    ask = an_ask(office_number=number)
    await ask_to_try(caption, ask, "203.0.113.6")
    assert (await enquiry_for(parties.counter, ask.id)).name == "来場 四郎"
    for stranger in (await an_actor(caption.counter_id), parties.vendor, parties.facility):
        with pytest.raises(NotFound):
            await enquiry_for(stranger, ask.id)
    with frozen(now() + timedelta(days=366)):
        await erase_old_words_and_leads()
    assert await leads_of(parties.counter.acting_for()) == []


async def test_a_visitor_asks_on_the_phone_and_the_counter_asks_the_vendor(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    caption, number = await a_code_read(parties), await the_number_of(parties.facility)
    visitor = a_strangers_browser(client)
    shown = await visitor.get(f"/e/{caption.token}")
    assert f"/e/{caption.token}/want?lang=ja" in shown.text
    form = (await visitor.get(f"/e/{caption.token}/want?lang=plain")).text
    assert "都道府県（とどうふけん）" in form
    key = re.search(r'name="key" value="(\w+)"', form)
    assert key
    given = {"key": key[1], "office_number": number, "name": "来場 四郎", "phone": "097-555-1234"}
    wrong = await visitor.post(f"/e/{caption.token}/want", data=given)
    assert wrong.status_code == 422
    assert "同意の内容を読んで" in wrong.text
    assert "来場 四郎" in wrong.text
    thanks = await visitor.post(
        f"/e/{caption.token}/want", data=given | {"consents": "1", "note": "夜勤で使いたい"}
    )
    assert "から連絡します" in thanks.text

    counter = await a_browser(client, parties.counter)
    listed = (await counter.get("/leads")).text
    path = re.search(r"/loans/new\?enquiry=[\w-]+", listed)
    assert path
    asked = (await counter.get(path[0])).text
    facility = await db.fetch_value(
        "SELECT name FROM organization WHERE id = $1", parties.facility.organization_id
    )
    assert f"{facility}に代わって申し込みます" in asked
    assert 'value="来場 四郎"' in asked
    assert 'value="097-555-1234"' in asked
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', asked))
    wanted = {name: fields[name] for name in ("product_id", "facility_id", "enquiry", "start", "last_day")}
    filled = {
        "channel": "phone",
        "quantity": "1",
        "problem": "夜勤",
        "goal": "減らす",
        "place_of_use": "居室",
    }
    contact = {"contact_name": "来場 四郎", "contact_phone": "097-555-1234", "consent": "1"}
    done = await counter.post("/loans/new", data=wanted | filled | contact)
    assert done.status_code == 303, done.text
    assert "申込" in (await list_leads(parties.counter, handled=True)).items[0].handled_note
