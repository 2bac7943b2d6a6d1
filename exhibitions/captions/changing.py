"""Changing what an exhibit says, where it stands, when it is shown, whether it may be lent from there."""

from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.errors import Conflict, Invalid, NotAllowed
from core.seen import altered
from exhibitions.captions.domain import LAST_POSITION, LONGEST, LONGEST_LINE
from exhibitions.commands import ChangeExhibit
from exhibitions.domain import DROPPED, UNDER_WAY, Side
from exhibitions.exhibits import Exhibit, exhibit_for, sides
from exhibitions.usecases.recording import Happening, record

STEP = "caption"
_LIMITS = {
    "caption": LONGEST,
    "caption_en": LONGEST * 2,  # an English text says the same in twice as many letters
    "caption_plain": LONGEST,
    "demonstrations": LONGEST_LINE,
}


async def change_exhibit(
    actor: Actor, exhibit_id: UUID, command: ChangeExhibit, *, seen: str = ""
) -> Exhibit:
    """Change what is given, unless it is still as it was `seen`; the rest stays.

    Raises `Invalid` naming fields, `Conflict`, `NotAllowed`.
    """
    given = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in msgspec.structs.asdict(command).items()
        if value is not msgspec.UNSET
    }
    async with db.transaction():
        await db.execute("SELECT FROM exhibit WHERE id = $1 FOR UPDATE", exhibit_id)
        exhibit = await exhibit_for(actor, exhibit_id)
        if Side.COUNTER not in sides(actor, exhibit):
            raise NotAllowed
        if exhibit.exhibition_status not in UNDER_WAY or exhibit.status in DROPPED:
            raise Conflict("exhibit-over")
        _check(given)
        now = {name: getattr(exhibit, name) for name in given}
        meant = altered(seen, given, now)
        changed = {name: value for name, value in given.items() if name in meant and value != now[name]}
        if not changed:
            return exhibit
        assigned = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, start=2))
        # Column names are the fields of the command, never input.
        await db.execute(
            f"UPDATE exhibit SET {assigned} WHERE id = $1",  # noqa: S608
            exhibit_id,
            *changed.values(),
        )
        await record(
            actor,
            Happening(
                exhibition_id=exhibit.exhibition_id,
                exhibit_id=exhibit_id,
                step=STEP,
                before=exhibit.status,
                after=exhibit.status,
                facts={"changed": {name: [getattr(exhibit, name), value] for name, value in changed.items()}},
            ),
        )
        return await exhibit_for(actor, exhibit_id)


def _check(given: dict[str, object]) -> None:
    wrong = {
        name: f"{name.partition('_')[0]}-too-long"
        for name, limit in _LIMITS.items()
        if len(str(given.get(name, ""))) > limit
    }
    position = given.get("position", 1)
    if not isinstance(position, int) or not 1 <= position <= LAST_POSITION:
        wrong["position"] = "position-out-of-range"
    if wrong:
        raise Invalid(wrong, limit=LONGEST, limit_en=LONGEST * 2, line=LONGEST_LINE, last=LAST_POSITION)
