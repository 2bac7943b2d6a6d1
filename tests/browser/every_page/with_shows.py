"""A touring show and one to be asked for, and visits before and after."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from catalog.domain import Condition, Way
from core import db
from core.clock import frozen, today
from exhibitions import usecases
from exhibitions.commands import (
    AddExhibit,
    AddVenue,
    CreateExhibition,
    DispatchExhibit,
    MoveExhibit,
    MoveExhibition,
)
from exhibitions.conditions.checking import keep_photo
from exhibitions.conditions.incidents import incidents_of
from exhibitions.domain import ExhibitionKind, ExhibitionStep, ExhibitStep
from exhibitions.exhibits import exhibit_for
from exhibitions.pictures.usecases import add_picture
from exhibitions.questionnaires.asking import AskQuestion, ask_question
from exhibitions.questionnaires.domain import QuestionKind
from exhibitions.touring.planning import plan_tour
from exhibitions.touring.queries import legs_of
from exhibitions.visits.arriving import arrive
from exhibitions.visits.booking import confirm_visit
from exhibitions.visits.queries import VisitView, list_slots, rules_of
from tests.browser.every_page.cast import DAY, Cast
from tests.exhibitions.visits.makers import Show, an_asked_visit
from tests.factories import a_product, a_unit
from tests.photos import a_jpeg

_OPEN = "SELECT id FROM exhibition WHERE counter_id = $1 AND status = 'open' ORDER BY created_at LIMIT 1"
_SHOWN = """
SELECT e.id, e.token FROM exhibit e WHERE e.exhibition_id = $1 AND e.status = 'on_show'
ORDER BY e.may_be_lent DESC, e.position LIMIT 1
"""
WEEK, MONTH = 7 * DAY, 30 * DAY


class Tour(msgspec.Struct, frozen=True):
    """A touring show that is being prepared, a stop of it, a way to it, and what its lender is asked for."""

    id: UUID
    venue_id: UUID
    leg_id: UUID
    exhibit_id: UUID


async def _a_tour(cast: Cast) -> Tour:
    counter, start = cast.parties.counter, today() + MONTH
    plan = CreateExhibition(
        title="巡回ロボット展", start=start, end=start + 20 * DAY, kind=ExhibitionKind.TOURING
    )
    show = await usecases.create_exhibition(counter, plan)
    for name, first in (("大分会場", start), ("別府会場", start + WEEK)):
        venue = AddVenue(name=name, start=first, end=first + 3 * DAY, address=f"{name}の住所")
        await usecases.add_venue(counter, show.id, venue)
    wished = AddExhibit(product_id=cast.parties.product_id)
    exhibit = await usecases.add_exhibit(counter, show.id, wished)
    await plan_tour(counter, show.id)
    venue_id = await db.fetch_value(
        "SELECT id FROM exhibition_venue WHERE exhibition_id = $1 ORDER BY starts_on LIMIT 1", show.id
    )
    return Tour(show.id, venue_id, (await legs_of(show.id))[0].id, exhibit.id)


async def _of_a_lender(cast: Cast) -> dict[str, object]:
    """A display of next week with a unit that is to be sent, and one that is on the road."""
    counter, vendor, start = cast.parties.counter, cast.parties.vendor, today() + WEEK
    plan = CreateExhibition(title="届くロボット展", start=start, end=start + MONTH)
    show = await usecases.create_exhibition(counter, plan)
    product = cast.parties.product_id
    # of its own: what is sent off must have been nobody's before its days
    units = [await a_unit(product, vendor.acting_for()) for _ in range(2)]
    named = [AddExhibit(product_id=product, unit_id=unit) for unit in units]
    waits, sent = [await usecases.add_exhibit(counter, show.id, one) for one in named]
    for one in (waits, sent):
        await usecases.move_exhibit(vendor, one.id, ExhibitStep.CONFIRM, MoveExhibit())
    parcel = DispatchExhibit(way=Way.PARCEL, carrier="見本運輸", tracking_number="1234-5678")
    await usecases.dispatch_exhibit(vendor, sent.id, parcel)
    shown = {"awaited_show": show.id, "agreed_exhibit": waits.id, "sent_exhibit": sent.id}
    return shown | await _damaged(cast, show.id)


async def _damaged(cast: Cast, show_id: UUID) -> dict[str, object]:
    """An exhibit that came with a dent, the photo of it, and the incident that was opened."""
    counter, vendor = cast.parties.counter, cast.parties.vendor
    wished = AddExhibit(product_id=await a_product(vendor.acting_for()))
    met = await usecases.add_exhibit(counter, show_id, wished)
    agreed = await usecases.move_exhibit(vendor, met.id, ExhibitStep.CONFIRM, MoveExhibit())
    mine = await exhibit_for(counter, agreed.id)
    photo = await keep_photo(counter, mine, ExhibitStep.DELIVER, a_jpeg())
    dent = MoveExhibit(condition=Condition.DAMAGED, reason="角にへこみ", photos=[photo.id])
    await usecases.move_exhibit(counter, met.id, ExhibitStep.DELIVER, dent)
    (incident,) = await incidents_of(met.id)
    return {"met_exhibit": met.id, "exhibit_photo": photo.id, "exhibit_incident": incident.id}


async def _a_show_after(cast: Cast, *steps: ExhibitionStep) -> UUID:
    """A display from today on that nobody visits yet, after these steps."""
    plan = CreateExhibition(title=f"小さなロボット展 {len(steps)}", start=today(), end=today() + WEEK)
    show = await usecases.create_exhibition(cast.parties.counter, plan)
    for step in steps:
        await usecases.move_exhibition(cast.parties.counter, show.id, step, MoveExhibition())
    return show.id


async def _a_visit(counter: Actor, show_id: UUID) -> tuple[VisitView, str]:
    """A visit that is booked, and the token of its link."""
    slots = await list_slots(Actor.anonymous(), show_id)
    _asked, token = await an_asked_visit(Show(show_id, counter, [one for one in slots if one.bookable]))
    return await confirm_visit(token), token


async def with_shows(cast: Cast) -> dict[str, object]:
    """What addresses about displays and visits name."""
    counter = cast.parties.counter
    show_id = await db.fetch_value(_OPEN, counter.organization_id)
    shown = await db.fetch_row(_SHOWN, show_id)
    assert shown is not None
    await ask_question(counter, AskQuestion(kind=QuestionKind.SCALE, label="役に立ちましたか"))
    booked, token = await _a_visit(counter, show_id)
    made, link = await _a_visit(counter, show_id)
    with frozen(made.start):
        await arrive(link)
    tour = await _a_tour(cast)
    return {
        "exhibition_id": show_id,
        "picture_id": (await add_picture(counter, show_id, a_jpeg(), "会場の入口")).id,
        "exhibit_id": shown["id"],
        "caption_token": shown["token"],
        "rule_id": (await rules_of(show_id))[0].id,
        "visit_id": booked.id,
        "visit_token": token,
        "visited_token": link,
        "slot_id": booked.slot_id,
        "tour_id": tour.id,
        "venue_id": tour.venue_id,
        "leg_id": tour.leg_id,
        "planned_show": await _a_show_after(cast, ExhibitionStep.PLAN),
        "opened_show": await _a_show_after(cast, ExhibitionStep.PLAN, ExhibitionStep.OPEN),
        "wished_exhibit": tour.exhibit_id,
        **await _of_a_lender(cast),
    }
