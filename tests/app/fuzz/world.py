"""A world with something behind every address: loans at every station, tags, feeds, letters, colleagues."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from accounts.domain import Actor, Role
from catalog.domain import Condition
from core import db
from core.clock import now, today
from core.ids import new_id
from core.secrets import digest, new_token
from directory.kinds import OrganizationKind
from loans import commands, usecases
from loans.domain import Custody, Way
from tests.factories import (
    Parties,
    a_loan,
    a_policy,
    a_product,
    an_actor,
    an_organization,
)

ROUNDS = 3
_WAY = (Custody.REQUESTED, Custody.PROPOSED, Custody.CONFIRMED, Custody.DISPATCHED, Custody.ON_TRIAL)
STATIONS = (*_WAY, Custody.RETURNING, Custody.RETURNED)


class World(msgspec.Struct, frozen=True):
    """Who may ask, and what each placeholder of a path may stand for."""

    actors: Mapping[str, Actor]
    places: Mapping[str, Sequence[str]]


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
    loans = [await _loan_at(parties, station) for _ in range(ROUNDS) for station in STATIONS]
    loans += [await _with_wish(parties) for _ in range(ROUNDS)]
    return World(actors, await _places(parties, loans))


async def _parties() -> Parties:
    counter = await an_organization(OrganizationKind.COUNTER)
    await a_policy(counter, max_units=1000)
    facility = await an_organization(OrganizationKind.FACILITY, counter_id=counter)
    vendor = await an_organization(OrganizationKind.VENDOR)
    return Parties(
        facility=await an_actor(facility, role=Role.ADMIN),
        counter=await an_actor(counter, role=Role.ADMIN),
        vendor=await an_actor(vendor, role=Role.ADMIN),
        product_id=await a_product(vendor, units=60),
    )


async def _loan_at(parties: Parties, station: Custody) -> UUID:
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


async def _with_wish(parties: Parties) -> UUID:
    """A loan that waits for an answer: to other dates, or to a wish for more days."""
    loan = await _loan_at(parties, Custody.ON_TRIAL)
    end = today() + timedelta(days=30 + 16)
    await usecases.extend_loan(parties.facility, loan, commands.ExtendLoan(end=end))
    offered = await _loan_at(parties, Custody.PROPOSED)
    start = today() + timedelta(days=40)
    offer = commands.OfferLoan(start=start, end=start + timedelta(days=7))
    await usecases.offer_loan(parties.vendor, offered, offer)
    return offered


async def _places(parties: Parties, loans: Sequence[UUID]) -> dict[str, Sequence[str]]:
    colleague = await an_actor(parties.facility.organization_id)
    units = await db.fetch("SELECT id FROM unit WHERE product_id = $1", parties.product_id)
    return {
        "loan_id": [str(loan) for loan in loans],
        "product_id": [str(parties.product_id)],
        "unit_id": [str(row["id"]) for row in units],
        "organization_id": [str(actor) for actor in _organizations(parties)],
        "person_id": [str(colleague.person_id)],
        "token": [await _tag(units[0]["id"]), await _invitation(parties), await _reset(colleague)],
        "exhibition_id": [await _exhibition(parties)],
    }


def _organizations(parties: Parties) -> list[UUID | None]:
    return [actor.organization_id for actor in (parties.facility, parties.counter, parties.vendor)]


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
