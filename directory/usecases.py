"""What organisations decide for themselves, and how they come into being without open data."""

import re
from collections.abc import Sequence
from uuid import UUID

import msgspec

from accounts.domain import Actor
from core import db
from core.clock import now
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.telephones import in_one_form
from directory.finding import index_organizations
from directory.kinds import COUNTERS, OrganizationKind
from directory.prefectures import PREFECTURES

_CHOOSE = """
UPDATE organization SET counter_id = $2, updated_at = $3
WHERE id = $1 AND EXISTS (
    SELECT 1 FROM organization c
    WHERE c.id = $2 AND c.kind IN ('counter', 'general_center') AND c.gone_on IS NULL
)
"""


async def choose_counter(actor: Actor, counter_id: UUID) -> None:
    """窓口を選ぶ: the counter that answers for the actor's facility; running loans stay where they are.

    Raises `Invalid` on `counter_id` for anything that is no counter, `NotAllowed` for other parties.
    """
    facility_id = actor.one_of(OrganizationKind.FACILITY).acting_for()
    async with db.transaction():
        if not await db.execute(_CHOOSE, facility_id, counter_id, now()):
            raise Invalid({"counter_id": "unknown"})


class NewOrganization(msgspec.Struct, frozen=True, kw_only=True):
    """A party as its operator describes it; `areas` are the prefectures that a counter serves."""

    kind: OrganizationKind
    name: str
    code: str = ""
    prefecture: str = ""
    phone: str = ""
    email: str = ""
    notification_email: str = ""
    areas: Sequence[str] = ()


_CREATE = """
INSERT INTO organization (id, kind, name, code, prefecture, phone, email, notification_email,
    source, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'person', $9, $9)
"""
_SERVE = "INSERT INTO counter_area (id, counter_id, prefecture) VALUES ($1, $2, $3)"
# Whoever has no prefecture of their own is found by nobody who looks for help nearby.
_WITH_PLACE = frozenset({OrganizationKind.FACILITY, OrganizationKind.PREFECTURE, *COUNTERS})
_OFFICE = re.compile(r"(\d{2}[0-9A-Z]\d{7})(?:-(\d{3}))?")


def _code_taken() -> Conflict:
    return Conflict("code-taken")


db.judged_by("organization_code_once", _code_taken)


async def create_organization(wanted: NewOrganization) -> UUID:
    """組織登録, by whoever runs the house. Raises `Invalid` naming fields, `Conflict` for a code in use."""
    name, organization_id = wanted.name.strip(), new_id()
    if wrong := _objections(wanted, name):
        raise Invalid(wrong)
    async with db.transaction():
        await db.execute(
            _CREATE,
            organization_id,
            wanted.kind.value,
            name,
            wanted.code.strip() or None,
            wanted.prefecture,
            in_one_form(wanted.phone),
            wanted.email.strip(),
            wanted.notification_email.strip().lower() or None,
            now(),
        )
        await index_organizations([organization_id])
        await db.execute_many(_SERVE, [(new_id(), organization_id, area) for area in set(wanted.areas)])
    return organization_id


def _objections(wanted: NewOrganization, name: str) -> dict[str, str]:
    wrong = {} if name else {"name": "required"}
    if wanted.prefecture not in PREFECTURES and (wanted.prefecture or wanted.kind in _WITH_PLACE):
        wrong["prefecture"] = "unknown" if wanted.prefecture else "required"
    if not set(wanted.areas) <= set(PREFECTURES) or (wanted.areas and wanted.kind not in COUNTERS):
        wrong["areas"] = "unknown"
    return wrong


async def organization_called(text: str) -> UUID:
    """The organisation with this code, id, or office number (`4470100017`, or `4470100017-510`).

    Raises `NotFound` for none, `Conflict` for an office number that several services share.
    """
    office = _OFFICE.fullmatch(text)
    number, service = office.groups() if office else (None, None)
    rows = await db.fetch(
        "SELECT id FROM organization WHERE code = $1 OR id::text = lower($1)"
        " OR (office_number = $2 AND ($3::text IS NULL OR service_code = $3)) LIMIT 2",
        text,
        number,
        service,
    )
    if not rows:
        raise NotFound
    if len(rows) > 1:
        raise Conflict("several-services")
    found: UUID = rows[0]["id"]
    return found
