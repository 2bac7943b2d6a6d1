"""Incidents: opened by a difference, talked about, agreed, settled; never twice, never silently."""

from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from catalog.checklists.domain import ChecklistLine
from catalog.conditions.incidents import (
    Comment,
    Decide,
    DifferenceKind,
    EntryKind,
    IncidentState,
    Payer,
)
from catalog.conditions.marks import PutMark
from catalog.domain import CheckMoment, Condition, Way
from catalog.life.queries import LifeFilter, life_of
from catalog.life.sources import LifeKind, told
from catalog.queries import unit_for
from core import db
from core.errors import IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from directory.kinds import OrganizationKind
from loans import commands, usecases
from loans.incidents.notices import open_on_desk
from loans.incidents.queries import IncidentView, incident_for, incidents_of, list_incidents
from loans.incidents.usecases import agree_incident, comment_incident, settle_incident
from loans.marks.usecases import put_mark
from loans.queries import loan_for
from tests.accounts.browser import words
from tests.asking import a_bearer
from tests.factories import Parties, a_loan, a_photo, an_actor, an_organization, the_parties
from tests.loans.letters import mails, subjects
from tests.loans.test_checklists import a_checklist
from tests.loans.visiting import follow, send, visiting

pytestmark = pytest.mark.usefixtures("own_database", "application")

Answers = dict[str, bool | int | str]
DECISION = Decide(text="貸主がケーブルを足す", payer=Payer.LENDER)


async def a_trial(parties: Parties, lines: list[ChecklistLine], cables: int = 2) -> UUID:
    power, cable, _ = lines
    loan = await a_loan(parties)
    out: Answers = {power.key: True, cable.key: cables}
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    dispatch = commands.DispatchLoan(way=Way.BROUGHT, checklist=out)
    await usecases.dispatch_loan(parties.vendor, loan.id, dispatch)
    receive = commands.ReceiveLoan(condition=Condition.OK, checklist=out)
    await usecases.receive_loan(parties.facility, loan.id, receive)
    return loan.id


async def came_back(
    parties: Parties, loan_id: UUID, lines: list[ChecklistLine], cables: int, *, power: bool = True
) -> None:
    found: Answers = {lines[0].key: power, lines[1].key: cables}
    sent = commands.SendBackLoan(cleaned=True, way=Way.BROUGHT, checklist=found)
    await usecases.send_back_loan(parties.facility, loan_id, sent)
    taken = commands.TakeBackLoan(condition=Condition.OK, checklist=found)
    await usecases.take_back_loan(parties.vendor, loan_id, taken)


async def an_incident(parties: Parties) -> IncidentView:
    lines = await a_checklist(parties)
    loan_id = await a_trial(parties, lines)
    await came_back(parties, loan_id, lines, 1)
    [row] = await incidents_of(loan_id)
    return await incident_for(parties.counter, row.id)


async def test_what_comes_back_as_it_went_opens_nothing() -> None:
    parties = await the_parties()
    lines = await a_checklist(parties)
    loan_id = await a_trial(parties, lines)
    await came_back(parties, loan_id, lines, 2)
    assert await incidents_of(loan_id) == []


async def test_a_line_and_a_count_that_differ_open_one_incident_however_often_they_are_found() -> None:
    parties = await the_parties()
    lines = await a_checklist(parties)
    loan_id = await a_trial(parties, lines)
    await came_back(parties, loan_id, lines, 1, power=False)
    [row] = await incidents_of(loan_id)
    incident = await incident_for(parties.vendor, row.id)
    assert [(one.text, one.before, one.after) for one in incident.differences] == [
        ("電源が入る", True, False),
        ("ケーブル", 2, 1),
    ]
    assert [entry.kind for entry in incident.entries] == [EntryKind.OPENED]


async def test_what_the_vendor_finds_besides_is_added() -> None:
    parties = await the_parties()
    power, cable, _ = lines = await a_checklist(parties)
    loan_id = await a_trial(parties, lines)
    found: Answers = {power.key: True, cable.key: 1}
    sent = commands.SendBackLoan(cleaned=True, way=Way.BROUGHT, checklist=found)
    await usecases.send_back_loan(parties.facility, loan_id, sent)
    worse = commands.TakeBackLoan(condition=Condition.DAMAGED, note="割れ", checklist={**found, cable.key: 0})
    await usecases.take_back_loan(parties.vendor, loan_id, worse)
    [row] = await incidents_of(loan_id)
    incident = await incident_for(parties.vendor, row.id)
    assert [entry.kind for entry in incident.entries] == [EntryKind.OPENED, EntryKind.FOUND]
    assert [one.kind for one in incident.entries[1].differences] == [
        DifferenceKind.CONDITION,
        DifferenceKind.LINE,
    ]


async def test_a_count_is_compared_with_what_belongs_to_a_unit_where_nobody_counted_before() -> None:
    parties = await the_parties()
    _, cable, _ = await a_checklist(parties)
    loan = await a_loan(parties)
    await usecases.propose_loan(parties.counter, loan.id)
    await usecases.confirm_loan(parties.vendor, loan.id, commands.ConfirmLoan())
    await usecases.dispatch_loan(parties.vendor, loan.id, commands.DispatchLoan(way=Way.BROUGHT))
    receive = commands.ReceiveLoan(condition=Condition.OK, checklist={cable.key: 1})
    await usecases.receive_loan(parties.facility, loan.id, receive)
    [row] = await incidents_of(loan.id)
    [found] = (await incident_for(parties.facility, row.id)).differences
    assert (found.before, found.after, found.moment) == (2, 1, CheckMoment.RECEIVE)


async def test_marks_put_on_photos_of_the_way_back_open_an_incident_once() -> None:
    parties = await the_parties()
    loan_id = await a_trial(parties, await a_checklist(parties))
    unit = await db.fetch_value("SELECT unit_id FROM loan_unit WHERE loan_id = $1", loan_id)
    await usecases.send_back_loan(
        parties.facility, loan_id, commands.SendBackLoan(cleaned=True, way=Way.BROUGHT)
    )
    photo = await a_photo(parties.facility, loan_id, unit)
    await db.execute("UPDATE condition_photo SET check_moment = 'send_back' WHERE id = $1", photo)
    for note in ("擦り傷", "へこみ"):
        await put_mark(parties.vendor, loan_id, photo, PutMark(x=9, y=9, note=note))
    [row] = await incidents_of(loan_id)
    [found] = (await incident_for(parties.counter, row.id)).differences
    assert (found.kind, found.before, found.after) == (DifferenceKind.MARKS, 0, 1)


async def test_lender_and_counter_agree_and_settle_and_the_facility_comments() -> None:
    parties = await the_parties()
    incident = await an_incident(parties)
    assert incident.next_steps == [EntryKind.AGREED, EntryKind.SETTLED]
    seen = await comment_incident(parties.facility, incident.id, Comment(text="箱に残っていました"))
    assert seen.next_steps == []
    for step in (agree_incident, settle_incident):
        with pytest.raises(NotAllowed):
            await step(parties.facility, incident.id, DECISION)
    agreed = await agree_incident(parties.vendor, incident.id, DECISION)
    assert (agreed.state, agreed.payer) == (IncidentState.AGREED, Payer.LENDER)
    with pytest.raises(IllegalStep):
        await agree_incident(parties.counter, incident.id, DECISION)
    stale = Decide(text="済んだ", payer=Payer.NOBODY, expected=IncidentState.OPEN)
    with pytest.raises(StaleState):
        await settle_incident(parties.counter, incident.id, stale)
    with pytest.raises(Invalid):
        await settle_incident(parties.counter, incident.id, Decide(text=" ", payer=Payer.NOBODY))
    done = await settle_incident(parties.counter, incident.id, DECISION)
    assert [entry.kind for entry in done.entries] == [
        EntryKind.OPENED,
        EntryKind.COMMENTED,
        EntryKind.AGREED,
        EntryKind.SETTLED,
    ]
    assert done.next_steps == []


async def test_a_history_cannot_be_rewritten() -> None:
    parties = await the_parties()
    incident = await an_incident(parties)
    with pytest.raises(Exception, match="never changed"):
        await db.execute("UPDATE incident_entry SET text = 'x' WHERE incident_id = $1", incident.id)


async def test_an_incident_is_seen_by_the_parties_of_its_loan_alone() -> None:
    parties, others = await the_parties(), await the_parties()
    incident = await an_incident(parties)
    for actor in (others.facility, others.counter, others.vendor):
        with pytest.raises(NotFound):
            await incident_for(actor, incident.id)
        with pytest.raises(NotFound):
            await comment_incident(actor, incident.id, Comment(text="?"))
        assert (await list_incidents(actor)).items == []
    for actor in (parties.facility, parties.counter, parties.vendor):
        assert [row.id for row in (await list_incidents(actor, IncidentState.OPEN)).items] == [incident.id]
        assert (await list_incidents(actor, IncidentState.SETTLED)).items == []


async def test_it_waits_on_the_desks_of_counter_and_lender_until_it_is_agreed() -> None:
    parties = await the_parties()
    incident = await an_incident(parties)
    desks = [parties.counter.acting_for(), parties.vendor.acting_for()]
    assert [len(await open_on_desk(desk)) for desk in desks] == [1, 1]
    await agree_incident(parties.counter, incident.id, DECISION)
    assert [len(await open_on_desk(desk)) for desk in desks] == [0, 0]


async def test_each_party_but_the_one_who_wrote_is_told_once() -> None:
    parties = await the_parties()
    incident = await an_incident(parties)
    loan = await loan_for(parties.counter, incident.loan_id)
    await agree_incident(parties.counter, incident.id, DECISION)
    await comment_incident(parties.vendor, incident.id, Comment(text="明日送ります"))
    found, agreed = "行きと帰りで、ちがいが見つかりました", "差異の扱いが決まりました"
    said = "差異の記録にコメントがあります"
    told = {
        party: [subject for subject in await subjects(actor, loan) if subject in (found, agreed, said)]
        for party, actor in (("f", parties.facility), ("c", parties.counter), ("v", parties.vendor))
    }
    assert told == {"f": [agreed, said], "c": [found, said], "v": [found, agreed]}
    bodies = "".join(body for _, body in await mails(parties.vendor, loan))
    assert "ちがい: ケーブル：2 → 1（返送時）" in bodies
    assert "費用: 貸主が払う" in bodies


async def test_it_is_talked_about_and_settled_on_a_page(application: Litestar) -> None:
    parties = await the_parties()
    incident = await an_incident(parties)
    path = f"/incidents/{incident.id}"
    async with visiting(application, parties.facility) as facility:
        loan = await facility.get(f"/loans/{incident.loan_id}")
        assert path in loan.text
        page = await facility.get(path)
        assert "ケーブル：2 → 1（返送時）" in words(page)
        assert f'action="{path}/agree"' not in page.text
        await follow(facility, await send(facility, page, f"{path}/comment", text="さがします"))
    async with visiting(application, parties.counter) as counter:
        assert "/incidents?state=open" in (await counter.get("/desk")).text
        assert path in (await counter.get("/incidents?state=open")).text
        page = await counter.get(path)
        empty = await send(counter, page, f"{path}/agree", text="足す", payer="")
        assert empty.status_code == 422
        assert "足す" in empty.text
        agreed = await follow(
            counter, await send(counter, page, f"{path}/agree", text="足す", payer="lender")
        )
        assert "合意済み" in words(agreed)
        late = await send(counter, page, f"{path}/agree", text="やはり事業所", payer="facility")
        assert late.status_code == 409
        assert "やはり事業所" in late.text
        settled = await send(counter, agreed, f"{path}/settle", text="届いた", payer="lender")
        assert "解決済み" in words(await follow(counter, settled))
    async with visiting(application, (await the_parties()).counter) as stranger:
        assert (await stranger.get(path)).status_code == 404
        assert "差異の記録はありません" in words(await stranger.get("/incidents"))


async def test_a_program_lists_comments_and_settles(client: httpx.AsyncClient) -> None:
    parties = await the_parties()
    incident = await an_incident(parties)
    path, headers = f"/api/v1/incidents/{incident.id}", await a_bearer(parties.counter)
    assert (await client.get("/api/v1/incidents?state=open", headers=headers)).json()["items"][0][
        "id"
    ] == str(incident.id)
    said = await client.post(f"{path}/comment", json={"text": "確かめます"}, headers=headers)
    assert said.json()["entries"][-1]["text"] == "確かめます"
    wrong = await client.post(f"{path}/agree", json={"text": "足す", "payer": "nobody-else"}, headers=headers)
    assert wrong.status_code in (400, 422)
    body = {"text": "足す", "payer": "lender"}
    done = await client.post(f"{path}/settle", json=body, headers=headers)
    assert done.json()["state"] == "settled"
    again = await client.post(f"{path}/settle", json=body, headers=headers)
    assert again.status_code == 409


async def test_the_life_of_a_unit_tells_of_its_incidents_to_those_who_may_see_the_loan() -> None:
    parties = await the_parties()
    incident = await an_incident(parties)
    await comment_incident(parties.vendor, incident.id, Comment(text="探しています"))
    await settle_incident(parties.vendor, incident.id, DECISION)
    unit = await unit_for(parties.vendor, incident.unit_id)
    rows = (await life_of(parties.vendor, unit, LifeFilter(kind=LifeKind.DAMAGE))).items
    lines = [told(row) for row in rows if row.source == "incident"]
    assert [str(line.title) for line in lines] == ["解決しました", "ちがいが見つかりました"]
    assert {(line.href, line.text) for line in lines} == {(f"/incidents/{incident.id}", incident.number)}
    owner = await an_actor(await an_organization(OrganizationKind.VENDOR))
    await db.execute("UPDATE unit SET owner_id = $2 WHERE id = $1", unit.id, owner.acting_for())
    seen = (await life_of(owner, await unit_for(owner, unit.id))).items
    assert "incident" not in {row.source for row in seen}
