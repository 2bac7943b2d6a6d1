"""What displays add to the life of a unit."""

from accounts.domain import Actor
from catalog.conditions.incident_desk import tell_lives
from catalog.life.own import KIND
from catalog.life.sources import LifeKind, LifeRow, Source, add_source
from core.web.look import Happening
from exhibitions.conditions.records import RECORDS
from exhibitions.exhibits import mine
from exhibitions.looks import HAPPENED
from exhibitions.queries import visible_to

_EVENTS = """
SELECT v.id, v.at, 'exhibition' AS kind, v.step AS what, v.via, v.organization_id AS who_id,
    NULL::uuid AS custodian_id, NULL::uuid AS place_id, CASE WHEN {seen} THEN e.id END AS cause_id,
    CASE WHEN {seen} THEN e.title ELSE '' END AS label, '{{}}'::jsonb AS facts
FROM exhibit x JOIN exhibition e ON e.id = x.exhibition_id JOIN exhibition_event v ON v.exhibit_id = x.id
WHERE x.unit_id = $1
"""


def _events(actor: Actor) -> str:
    return _EVENTS.format(seen=visible_to(actor, 2))


def _tell(row: LifeRow) -> Happening:
    look = KIND[LifeKind.EXHIBITION]
    href = f"/exhibitions/{row.cause_id}" if row.cause_id else ""
    return Happening(
        row.at, HAPPENED.get(row.what, look.label), row.who, row.label, look.icon, look.tone, href
    )


add_source(Source("exhibition", _events, _tell))
tell_lives(
    RECORDS,
    "/exhibits/incidents",
    belonging="JOIN exhibit x ON x.id = i.exhibit_id JOIN exhibition e ON e.id = x.exhibition_id",
    name="e.title",
    seen=lambda actor: mine(actor, 2),
)
