"""課題: the centre describes what facilities want to solve, and which items may help."""

import msgspec

from accounts.domain import Actor
from catalog.domain import TaxonomyVersion
from catalog.queries import Problem, problem_of, taxonomy_of
from core import db
from core.clock import now
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.secrets import readable_code
from directory.kinds import OrganizationKind

LONGEST_TITLE = 60
LONGEST_EXPLANATION = 300
LAST_POSITION = 999


class ProblemText(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre says of a problem; a lower position stands first."""

    title_ja: str
    title_en: str
    explanation_ja: str = ""
    explanation_en: str = ""
    item_codes: list[str]
    position: int = 0
    is_hidden: bool = False


_INSERT = """
INSERT INTO problem (id, code, title_ja, title_en, explanation_ja, explanation_en, item_codes, position,
    is_hidden, changed_by, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_UPDATE = """
UPDATE problem SET title_ja = $2, title_en = $3, explanation_ja = $4, explanation_en = $5, item_codes = $6,
    position = $7, is_hidden = $8, changed_by = $9, changed_at = $10
WHERE code = $1
"""

db.judged_by("problem_code_once", lambda: Conflict("busy"))


async def create_problem(actor: Actor, text: ProblemText) -> str:
    """A new way in; its code. Raises `Invalid` naming fields, `NotAllowed` for all but the centre."""
    actor.one_of(OrganizationKind.CENTRE)
    code = f"p-{readable_code(8).lower()}"
    async with db.transaction():
        values = await _judged(text)
        await db.execute(_INSERT, new_id(), code, *values, actor.person_id, now())
    return code


async def change_problem(actor: Actor, code: str, text: ProblemText) -> Problem:
    """Say it otherwise, move it, or hide it. Raises `NotFound`, `Invalid`, `NotAllowed`."""
    actor.one_of(OrganizationKind.CENTRE)
    async with db.transaction():
        await problem_of(code, hidden=True)
        await db.execute(_UPDATE, code, *await _judged(text), actor.person_id, now())
        return await problem_of(code, hidden=True)


async def _judged(text: ProblemText) -> tuple[object, ...]:
    """The values as they are kept, in the order of both statements."""
    known = {code for version in TaxonomyVersion for code in (await taxonomy_of(version)).codes}
    titles = {"title_ja": text.title_ja.strip(), "title_en": text.title_en.strip()}
    words = {"explanation_ja": text.explanation_ja.strip(), "explanation_en": text.explanation_en.strip()}
    wrong = {name: "required" for name, value in titles.items() if not value}
    wrong |= {name: "too-long" for name, value in titles.items() if len(value) > LONGEST_TITLE}
    wrong |= {name: "too-long" for name, value in words.items() if len(value) > LONGEST_EXPLANATION}
    if not text.item_codes:
        wrong["item_codes"] = "required"
    elif not set(text.item_codes) <= known:
        wrong["item_codes"] = "unknown"
    if not 0 <= text.position <= LAST_POSITION:
        wrong["position"] = "out-of-range"
    if wrong:
        raise Invalid(wrong, limit=LONGEST_EXPLANATION)
    return *titles.values(), *words.values(), sorted(set(text.item_codes)), text.position, text.is_hidden
