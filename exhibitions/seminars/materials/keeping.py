"""資料を置く: a PDF, written anew, or a link; seen by those who have a place, at its time."""

from datetime import datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor, clean_line
from core import db, files
from core.clock import now
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.papers import paper_from
from core.text import is_web_address
from exhibitions.seminars.applying.queries import ApplicationView
from exhibitions.seminars.domain import LONGEST_LINE, MaterialStage, SeminarStatus
from exhibitions.seminars.queries import SeminarView, run_by

MOST = 30


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """資料; either `link` or `file_name` is filled."""

    id: UUID
    stage: MaterialStage
    title: str
    link: str
    file_name: str
    size: int
    created_at: datetime


_MATERIALS = """
SELECT id, stage, title, link, file_name, size, created_at FROM seminar_material
WHERE seminar_id = $1 ORDER BY stage DESC, created_at, id
"""


async def materials_of(seminar_id: UUID) -> list[Material]:
    """All material of a course, that for before it first; the caller judges who may see it."""
    return [msgspec.convert(dict(row), Material) for row in await db.fetch(_MATERIALS, seminar_id)]


async def material_of(seminar_id: UUID, material_id: UUID) -> Material:
    """One piece; `NotFound` when the course has none such."""
    found = [one for one in await materials_of(seminar_id) if one.id == material_id]
    if not found:
        raise NotFound
    return found[0]


async def materials_for(application: ApplicationView, seminar: SeminarView) -> list[Material]:
    """What this applicant may read now: nothing without a place, that for afterwards not before the end."""
    if not application.has_place:
        return []
    is_over = seminar.status is SeminarStatus.HELD or seminar.closed == "seminar-past"
    found = await materials_of(seminar.id)
    return [one for one in found if is_over or one.stage is MaterialStage.BEFORE]


_ADD = """
INSERT INTO seminar_material (id, seminar_id, stage, title, link, file_name, size, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


class AddMaterial(msgspec.Struct, frozen=True, kw_only=True):
    """What is put there: `content` is that of a PDF, empty where it is a link."""

    stage: MaterialStage
    title: str
    link: str = ""
    content: bytes = b""


async def add_material(actor: Actor, seminar_id: UUID, command: AddMaterial) -> Material:
    """Put material there.

    Raises `Invalid` naming fields (a PDF that is too large, locked or none at all), `Conflict`
    `too-many-materials`, `NotFound`, `NotAllowed`.
    """
    await run_by(actor, seminar_id)
    title, link = clean_line(command.title), command.link.strip()
    _check(title, link, command.content)
    name, size = await _kept(command.content) if command.content else ("", 0)
    async with db.transaction():
        await db.execute("SELECT FROM seminar WHERE id = $1 FOR NO KEY UPDATE", seminar_id)
        if len(await materials_of(seminar_id)) >= MOST:
            raise Conflict("too-many-materials", most=MOST)
        material_id = new_id()
        about = (command.stage.value, title, link, name, size, now())
        await db.execute(_ADD, material_id, seminar_id, *about)
        return await material_of(seminar_id, material_id)


def _check(title: str, link: str, content: bytes) -> None:
    wrong: dict[str, str] = {}
    if not title:
        wrong["title"] = "required"
    elif len(title) > LONGEST_LINE:
        wrong["title"] = "too-long"
    if bool(link) == bool(content):
        wrong["link" if link else "file"] = "file-or-link"
    elif link and not is_web_address(link):
        wrong["link"] = "no-web-address"
    if wrong:
        raise Invalid(wrong, limit=LONGEST_LINE)


async def _kept(content: bytes) -> tuple[str, int]:
    try:
        paper = await paper_from(content)
    except Invalid as error:
        raise Invalid({"file": error.reason}, None, **error.facts) from error
    return await files.keep(paper.content, "application/pdf"), len(paper.content)


async def remove_material(actor: Actor, seminar_id: UUID, material_id: UUID) -> None:
    """Take it away; said again it changes nothing."""
    await run_by(actor, seminar_id)
    sql = "DELETE FROM seminar_material WHERE id = $1 AND seminar_id = $2"
    await db.execute(sql, material_id, seminar_id)
