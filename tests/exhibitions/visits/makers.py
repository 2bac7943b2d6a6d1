"""Displays that receive visitors, for tests."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import today
from core.ids import new_id
from directory.kinds import OrganizationKind
from exhibitions.visits import planning
from exhibitions.visits.booking import confirm_visit, reserve_visit
from exhibitions.visits.commands import AddRule, ReserveVisit
from exhibitions.visits.queries import SlotView, VisitView, list_slots
from exhibitions.visits.waiting.joining import confirm_wait, join_queue
from tests.exhibitions.makers import a_display
from tests.factories import an_actor, an_organization

TEN, NOON = 10 * 60, 12 * 60
AHEAD = timedelta(days=7)


class Show(msgspec.Struct, frozen=True):
    """A display with two slots in a week, and whoever receives its visitors."""

    id: UUID
    counter: Actor
    slots: list[SlotView]


async def a_show(*, people: int = 10, groups: int = 3, **columns: Any) -> Show:
    """A display that opens an hour at ten and one at eleven, in a week."""
    counter = await an_actor(await an_organization(OrganizationKind.COUNTER, phone="03-5550-1234"))
    exhibition_id = await a_display(counter.acting_for(), **columns)
    await planning.add_rule(counter, exhibition_id, an_extra_day(people=people, groups=groups))
    return Show(exhibition_id, counter, await list_slots(counter, exhibition_id))


def an_extra_day(*, people: int = 10, groups: int = 3, days: timedelta = AHEAD) -> AddRule:
    """Ten to noon on one day, by the hour."""
    return AddRule(
        from_minute=TEN,
        until_minute=NOON,
        slot_minutes=60,
        capacity_people=people,
        capacity_groups=groups,
        first_on=today() + days,
        is_extra=True,
    )


def a_party(slot: SlotView, people: int = 2, **fields: Any) -> ReserveVisit:
    """A party with an address of its own."""
    given: dict[str, object] = {"name": "来場 花子", "email": f"v{new_id().hex}@visitors.example"}
    return msgspec.convert({"slot_id": slot.id, "party_size": people, **given, **fields}, ReserveVisit)


async def an_asked_visit(show: Show, people: int = 2, *, slot: int = 0) -> tuple[VisitView, str]:
    """A visit that waits for its mail, and the token of the link in that mail."""
    command = a_party(show.slots[slot], people)
    visit = await reserve_visit(Actor.anonymous(), show.id, command)
    return visit, await token_for(visit)


async def a_confirmed_visit(show: Show, people: int = 2) -> tuple[VisitView, str]:
    """A visit that is booked for the first slot, and the token of its link."""
    _visit, token = await an_asked_visit(show, people)
    return await confirm_visit(token), token


async def a_waiting_visit(show: Show, people: int = 2) -> tuple[VisitView, str]:
    """A visit in the queue for the first slot, and the token of the link in its mails."""
    visit = await join_queue(Actor.anonymous(), show.id, a_party(show.slots[0], people))
    token = await token_for(visit)
    return await confirm_wait(token), token


async def mails_to(address: str) -> list[str]:
    """The mails to an address, the oldest first."""
    sql = (
        "SELECT payload->>'body' AS body FROM outbox WHERE payload->>'recipient' = $1 ORDER BY created_at, id"
    )
    return [row["body"] for row in await db.fetch(sql, address)]


async def token_for(visit: VisitView) -> str:
    """The token in the first mail about the visit."""
    found = re.search(r"/visits/(\S+)", (await mails_to(visit.email))[0])
    assert found
    return found[1]


async def taken(slot: SlotView) -> tuple[int, int]:
    """People and groups that have a place, as the slot counts them."""
    row = await db.fetch_row("SELECT taken_people, taken_groups FROM visit_slot WHERE id = $1", slot.id)
    assert row is not None
    return row["taken_people"], row["taken_groups"]
