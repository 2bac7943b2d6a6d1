"""A world with something behind every address: loans at every station, tags, feeds, letters, colleagues."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor, Role
from catalog.domain import Condition, Way
from core import db
from core.clock import now, today
from core.ids import new_id
from core.secrets import digest, new_token
from directory.kinds import OrganizationKind
from exhibitions.seminars.queries import sessions_of
from loans import commands, usecases
from loans.domain import Custody
from loans.waiting.usecases import join_waitlist, match_product
from tests.exhibitions.seminars.makers import a_seminar, an_applied
from tests.factories import (
    Parties,
    a_loan,
    a_material,
    a_photo,
    a_policy,
    a_product,
    a_request,
    a_subsidy,
    a_wish,
    an_actor,
    an_open_incident,
    an_organization,
)

_WAY = (Custody.REQUESTED, Custody.PROPOSED, Custody.CONFIRMED, Custody.DISPATCHED, Custody.ON_TRIAL)
STATIONS = (*_WAY, Custody.RETURNING, Custody.RETURNED)

# Where a loan must stand, and whether it waits for an answer, so that a step can be taken.
SUITED: Mapping[str, tuple[Custody, bool]] = {
    "propose": (Custody.REQUESTED, False),
    "cancel": (Custody.REQUESTED, False),
    "accept-offer": (Custody.REQUESTED, True),
    "refuse-offer": (Custody.REQUESTED, True),
    "offer": (Custody.PROPOSED, False),
    "confirm": (Custody.PROPOSED, False),
    "decline": (Custody.PROPOSED, False),
    "dispatch": (Custody.CONFIRMED, False),
    "prolong-hold": (Custody.REQUESTED, False),
    "receive": (Custody.DISPATCHED, False),
    "write-off": (Custody.DISPATCHED, False),
    "extend": (Custody.ON_TRIAL, False),
    "refuse-extension": (Custody.ON_TRIAL, True),
    "send-back": (Custody.ON_TRIAL, False),
    "results": (Custody.ON_TRIAL, False),
    "take-back": (Custody.RETURNING, False),
    "waive-result": (Custody.RETURNED, False),
}
_AT_HAND = """
SELECT l.id FROM loan l WHERE l.product_id = $1 AND l.custody = $2 AND l.result <> 'submitted'
  AND EXISTS (SELECT FROM loan_offer o WHERE o.loan_id = l.id AND o.answered_at IS NULL) = $3 LIMIT 1
"""


class World(msgspec.Struct, frozen=True):
    """Who may ask, and what each placeholder of a path may stand for."""

    parties: Parties
    actors: Mapping[str, Actor]
    places: Mapping[str, Sequence[str]]

    async def suited_to(self, path: str) -> Mapping[str, Sequence[str]]:
        """The places, with a loan whose next step may be the one behind `path`."""
        if path.endswith("{token}"):
            return {**self.places, "token": self.places.get(path.split("/")[1], self.places["token"])}
        if "{entry_id}" in path:
            return {**self.places, "entry_id": [str(await _offered_wish(self.parties))]}
        if "/loans" not in path:  # there the product may be withdrawn, and its units change hands
            return {**self.places, "product_id": self.places["spare_product_id"]}
        steps = [part for part in path.split("/") if part in SUITED]
        if not steps:
            return self.places
        station, waits = SUITED[steps[0]]
        found = await db.fetch_value(_AT_HAND, self.parties.product_id, station.value, waits)
        return {**self.places, "loan_id": [str(found or await _loan_at(self.parties, station, waits=waits))]}


async def a_world() -> World:
    """Four parties with their things, and a stranger; all of them admins, so that they reach the most."""
    parties = await _parties()
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE), role=Role.ADMIN)
    stranger = await an_actor(await an_organization(OrganizationKind.FACILITY), role=Role.ADMIN)
    actors = {
        "facility": parties.facility,
        "counter": parties.counter,
        "vendor": parties.vendor,
        "centre": centre,
        "stranger": stranger,
    }
    loans = [await _loan_at(parties, station) for station in STATIONS]
    return World(parties, actors, await _places(parties, loans))


async def _parties() -> Parties:
    counter = await an_organization(OrganizationKind.COUNTER)
    await a_policy(counter, max_units=1000)
    facility = await an_organization(OrganizationKind.FACILITY, counter_id=counter)
    vendor = await an_organization(OrganizationKind.VENDOR)
    return Parties(
        facility=await an_actor(facility, role=Role.ADMIN),
        counter=await an_actor(counter, role=Role.ADMIN),
        vendor=await an_actor(vendor, role=Role.ADMIN),
        product_id=await a_product(vendor, units=400),
    )


async def _loan_at(parties: Parties, station: Custody, *, waits: bool = False) -> UUID:
    if waits:
        return await (_offered(parties) if station is Custody.REQUESTED else _wished_for(parties))
    loan = (await a_loan(parties)).id
    reached = STATIONS.index(station)
    if reached >= 1:
        await usecases.propose_loan(parties.counter, loan)
    if reached >= 2:
        await usecases.confirm_loan(parties.vendor, loan, commands.ConfirmLoan())
    if reached >= 3:
        await usecases.dispatch_loan(parties.vendor, loan, commands.DispatchLoan(way=Way.BROUGHT))
    if reached >= 4:
        await usecases.receive_loan(parties.facility, loan, commands.ReceiveLoan(condition=Condition.OK))
    if reached >= 5:
        await usecases.send_back_loan(parties.facility, loan, commands.SendBackLoan(cleaned=True))
    if reached >= 6:
        await usecases.take_back_loan(parties.vendor, loan, commands.TakeBackLoan(condition=Condition.OK))
    return loan


async def _offered(parties: Parties) -> UUID:
    """A loan for which the lender has offered other days."""
    loan = await _loan_at(parties, Custody.PROPOSED)
    start = today() + timedelta(days=40)
    offer = commands.OfferLoan(start=start, end=start + timedelta(days=7))
    await usecases.offer_loan(parties.vendor, loan, offer)
    return loan


_OPEN_OFFER = "SELECT id FROM waiting_entry WHERE facility_id = $1 AND state = 'offered' LIMIT 1"

_MAKE_ROOM = "UPDATE waiting_entry SET state = 'left' WHERE facility_id = $1 AND state <> 'accepted'"


async def _offered_wish(parties: Parties) -> UUID:
    """A wish of the facility with days on offer: another one takes the only unit, and steps back."""
    found: UUID | None = await db.fetch_value(_OPEN_OFFER, parties.facility.organization_id)
    if found is not None:
        return found
    await db.execute(_MAKE_ROOM, parties.facility.organization_id)
    product_id = await a_product(parties.vendor.acting_for())
    loan = await usecases.request_loan(parties.facility, a_request(product_id))
    entry = await join_waitlist(parties.facility, a_wish(product_id))
    await usecases.cancel_loan(parties.facility, loan.id, commands.GiveReason(reason="都合により"))
    await match_product(product_id)
    return entry.id


async def _wished_for(parties: Parties) -> UUID:
    """A loan for which the facility wishes more days."""
    loan = await _loan_at(parties, Custody.ON_TRIAL)
    end = today() + timedelta(days=30 + 16)
    await usecases.extend_loan(parties.facility, loan, commands.ExtendLoan(end=end))
    return loan


async def _places(parties: Parties, loans: Sequence[UUID]) -> dict[str, Sequence[str]]:
    colleague = await an_actor(parties.facility.organization_id)
    units = await db.fetch("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    return {
        "loan_id": [str(loan) for loan in loans],
        "product_id": [str(parties.product_id)],
        "spare_product_id": [str(await a_product(parties.vendor.acting_for(), units=2))],
        "unit_id": [str(row["id"]) for row in units],
        "facility_id": [str(parties.facility.organization_id)],
        "counter_id": [str(parties.counter.organization_id)],
        "lender_id": [str(parties.counter.organization_id)],
        "organization_id": [str(actor) for actor in _organizations(parties)],
        "person_id": [str(colleague.person_id)],
        "token": [await _tag(units[0]["id"])],
        "invitations": [await _invitation(parties)],
        "password-reset": [await _reset(colleague)],
        "exhibition_id": [await _exhibition(parties)],
        **await _seminar(parties),
        "item": [await _item()],
        "photo_id": [str(await a_photo(parties.facility, loans[-1], units[0]["id"]))],
        "size": ["full.jpg", "thumb.jpg"],
        "material_id": [str(await a_material(parties.vendor, parties.product_id))],
        "file_name": ["full.jpg", "thumb.jpg", "leaflet.pdf"],
        "subsidy_id": [str(await a_subsidy("大分県"))],
        "incident_id": [str(await an_open_incident(loans[-1], units[0]["id"]))],
    }


def _organizations(parties: Parties) -> list[UUID | None]:
    return [actor.organization_id for actor in (parties.facility, parties.counter, parties.vendor)]


async def _item() -> str:
    """An item that no report of other tests counts."""
    code = f"X-{new_token(16)[:6]}"
    await db.execute(
        "INSERT INTO taxonomy_item (id, version, code, item_ja) VALUES ($1, '2025', $2, '他')",
        new_id(),
        code,
    )
    return code


async def _tag(unit_id: UUID) -> str:
    token = new_token(16)
    sql = "INSERT INTO tag (id, token, code, unit_id, created_at) VALUES ($1, $2, $3, $4, $5)"
    await db.execute(sql, new_id(), token, token[:8], unit_id, now())
    return token


async def _invitation(parties: Parties) -> str:
    token, actor = new_token(), parties.facility
    await db.execute(
        "INSERT INTO invitation (id, token_digest, organization_id, email, role, invited_by, created_at,"
        " expires_at) VALUES ($1, $2, $3, $4, 'member', $5, $6, $7)",
        new_id(),
        digest(token),
        actor.organization_id,
        f"{new_id()}@people.example",
        actor.person_id,
        now(),
        now() + timedelta(days=1),
    )
    return token


async def _reset(actor: Actor) -> str:
    token = new_token()
    await db.execute(
        "INSERT INTO password_reset (id, token_digest, person_id, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        new_id(),
        digest(token),
        actor.person_id,
        now(),
        now() + timedelta(days=1),
    )
    return token


async def _seminar(parties: Parties) -> dict[str, Sequence[str]]:
    """A course that takes applications."""
    seminar = await a_seminar(parties.counter, capacity=1000)
    session = (await sessions_of(seminar.id))[0]
    applied = [str(await an_applied(seminar.id)) for _ in range(8)]
    return {"seminar_id": [str(seminar.id)], "session_id": [str(session.id)], "application_id": applied}


async def _exhibition(parties: Parties) -> str:
    exhibition = new_id()
    await db.execute(
        "INSERT INTO exhibition (id, counter_id, title, kind, status, starts_on, ends_on, created_at)"
        " VALUES ($1, $2, '体験会', 'permanent', 'open', $3, $4, $5)",
        exhibition,
        parties.counter.organization_id,
        today(),
        today() + timedelta(days=30),
        now(),
    )
    return str(exhibition)
