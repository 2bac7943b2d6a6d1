"""Valid things by default: an organisation, an actor, a product with units. Each call makes a new one."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from accounts.domain import Actor, Role, Via
from catalog.materials.tables import MaterialKind
from catalog.materials.usecases import add_material
from catalog.subsidies.usecases import SubsidyText, create_subsidy
from core import db
from core.clock import frozen, now, today
from core.files import keep
from core.ids import new_id
from core.secrets import digest, new_token, readable_code
from directory.finding import findable
from directory.kinds import OrganizationKind
from loans import usecases
from loans.commands import RequestLoan
from loans.queries import LoanView
from loans.waiting.commands import JoinWaitlist
from tests.photos import a_jpeg


async def an_organization(kind: OrganizationKind, *, prefecture: str = "大分県", **columns: object) -> UUID:
    """An organisation of `kind`; a counter serves no prefecture until `a_counter` says so."""
    organization_id = new_id()
    fields: dict[str, object] = {
        "id": organization_id,
        "kind": kind.value,
        "name": f"{kind.value} {readable_code(4)}",
        "prefecture": prefecture,
        "source": "person",
        "created_at": now(),
        "updated_at": now(),
    } | columns
    parts = ("name", "name_kana", "corporation_name", "office_number", "phone", "address")
    found_by = findable(
        *(str(fields.get(part) or "") for part in parts), f"{prefecture}{fields.get('city', '')}"
    )
    fields |= {"search_text": found_by.text, "search_terms": found_by.terms}
    names = ", ".join(fields)
    holes = ", ".join(f"${position}" for position in range(1, len(fields) + 1))
    await db.execute(f"INSERT INTO organization ({names}) VALUES ({holes})", *fields.values())  # noqa: S608
    return organization_id


async def an_actor(organization_id: UUID | None, *, role: Role = Role.MEMBER, via: Via = Via.PAGE) -> Actor:
    """A person who is a member of the organisation, ready to act."""
    person_id = new_id()
    email = f"{readable_code(10).lower()}@people.example"
    await db.execute(
        "INSERT INTO person (id, email, name, created_at) VALUES ($1, $2, '試験 太郎', $3)",
        person_id,
        email,
        now(),
    )
    kind = None
    if organization_id is not None:
        await db.execute(
            "INSERT INTO membership (id, person_id, organization_id, role, created_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            new_id(),
            person_id,
            organization_id,
            role.value,
            now(),
        )
        kind = OrganizationKind(
            await db.fetch_value("SELECT kind FROM organization WHERE id = $1", organization_id)
        )
    return Actor(
        person_id=person_id, organization_id=organization_id, kind=kind, role=role, name="試験 太郎", via=via
    )


async def a_product(vendor_id: UUID, *, units: int = 1, item: str = "MON-F", **columns: object) -> UUID:
    """A public product of the vendor with `units` units at the vendor's."""
    product_id = new_id()
    fields: dict[str, object] = {
        "id": product_id,
        "vendor_id": vendor_id,
        "name": f"機種 {readable_code(4)}",
        "item_codes": [item],
        "created_at": now(),
        "updated_at": now(),
    } | columns
    names = ", ".join(fields)
    holes = ", ".join(f"${position}" for position in range(1, len(fields) + 1))
    await db.execute(f"INSERT INTO product ({names}) VALUES ({holes})", *fields.values())  # noqa: S608
    for _ in range(units):
        await a_unit(product_id, vendor_id)
    return product_id


async def a_unit(product_id: UUID, lender_id: UUID) -> UUID:
    """A unit owned, kept and lent by `lender_id`."""
    unit_id = new_id()
    await db.execute(
        """
        INSERT INTO unit (id, product_id, serial_number, owner_id, lender_id, custodian_id, place_id,
            created_at)
        VALUES ($1, $2, $3, $4, $4, $4, $4, $5)
        """,
        unit_id,
        product_id,
        readable_code(8),
        lender_id,
        now(),
    )
    return unit_id


# Longer than two working days anywhere in the year, the turn of the year and Golden Week included.
TIME_FOR_TRANSIT = timedelta(days=14)


class Parties(msgspec.Struct, frozen=True):
    """A facility, its counter, a vendor and its product: enough for a loan."""

    facility: Actor
    counter: Actor
    vendor: Actor
    product_id: UUID


async def a_policy(counter_id: UUID, **rules: object) -> None:
    """The counter's own rules; what is not given keeps the house's default."""
    fields: dict[str, object] = {"id": new_id(), "counter_id": counter_id, "updated_at": now()} | rules
    names = ", ".join(fields)
    holes = ", ".join(f"${position}" for position in range(1, len(fields) + 1))
    await db.execute(f"INSERT INTO policy ({names}) VALUES ({holes})", *fields.values())  # noqa: S608


async def the_parties(
    *, units: int = 1, via: Via = Via.PAGE, policy: dict[str, object] | None = None, **product: Any
) -> Parties:
    """New parties; the facility has chosen the counter."""
    counter_id = await an_organization(OrganizationKind.COUNTER)
    if policy:
        await a_policy(counter_id, **policy)
    facility_id = await an_organization(OrganizationKind.FACILITY, counter_id=counter_id)
    vendor_id = await an_organization(OrganizationKind.VENDOR)
    return Parties(
        facility=await an_actor(facility_id, via=via),
        counter=await an_actor(counter_id, via=via),
        vendor=await an_actor(vendor_id, via=via),
        product_id=await a_product(vendor_id, units=units, **product),
    )


async def another_facility(parties: Parties) -> Actor:
    """A person of one more facility of the same counter."""
    counter_id = parties.counter.organization_id
    return await an_actor(await an_organization(OrganizationKind.FACILITY, counter_id=counter_id))


def a_request(product_id: UUID, *, start: date | None = None, days: int = 14, **fields: Any) -> RequestLoan:
    """A request for a trial of `days` that begins in a month unless told otherwise."""
    start = start or today() + timedelta(days=30)
    given: dict[str, Any] = {
        "problem": "夜間の見守り",
        "goal": "訪室を半分に",
        "place_of_use": "2階 居室",
        "consent": True,
    }
    return RequestLoan(
        product_id=product_id, start=start, end=start + timedelta(days=days), **(given | fields)
    )


def a_wish(product_id: UUID, *, start: date | None = None, days: int = 14, **fields: Any) -> JoinWaitlist:
    """To wait for the days that `a_request` asks for."""
    start = start or today() + timedelta(days=30)
    return JoinWaitlist(product_id=product_id, start=start, end=start + timedelta(days=days), **fields)


async def a_loan(parties: Parties, **fields: Any) -> LoanView:
    """A loan that the facility has just asked for; for days that are near, as early as transit needs."""
    command = a_request(parties.product_id, **fields)
    ahead = command.start - today()
    with frozen(now() - max(TIME_FOR_TRANSIT - ahead, timedelta()) if ahead >= timedelta() else now()):
        return await usecases.request_loan(parties.facility, command)


def names(steps: Sequence[object]) -> set[str]:
    """The values of states or steps, for comparing."""
    return {str(step) for step in steps}


async def a_token(actor: Actor) -> str:
    """An API token of the actor, as `tameshi token create` makes it."""
    token = new_token()
    await db.execute(
        "INSERT INTO api_token (id, token_digest, person_id, organization_id, name, created_at)"
        " VALUES ($1, $2, $3, $4, 'test', $5)",
        new_id(),
        digest(token),
        actor.person_id,
        actor.organization_id,
        now(),
    )
    return token


async def a_session(actor: Actor) -> str:
    """A signed-in browser of the actor: the value of its cookie."""
    token = new_token()
    await db.execute(
        "INSERT INTO sign_in (id, token_digest, person_id, organization_id, agent, created_at, last_seen_at,"
        " expires_at) VALUES ($1, $2, $3, $4, 'test', $5, $5, $5::timestamptz + interval '1 day')",
        new_id(),
        digest(token),
        actor.person_id,
        actor.organization_id,
        now(),
    )
    return token


async def a_photo(actor: Actor, loan_id: UUID, unit_id: UUID | None) -> UUID:
    """A photo of a loan's unit as it arrived; without a unit it is still in hand."""
    photo_id, content = new_id(), a_jpeg()
    name = await keep(content, "image/jpeg")
    await db.execute(
        "INSERT INTO condition_photo (id, loan_id, unit_id, check_moment, file, thumb, width, height,"
        " person_id, organization_id, at) VALUES ($1, $2, $3, 'receive', $4, $4, 640, 480, $5, $6, $7)",
        photo_id,
        loan_id,
        unit_id,
        name,
        actor.person_id,
        actor.organization_id,
        now(),
    )
    return photo_id


async def a_material(actor: Actor, product_id: UUID) -> UUID:
    """A photo of a product, shown by its vendor."""
    kept = await add_material(actor, product_id, MaterialKind.PHOTO, a_jpeg(), "正面")
    return kept.id


async def a_subsidy(prefecture: str = "", **fields: object) -> UUID:
    """A subsidy that the centre keeps."""
    centre = await an_actor(await an_organization(OrganizationKind.CENTRE))
    given = {"fiscal_year": 2026, "name": "導入の補助", "source": "県の要綱", "checked_on": today()}
    made = await create_subsidy(centre, SubsidyText(prefecture=prefecture, **given | fields))  # type: ignore[arg-type]
    return made.id


async def an_open_incident(loan_id: UUID, unit_id: UUID) -> UUID:
    """A difference of a loan's unit that waits for what its parties make of it."""
    incident_id = new_id()
    await db.execute(
        "INSERT INTO incident (id, loan_id, unit_id, state, payer, opened_at, updated_at)"
        " VALUES ($1, $2, $3, 'open', '', $4, $4)",
        incident_id,
        loan_id,
        unit_id,
        now(),
    )
    return incident_id
