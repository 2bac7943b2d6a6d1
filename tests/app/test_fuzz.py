"""No 500 for anything a client can send, and every refusal in the form that its reader understands."""

import re
from collections.abc import Sequence

import pytest
import pytest_asyncio
from litestar import Litestar
from litestar.middleware.csrf import generate_csrf_token

from accounts.domain import Actor
from accounts.middleware import SESSION_COOKIE
from app.templating import csrf_cookie
from core.settings import settings
from core.web.problems import PROBLEM_JSON
from tests.app.access import EVERYONE, SIGNED_IN, access, routes
from tests.app.fuzz.shots import Maker
from tests.app.fuzz.wire import Reply, Shot, fire
from tests.app.fuzz.world import World, a_world
from tests.factories import a_session, a_token

# Files sent where none is asked for are closed by the collector of garbage, with a grumble.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SHOTS = {"GET": 12, "POST": 24, "PATCH": 40, "PUT": 40, "DELETE": 12, "HEAD": 4}


@pytest_asyncio.fixture(scope="module")
async def world(database: str) -> World:
    assert database
    return await a_world()


async def identity(actor: Actor | None, *, api: bool) -> Sequence[tuple[bytes, bytes]]:
    """The headers that show who asks; a browser also brings the token of its forms."""
    if api:
        return [] if actor is None else [(b"authorization", b"Bearer " + (await a_token(actor)).encode())]
    token = generate_csrf_token(settings().secret_key)
    cookie = f"{csrf_cookie()}={token}"
    if actor is not None:
        cookie += f"; {SESSION_COOKIE}={await a_session(actor)}"
    return [(b"cookie", cookie.encode()), (b"x-csrftoken", token.encode())]


@pytest.mark.parametrize("door", routes(), ids=" ".join)
async def test_whatever_is_sent_is_answered_properly(
    application: Litestar, world: World, door: tuple[str, str]
) -> None:
    maker, api = Maker(door, seed=1), door[1].startswith("/api/")
    welcome = [name for name in world.actors if access()[door] & {name, f"any-{name}", SIGNED_IN, EVERYONE}]
    for number in range(SHOTS[door[0]]):
        who = maker.random.choice([*world.actors, "nobody"] if number % 4 == 0 else welcome or ["facility"])
        shot = maker.shot(await identity(world.actors.get(who), api=api), await world.suited_to(door[1]))
        reply = await fire(application, shot)
        objection = objection_to(shot, reply)
        assert not objection, f"{objection}\n{number}: {shot.told()}\n→ {reply.status} {reply.text[:500]}"


def objection_to(shot: Shot, reply: Reply) -> str:
    """What is wrong with an answer; nothing when it is a proper one."""
    if not 200 <= reply.status < 500:
        return "a failure"
    if reply.status < 400 or shot.method == "HEAD" or reply.status == 304:
        return ""
    return _fault_for_programs(reply) if shot.path.startswith("/api/") else _fault_for_people(shot, reply)


def _fault_for_programs(reply: Reply) -> str:
    if reply.kind != PROBLEM_JSON:
        return f"a refusal as {reply.kind}"
    problem = reply.json()
    is_whole = problem["code"] and problem["title"] and problem["status"] == reply.status
    return "" if is_whole else "an incomplete problem"


def _fault_for_people(shot: Shot, reply: Reply) -> str:
    if reply.kind != "text/html":
        return f"a refusal as {reply.kind}"
    is_fragment = (b"hx-request", b"true") in shot.headers
    is_page = re.search(r'<html lang="(ja|en)">', reply.text) is not None
    return "" if is_page or is_fragment else "a refusal that is no page"
