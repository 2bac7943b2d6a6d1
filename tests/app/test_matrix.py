"""Every route × every role × own and other organisation (DESIGN section 5)."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.middleware.csrf import generate_csrf_token

from accounts.domain import Actor, Role
from accounts.middleware import SESSION_COOKIE
from app.templating import csrf_cookie
from core import db
from core.ids import new_id
from core.secrets import new_token
from core.settings import settings
from directory.kinds import OrganizationKind
from exhibitions.seminars.queries import sessions_of
from loans.waiting.usecases import join_waitlist
from tests.app.access import EVERYONE, SIGNED_IN, access, routes
from tests.app.bodies import BODIES
from tests.exhibitions.makers import a_display, an_exhibit
from tests.exhibitions.seminars.makers import a_seminar, an_applied
from tests.factories import (
    Parties,
    a_loan,
    a_material,
    a_photo,
    a_session,
    a_subsidy,
    a_token,
    a_wish,
    an_actor,
    an_open_incident,
    an_organization,
    the_parties,
)

OWN = ("facility", "counter", "vendor", "centre")
STRANGERS = ("other facility", "other counter", "other vendor", "living lab")
NOT_YOURS = {403, 404}
ASKED_TO_SIGN_IN = {303, 401}


class World:
    """A loan between four parties, strangers to it, and the ids that paths may name."""

    def __init__(self, parties: Parties, actors: dict[str, Actor], ids: dict[str, str], secret: str) -> None:
        self.parties, self.actors, self.ids, self.secret = parties, actors, ids, secret


async def a_world() -> World:
    parties, others = await the_parties(), await the_parties()
    secret = f"秘密の事業所{new_token()}"
    facility_id = parties.facility.organization_id
    await db.execute("UPDATE organization SET name = $2 WHERE id = $1", facility_id, secret)
    loan = await a_loan(parties)
    centre = await an_organization(OrganizationKind.CENTRE)
    lab = await an_organization(OrganizationKind.LIVING_LAB)
    actors = {
        "facility": parties.facility,
        "counter": parties.counter,
        "vendor": parties.vendor,
        "centre": await an_actor(centre),
        "other facility": others.facility,
        "other counter": others.counter,
        "other vendor": others.vendor,
        "living lab": await an_actor(lab),
    }
    return World(parties, actors, await _ids(parties, loan.id, loan.unit_ids[0]), secret)


async def _ids(parties: Parties, loan_id: UUID, unit_id: UUID) -> dict[str, str]:
    wish = a_wish(parties.product_id)
    tag = new_token()
    display = await a_display(parties.counter.acting_for(), status="draft")
    await db.execute(
        "INSERT INTO tag (id, token, code, unit_id, created_at) VALUES ($1, $2, $3, $4, now())",
        new_id(),
        tag,
        tag[:8],
        unit_id,
    )
    return {
        "loan_id": str(loan_id),
        "unit_id": str(unit_id),
        "product_id": str(parties.product_id),
        "organization_id": str(parties.facility.organization_id),
        "facility_id": str(parties.facility.organization_id),
        "counter_id": str(parties.counter.organization_id),
        "tag_token": tag,
        "exhibition_id": str(display),
        "exhibit_id": str(await an_exhibit(display, parties.product_id, parties.vendor.acting_for())),
        "photo_id": str(await a_photo(parties.facility, loan_id, unit_id)),
        "size": "full.jpg",
        "material_id": str(await a_material(parties.vendor, parties.product_id)),
        "file_name": "full.jpg",
        "subsidy_id": str(await a_subsidy()),
        "incident_id": str(await an_open_incident(loan_id, unit_id)),
        **await _seminar_ids(parties),
        "entry_id": str((await join_waitlist(parties.facility, wish)).id),
    }


async def _seminar_ids(parties: Parties) -> dict[str, str]:
    seminar = await a_seminar(parties.counter, status="draft")
    return {
        "seminar_id": str(seminar.id),
        "session_id": str((await sessions_of(seminar.id))[0].id),
        "application_id": str(await an_applied(seminar.id)),
    }


@asynccontextmanager
async def a_caller(
    application: Litestar, actor: Actor | None, *, api: bool
) -> AsyncIterator[httpx.AsyncClient]:
    token = generate_csrf_token(settings().secret_key)
    headers, cookies = {"x-csrftoken": token}, {csrf_cookie(): token}
    if actor is not None and api:
        headers["Authorization"] = f"Bearer {await a_token(actor)}"
    elif actor is not None:
        cookies[SESSION_COOKIE] = await a_session(actor)
    transport = httpx.ASGITransport(app=cast("Any", application), raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test.example", headers=headers, cookies=cookies
    ) as caller:
        yield caller


def test_every_route_says_who_may_use_it() -> None:
    missing = [f"{method} {path}" for method, path in routes() if (method, path) not in access()]
    assert missing == []


def filled(path: str, world: World) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: world.ids.get(found[1], str(uuid4())), path)


async def _asked(application: Litestar, method: str, world: World, path: str, name: str) -> httpx.Response:
    actor, door, path = world.actors.get(name), path, filled(path, world)
    api = path.startswith("/api/")
    body = {
        name: filled(value, world) if isinstance(value, str) else value
        for end, body in BODIES.items()
        # a look before an order is sent what the order would be sent
        if door.endswith(end) or door.removesuffix("/preview").endswith(end)
        for name, value in body.items()
    }
    async with a_caller(application, actor, api=api) as caller:
        if method in ("POST", "PATCH", "PUT"):
            if api or path.startswith("/board/"):  # the latter is sent by a script of the page
                return await caller.request(method, path, json=body)
            return await caller.post(path, data={})
        return await caller.request(method, path)


@pytest.mark.parametrize(("method", "path"), routes())
async def test_a_door_opens_for_those_who_may_and_for_nobody_else(
    application: Litestar, method: str, path: str
) -> None:
    may = access().get((method, path), frozenset())
    for name in (*OWN, *STRANGERS, "nobody"):
        world = await a_world()
        answer = await _asked(application, method, world, path, name)
        case = f"{name}: {method} {path} → {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500, case
        if _may(name, may):
            assert answer.status_code not in {401, 403, 404, 405}, case
        elif name == "nobody" and EVERYONE not in may:
            assert answer.status_code in ASKED_TO_SIGN_IN | NOT_YOURS, case
        elif "{" in path:
            assert answer.status_code in ({404} if _is_hidden(name, path, may) else NOT_YOURS), case
        else:
            assert answer.status_code in NOT_YOURS, case
        if name in STRANGERS or name == "nobody":
            assert world.secret not in answer.text, case


def _is_hidden(name: str, path: str, may: frozenset[str]) -> bool:
    """Whether the thing must not exist for `name`, rather than be forbidden: always so for loans."""
    if name not in STRANGERS or "nobody" in may or EVERYONE in access().get(("GET", path), frozenset()):
        return False
    return "{loan_id}" in path or name.removeprefix("other ") in may


def _may(name: str, may: frozenset[str]) -> bool:
    if EVERYONE in may:
        return True
    if name == "nobody":
        return False
    if SIGNED_IN in may:
        return True
    return name in may or f"any-{name.removeprefix('other ')}" in may


async def test_a_member_is_no_admin(application: Litestar) -> None:
    facility_id = await an_organization(OrganizationKind.FACILITY)
    for role, statuses in ((Role.MEMBER, {403}), (Role.ADMIN, {200, 303, 422})):
        actor = await an_actor(facility_id, role=role)
        async with a_caller(application, actor, api=False) as caller:
            answer = await caller.post("/organization/people", data={})
        assert answer.status_code in statuses
