"""A person's own settings: name, language, dates, and for whom they act."""

from uuid import UUID

from accounts.domain import Actor, DateStyle, clean_line, name_fault
from core import db
from core.errors import Invalid, NotFound
from core.i18n import LOCALES


async def change_profile(actor: Actor, name: str, locale: str, date_style: str) -> None:
    """Change the actor's name, language and way of writing dates; `Invalid` names every bad field."""
    name = clean_line(name)
    fault = name_fault(name)
    faults = {"name": fault} if fault is not None else {}
    if locale not in LOCALES:
        faults["locale"] = "unknown"
    if date_style not in set(DateStyle):
        faults["date_style"] = "unknown"
    if faults:
        raise Invalid(faults)
    sql = "UPDATE person SET name = $2, locale = $3, date_style = $4 WHERE id = $1"
    await db.execute(sql, actor.signed_in().person_id, name, locale, date_style)


async def change_language(actor: Actor, locale: str) -> None:
    """Remember the language of a person who has signed in; somebody else's is kept by their browser."""
    if locale not in LOCALES:
        raise Invalid({"locale": "unknown"})
    if actor.is_signed_in:
        await db.execute("UPDATE person SET locale = $2 WHERE id = $1", actor.person_id, locale)


async def switch_organization(actor: Actor, organization_id: UUID) -> None:
    """Act for another of one's organisations in this browser; `NotFound` for one that is not one's own."""
    switched = await db.execute(
        "UPDATE sign_in SET organization_id = $2 WHERE id = $1 AND EXISTS ("
        " SELECT 1 FROM membership WHERE person_id = $3 AND organization_id = $2 AND ended_at IS NULL)",
        actor.sign_in_id,
        organization_id,
        actor.signed_in().person_id,
    )
    if not switched:
        raise NotFound
