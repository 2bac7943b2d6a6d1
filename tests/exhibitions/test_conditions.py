"""How exhibits are found: checklist, photos and marks as of loans; what differs is settled by both sides."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from accounts.domain import Actor
from catalog.checklists.domain import ChecklistLine, LineKind, WriteChecklist
from catalog.checklists.queries import lines_of
from catalog.checklists.usecases import write_checklist
from catalog.conditions.photos import KEPT_IN_HAND
from catalog.domain import CheckMoment
from core import clock, db
from core.errors import Invalid, NotFound
from exhibitions.conditions.checking import forget_exhibit_photos_in_hand, keep_photo
from exhibitions.conditions.incidents import incident_for, incidents_of
from exhibitions.conditions.notices import open_on_desk
from exhibitions.conditions.queries import ExhibitCondition, condition_of, photo_for
from exhibitions.domain import ExhibitStep
from exhibitions.exhibits import Exhibit, exhibit_for
from tests.accounts.browser import words
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.exhibitions.test_exhibits import step
from tests.exhibitions.test_sending import PARCEL, agreed
from tests.factories import Parties, the_parties
from tests.photos import a_jpeg

pytestmark = pytest.mark.usefixtures("database", "application")

LINES = [
    ChecklistLine(kind=LineKind.YES_NO, text="電源が入る"),
    ChecklistLine(kind=LineKind.COUNT, text="充電器", expected=2),
]


async def a_checked_exhibit(*, starts_in: int = 0) -> tuple[Parties, Exhibit, list[str]]:
    """A unit agreed for a display whose maker wrote a checklist; the keys of its lines."""
    parties = await the_parties()
    await write_checklist(parties.vendor, parties.product_id, WriteChecklist(lines=LINES))
    _, exhibit = await agreed(parties, starts_in=starts_in)
    return parties, exhibit, [line.key for line in await lines_of(parties.product_id)]


async def found_of(exhibit: Exhibit) -> ExhibitCondition:
    return await condition_of(await exhibit_for(Actor.system(), exhibit.id))


def form(keys: list[str], *answers: object, **fields: object) -> dict[str, Any]:
    said = {f"checklist-{key}": answer for key, answer in zip(keys, answers, strict=True)}
    return {"condition": "ok", **said, **fields}


def photo(name: str = "unit.jpg") -> dict[str, Any]:
    return {"photos": (name, a_jpeg(), "image/jpeg")}


async def test_out_and_back_stand_side_by_side_and_what_differs_is_settled(client: httpx.AsyncClient) -> None:
    parties, exhibit, keys = await a_checked_exhibit()
    path = f"/exhibits/{exhibit.id}"
    vendor = await a_browser(client, parties.vendor)
    assert "電源が入る" in words(await vendor.get(f"{path}/dispatch"))
    bare = {"condition": "ok", "way": "brought"}
    unanswered = await vendor.post(f"{path}/dispatch", data=bare, files=photo())
    assert (unanswered.status_code, "電源が入る" in unanswered.text) == (422, True)
    assert "/thumb.jpg" in unanswered.text, "the photo need not be taken again"
    sent = await vendor.post(f"{path}/dispatch", data=form(keys, "yes", "2", way="brought"), files=photo())
    assert sent.status_code == 303
    counter = await a_browser(client, parties.counter)
    shown = await counter.get(f"{path}/deliver")
    assert ("異常なし" in words(shown), "/thumb.jpg" in shown.text) == (True, True)
    missing = form(keys, "yes", "1", condition="missing_parts")
    assert (await counter.post(f"{path}/deliver", data=missing)).status_code == 422, "what is missing?"
    missing |= {"reason": "充電器が1つない"}
    arrived = await counter.post(f"{path}/deliver", data=missing, files=photo())
    assert arrived.status_code == 303
    record = await found_of(exhibit)
    assert [one.check_moment for one in record.checks] == [CheckMoment.DISPATCH, CheckMoment.RECEIVE]
    assert [one.check_moment for one in record.photos] == [CheckMoment.DISPATCH, CheckMoment.RECEIVE]
    seen = words(await (await a_browser(client, parties.vendor)).get(path))
    for said in ("発送時", "受取時", "充電器が1つない", "ちがいあり", "差異の記録を見る"):
        assert said in seen, said
    (incident,) = record.incidents
    await _settle(client, parties, incident.id)


async def _settle(client: httpx.AsyncClient, parties: Parties, incident_id: UUID) -> None:
    path = f"/exhibits/incidents/{incident_id}"
    vendor = await a_browser(client, parties.vendor)
    assert "充電器：2 → 1" in words(await vendor.get(path))
    assert "事業所が払う" not in words(await vendor.get(path)), "no facility has borrowed it"
    assert (await vendor.post(f"{path}/comment", data={"text": ""})).status_code == 422
    assert (await vendor.post(f"{path}/comment", data={"text": "箱に入れました"})).status_code == 303
    counter = await a_browser(client, parties.counter)
    assert str(incident_id) in (await counter.get("/exhibits/incidents?state=open")).text
    for party in (parties.counter, parties.vendor):
        assert len(await open_on_desk(party.acting_for())) == 1
    facility_pays = {"text": "弁償", "payer": "facility"}
    assert (await counter.post(f"{path}/agree", data=facility_pays)).status_code == 422
    life = f"/units/{(await incident_for(Actor.system(), incident_id)).unit_id}?kind=damage"
    seen = await (await a_browser(client, parties.vendor)).get(life)
    assert f'href="{path}"' in seen.text, "the life of a unit names all that was wrong with it"
    counter = await a_browser(client, parties.counter)
    decision = {"text": "弁償", "payer": "counter", "expected": "open"}
    assert (await counter.post(f"{path}/agree", data=decision)).status_code == 303
    vendor = await a_browser(client, parties.vendor)
    assert (await vendor.post(f"{path}/agree", data=decision)).status_code == 409
    assert (await vendor.post(f"{path}/settle", data=decision | {"expected": "agreed"})).status_code == 303
    assert (await incident_for(Actor.system(), incident_id)).state == "settled"


async def test_both_sides_hear_once_and_nobody_of_what_they_wrote_themselves() -> None:
    parties, exhibit, keys = await a_checked_exhibit()
    power, chargers = keys
    await step(parties.vendor, exhibit, "dispatch", **PARCEL, checklist={power: True, chargers: 2})
    await step(parties.counter, exhibit, "deliver", checklist={power: False, chargers: 2})
    (incident,) = await incidents_of(exhibit.id)
    told = await db.fetch(
        "SELECT payload->>'entry_id' AS entry FROM outbox WHERE kind = 'exhibit_incident'"
        " AND payload->>'incident_id' = $1",
        str(incident.id),
    )
    entry = (await incident_for(Actor.system(), incident.id)).entries[-1]
    assert [row["entry"] for row in told] == [str(entry.id)]


async def test_photos_are_seen_by_counter_and_lender_alone_and_in_hand_by_their_sender(
    client: httpx.AsyncClient,
) -> None:
    parties, exhibit, _ = await a_checked_exhibit()
    others = await the_parties()
    vendor = await a_caller(client, parties.vendor)
    door = f"/api/v1/exhibits/{exhibit.id}/photos?step=dispatch"
    answer = await client.post(door, content=a_jpeg(), headers=vendor.headers)
    photo_id = UUID(answer.json()["id"])
    assert (await photo_for(parties.vendor, exhibit.id, photo_id)).unit_id is None
    for actor in (parties.counter, others.vendor, others.counter, parties.facility):
        with pytest.raises(NotFound):
            await photo_for(actor, exhibit.id, photo_id)
    await step(parties.vendor, exhibit, "dispatch", **PARCEL, photos=[photo_id])
    assert (await photo_for(parties.counter, exhibit.id, photo_id)).unit_id == exhibit.unit_id
    for actor in (others.vendor, others.counter, parties.facility):
        with pytest.raises(NotFound):
            await photo_for(actor, exhibit.id, photo_id)
        browser = await a_browser(client, actor)
        assert (await browser.get(f"/exhibits/{exhibit.id}/photos/{photo_id}/full.jpg")).status_code == 404
    seen = await (await a_browser(client, parties.counter)).get(
        f"/exhibits/{exhibit.id}/photos/{photo_id}/full.jpg"
    )
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
    assert b"Kitchen" not in seen.content, "drawn anew"
    with pytest.raises(Invalid):
        await step(parties.counter, exhibit, "deliver", photos=[photo_id])


async def test_a_mark_on_a_photo_of_the_arrival_opens_an_incident(client: httpx.AsyncClient) -> None:
    parties, exhibit, keys = await a_checked_exhibit()
    counter = await a_browser(client, parties.counter)
    path = f"/exhibits/{exhibit.id}"
    await counter.get(f"{path}/deliver")
    await counter.post(f"{path}/deliver", data=form(keys, "yes", "2"), files=photo())
    (one,) = (await found_of(exhibit)).photos
    assert (await counter.post(f"{one.path}/marks", data={"note": ""})).status_code == 422
    assert (await counter.post(f"{one.path}/marks", data={"note": "ひび", "cell": "top"})).status_code == 303
    vendor = await a_browser(client, parties.vendor)
    assert "ひび" in words(await vendor.get(one.path))
    (incident,) = await incidents_of(exhibit.id)
    assert "写真の印の数：0 → 1" in words(await vendor.get(f"/exhibits/incidents/{incident.id}"))
    stranger = await a_browser(client, (await the_parties()).counter)
    for address in (one.path, f"/exhibits/incidents/{incident.id}"):
        assert (await stranger.get(address)).status_code == 404, address


async def test_photos_of_forms_that_were_never_sent_are_forgotten() -> None:
    parties, exhibit, _ = await a_checked_exhibit()
    mine = await exhibit_for(parties.vendor, exhibit.id)
    kept = await keep_photo(parties.vendor, mine, ExhibitStep.DISPATCH, a_jpeg(99))
    with clock.frozen(clock.now() + KEPT_IN_HAND * 2):
        await forget_exhibit_photos_in_hand()
    with pytest.raises(NotFound):
        await photo_for(parties.vendor, exhibit.id, kept.id)


async def test_programs_read_what_was_found_and_settle_what_differs(client: httpx.AsyncClient) -> None:
    parties, exhibit, keys = await a_checked_exhibit()
    counter, vendor = await a_caller(client, parties.counter), await a_caller(client, parties.vendor)
    path = f"/exhibits/{exhibit.id}"
    body = {"condition": "damaged", "checklist": {keys[0]: True}}
    refused = await counter.post(f"{path}/deliver", body)
    assert (refused.status_code, refused.json()["fields"].keys()) == (422, {"reason"})
    wrong = await counter.post(f"{path}/deliver", {"checklist": {"nothing": 1}})
    assert wrong.status_code == 422
    assert (await counter.post(f"{path}/deliver", body | {"reason": "へこみ"})).status_code == 200
    found = (await vendor.get(f"{path}/condition")).json()
    assert [(one["check_moment"], one["condition"], one["note"]) for one in found["checks"]] == [
        ("receive", "damaged", "へこみ")
    ]
    (incident,) = found["incidents"]
    listed = (await vendor.get("/exhibit-incidents?state=open")).json()["items"]
    assert incident["id"] in [one["id"] for one in listed]
    decision = {"text": "修理", "payer": "lender"}
    settled = await vendor.post(f"/exhibit-incidents/{incident['id']}/settle", decision)
    assert settled.json()["state"] == "settled"
