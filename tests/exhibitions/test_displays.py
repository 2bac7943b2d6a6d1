from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from accounts.domain import Actor
from core import db
from core.clock import frozen, now, today
from core.errors import Conflict, IllegalStep, Invalid, NotAllowed, NotFound, StaleState
from directory.kinds import OrganizationKind
from exhibitions import usecases
from exhibitions.commands import AddVenue, ChangeExhibition, CreateExhibition, MoveExhibition, PutInTeam
from exhibitions.domain import ExhibitionKind, ExhibitionStatus, ExhibitionStep, TeamRole
from exhibitions.preparing import history_of, team_of, venues_of
from exhibitions.queries import ExhibitionView
from tests.callers import a_caller
from tests.exhibitions.makers import a_browser
from tests.factories import an_actor, an_organization

IN_A_MONTH = timedelta(days=30)


async def a_counter_person() -> Actor:
    return await an_actor(await an_organization(OrganizationKind.COUNTER))


def a_plan(**fields: Any) -> CreateExhibition:
    start = today() + IN_A_MONTH
    given: dict[str, Any] = {"title": "ロボット展", "start": start, "end": start + IN_A_MONTH}
    return CreateExhibition(**(given | fields))


async def a_draft(actor: Actor, **fields: Any) -> ExhibitionView:
    return await usecases.create_exhibition(actor, a_plan(**fields))


async def move(actor: Actor, display: ExhibitionView, step: str, **fields: Any) -> ExhibitionView:
    return await usecases.move_exhibition(actor, display.id, ExhibitionStep(step), MoveExhibition(**fields))


async def test_a_display_goes_from_draft_to_closed_and_keeps_its_history() -> None:
    actor = await a_counter_person()
    display = await a_draft(actor)
    assert display.status is ExhibitionStatus.DRAFT
    await move(actor, display, "plan")
    with pytest.raises(Conflict, match="opens-later"):
        await move(actor, display, "open")
    with frozen(now() + IN_A_MONTH):
        await move(actor, display, "open", expected=ExhibitionStatus.PLANNED)
        closed = await move(actor, display, "close")
    assert closed.status is ExhibitionStatus.CLOSED
    assert [event.step for event in await history_of(display.id)] == ["close", "open", "plan", "create"]
    for order in ("UPDATE exhibition_event SET step = 'x'", "DELETE FROM exhibition_event"):
        with pytest.raises(asyncpg.RaiseError):
            await db.execute(f"{order} WHERE exhibition_id = $1", display.id)


async def test_steps_out_of_order_and_stale_forms_change_nothing() -> None:
    actor = await a_counter_person()
    display = await a_draft(actor)
    with pytest.raises(IllegalStep):
        await move(actor, display, "close")
    with pytest.raises(StaleState):
        await move(actor, display, "plan", expected=ExhibitionStatus.OPEN)
    with pytest.raises(Invalid):
        await move(actor, display, "cancel", reason=" ")
    called_off = await move(actor, display, "cancel", reason="会場が使えない")
    assert called_off.status is ExhibitionStatus.CANCELLED
    with pytest.raises(Conflict):
        await usecases.change_exhibition(actor, display.id, ChangeExhibition(title="新しい名前"))


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"title": " "}, "title", "required"),
        ({"start": today() - timedelta(days=1)}, "start", "start-in-past"),
        ({"end": today()}, "end", "end-before-start"),
        ({"end": today() + timedelta(days=2000)}, "end", "exhibition-too-long"),
        ({"prefecture": "火星"}, "prefecture", "unknown-prefecture"),
    ],
)
async def test_a_display_that_cannot_be_is_refused(fields: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        await a_draft(await a_counter_person(), **fields)
    assert refusal.value.fields[field] == code


async def test_only_a_counter_makes_displays_and_only_its_own_changes_them() -> None:
    vendor = await an_actor(await an_organization(OrganizationKind.VENDOR))
    with pytest.raises(NotAllowed):
        await a_draft(vendor)
    display = await a_draft(await a_counter_person())
    for stranger in (vendor, await a_counter_person()):
        with pytest.raises(NotFound):
            await move(stranger, display, "plan")
    await db.execute("UPDATE exhibition SET status = 'planned' WHERE id = $1", display.id)
    with pytest.raises(NotAllowed):
        await usecases.change_exhibition(vendor, display.id, ChangeExhibition(title="乗っ取り"))


async def test_venues_lie_within_the_show_and_never_overlap() -> None:
    actor = await a_counter_person()
    display = await a_draft(actor, kind=ExhibitionKind.TOURING)
    start = display.start

    def stop(first: int, days: int, name: str = "会場") -> AddVenue:
        begin = start + timedelta(days=first)
        return AddVenue(name=name, start=begin, end=begin + timedelta(days=days))

    venue = await usecases.add_venue(actor, display.id, stop(0, 5, "ためし市民館"))
    await usecases.add_venue(actor, display.id, stop(5, 5))
    for wrong, code in ((stop(4, 3), "venues-overlap"), (stop(28, 5), "venue-outside")):
        with pytest.raises(Invalid) as refusal:
            await usecases.add_venue(actor, display.id, wrong)
        assert refusal.value.fields["start"] == code
    with pytest.raises(Invalid):
        await usecases.count_attendance(actor, display.id, venue, 20)
    with frozen(now() + IN_A_MONTH):
        await usecases.count_attendance(actor, display.id, venue, 20)
    assert [one.attendance for one in await venues_of(display.id)] == [20, None]
    with pytest.raises(Conflict, match="venue-was-visited"):
        await usecases.remove_venue(actor, display.id, venue)
    with pytest.raises(Invalid) as outside:
        await usecases.change_exhibition(actor, display.id, ChangeExhibition(end=start + timedelta(days=8)))
    assert outside.value.fields["end"] == "venues-outside"


async def test_a_team_is_made_of_colleagues() -> None:
    actor = await a_counter_person()
    display = await a_draft(actor)
    person_id = actor.person_id or UUID(int=0)
    await usecases.put_in_team(actor, display.id, PutInTeam(person_id=person_id, role=TeamRole.GUIDE))
    await usecases.put_in_team(actor, display.id, PutInTeam(person_id=person_id, role=TeamRole.LEAD))
    assert [member.role for member in await team_of(display.id)] == [TeamRole.LEAD]
    stranger = await a_counter_person()
    command = PutInTeam(person_id=stranger.person_id or uuid4(), role=TeamRole.GUIDE)
    with pytest.raises(Invalid):
        await usecases.put_in_team(actor, display.id, command)
    await usecases.remove_from_team(actor, display.id, person_id)
    assert await team_of(display.id) == []


async def test_programs_make_and_move_displays(client: httpx.AsyncClient) -> None:
    actor = await a_counter_person()
    caller = await a_caller(client, actor)
    start = today()
    body = {"title": "公開日", "kind": "open_day", "start": str(start), "end": str(start + timedelta(days=1))}
    made = await caller.post("/exhibitions", body, idempotency_key="made-once")
    assert made.status_code == 201, made.text
    assert (await caller.post("/exhibitions", body, idempotency_key="made-once")).json() == made.json()
    path = f"/exhibitions/{made.json()['id']}"
    changed = await caller.patch(path, {"hours": "10:00〜15:00"})
    assert changed.json()["hours"] == "10:00〜15:00"
    assert (await caller.post(f"{path}/open", {})).status_code == 409
    assert (await caller.post(f"{path}/plan", {})).json()["status"] == "planned"
    assert (await caller.post(f"{path}/open", {})).json()["status"] == "open"
    assert (await (await a_caller(client, None)).get(path)).json()["title"] == "公開日"


async def test_a_counter_makes_a_display_on_pages(client: httpx.AsyncClient) -> None:
    actor = await a_counter_person()
    browser = await a_browser(client, actor)
    typed = {
        "title": "巡回展",
        "kind": "touring",
        "start": str(today()),
        "last_day": str(today() - IN_A_MONTH),
    }
    refused = await browser.post("/exhibitions/new", data=typed)
    assert refused.status_code == 422
    assert "巡回展" in refused.text
    made = await browser.post("/exhibitions/new", data=typed | {"last_day": str(today() + IN_A_MONTH)})
    assert made.status_code == 303, made.text
    path = made.headers["location"].removesuffix("/prepare")
    venue = {"name": "中央公民館", "start": str(today()), "last_day": str(today())}
    assert (await browser.post(f"{path}/venues", data=venue)).status_code == 303
    assert "重なっています" in (await browser.post(f"{path}/venues", data=venue)).text
    team = {"person_id": str(actor.person_id), "role": "lead"}
    assert (await browser.post(f"{path}/team", data=team)).status_code == 303
    assert (await browser.post(f"{path}/plan", data={})).status_code == 303
    shown = await browser.get(f"{path}/prepare")
    for words in ("中央公民館", "責任者", "開催を始める", "予定として公開しました"):
        assert words in shown.text, words
    for tail in ("edit", "cancel", "venues", "team"):
        assert (await browser.get(f"{path}/{tail}")).status_code == 200, tail
    assert (await browser.post(f"{path}/cancel", data={"reason": "台風"})).status_code == 303
    assert "中止になりました" in (await browser.get(path)).text
