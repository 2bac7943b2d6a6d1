"""What people put right about an organisation; it stands beside what the open data say, and stays.

Its own administrator may, the counter that serves it, and the centre. Each change is kept: who, when, before
and after (`organization_change`, never altered).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from accounts.domain import Actor, clean_email, clean_line, is_email
from core import db
from core.clock import now
from core.errors import Conflict, Invalid, NotAllowed, NotFound
from core.ids import new_id
from core.telephones import in_one_form, is_telephone
from directory.domain import (
    is_corporate_number,
    passes_corporate_check,
    plain_number,
)
from directory.finding import index_organizations
from directory.imports import EDITABLE, SOURCE
from directory.kinds import OrganizationKind
from directory.postal import is_postal_code, tidy_postal_code
from directory.visibility import visible_to

LONGEST = 200
_WEB = re.compile(r"https?://[^\s/]+\.[^\s]+")


Follower = Callable[[UUID], Awaitable[None]]
_followers: list[Follower] = []


def after_renaming(follower: Follower) -> Follower:
    """Let a feature follow, in the same transaction, when an organisation's name or reading changes."""
    _followers.append(follower)
    return follower


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What may be put right; `notification_email` receives mail about loans, `email` is shown to readers."""

    name: str
    name_kana: str = ""
    corporation_name: str = ""
    corporation_number: str = ""
    postal_code: str = ""
    address: str = ""
    building: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    notification_email: str = ""
    url: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation as somebody who may change it sees it: what holds, and what was published instead."""

    id: UUID
    kind: OrganizationKind
    office_number: str | None
    service_code: str | None
    prefecture: str
    city: str
    details: Details
    published: Mapping[str, str]
    is_from_open_data: bool
    may_change: bool
    # Since when it is no office any more, and the one that it was made one with.
    gone_on: date | None = None
    merged_into: UUID | None = None
    merged_into_name: str = ""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One change by hand: each column before and after."""

    person_name: str
    organization_name: str
    at: datetime
    facts: Mapping[str, tuple[str, str]]


_KNOWN = """
SELECT o.id, o.kind, o.office_number, o.service_code, o.prefecture, o.city, o.name, o.name_kana,
    o.corporation_name, o.corporation_number, o.postal_code, o.address, o.building, o.phone, o.fax, o.email,
    coalesce(o.notification_email, '') AS notification_email, o.url, coalesce(o.edited, '{}') AS edited,
    o.published, o.source, o.gone_on, o.merged_into,
    coalesce((SELECT kept.name FROM organization kept WHERE kept.id = o.merged_into), '') AS merged_into_name
FROM organization o
"""


async def known_organization(actor: Actor, organization_id: UUID) -> Known:
    """The organisation, to its own people, the counter that serves it and the centre; else `NotFound`."""
    sql = f"{_KNOWN} WHERE o.id = $1 AND {visible_to(actor.signed_in(), 2)}"
    row = await db.fetch_row(sql, organization_id, actor.organization_id)
    if row is None or not _is_near(actor, row["id"], OrganizationKind(row["kind"])):
        raise NotFound
    is_chief = row["id"] != actor.organization_id or actor.is_admin or actor.is_centre
    published = {name: text for name, text in db.from_json(row["published"]).items() if name in row["edited"]}
    return Known(
        id=row["id"],
        kind=OrganizationKind(row["kind"]),
        office_number=row["office_number"],
        service_code=row["service_code"],
        prefecture=row["prefecture"],
        city=row["city"],
        details=Details(**{name: row[name] for name in Details.__struct_fields__}),
        published=published,
        is_from_open_data=row["source"] == SOURCE,
        may_change=is_chief and row["merged_into"] is None,
        gone_on=row["gone_on"],
        merged_into=row["merged_into"],
        merged_into_name=row["merged_into_name"],
    )


def _is_near(actor: Actor, organization_id: UUID, kind: OrganizationKind) -> bool:
    is_served = actor.is_counter and kind is OrganizationKind.FACILITY
    return actor.is_centre or is_served or organization_id == actor.organization_id


def must_be_open(known: Known) -> None:
    """Raise `Conflict` for a party that was merged, `NotAllowed` where the actor may not change it."""
    if known.merged_into is not None:
        raise Conflict("merged-already")
    if not known.may_change:
        raise NotAllowed("not-admin")


async def change_organization(actor: Actor, organization_id: UUID, wanted: Details) -> Known:
    """事業所情報の修正. Raises `Invalid` naming fields, `NotAllowed`, `NotFound`, `Conflict` if merged.

    What is put back to the published value counts as published again. What nobody touched is neither tidied
    nor judged: published values are not always right, and are not theirs who correct another one.
    """
    async with db.transaction():
        await db.execute("SELECT FROM organization WHERE id = $1 FOR UPDATE", organization_id)
        known = await known_organization(actor, organization_id)
        must_be_open(known)
        before = msgspec.structs.asdict(known.details)
        after = _with_untouched(known.details, _tidied(wanted))
        wrong = {
            name: code for name, code in _faults(Details(**after)).items() if after[name] != before[name]
        }
        if wrong:
            raise Invalid(wrong, limit=LONGEST)
        changed = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
        if changed:
            await _write(known, after, changed)
            await _record(actor, organization_id, changed)
            await index_organizations([organization_id])
            for follower in _followers if changed.keys() & {"name", "name_kana"} else ():
                await follower(organization_id)
        return await known_organization(actor, organization_id)


def _with_untouched(before: Details, wanted: Details) -> dict[str, str]:
    """`wanted` by field; what differs from `before` by its tidiness alone is as before."""
    old, tidied = msgspec.structs.asdict(before), msgspec.structs.asdict(_tidied(before))
    new = msgspec.structs.asdict(wanted)
    return {name: old[name] if text == tidied[name] else text for name, text in new.items()}


def _tidied(wanted: Details) -> Details:
    lines = {name: clean_line(text) for name, text in msgspec.structs.asdict(wanted).items()}
    lines["phone"], lines["fax"] = in_one_form(lines["phone"]), in_one_form(lines["fax"])
    lines["postal_code"] = tidy_postal_code(lines["postal_code"])
    lines["corporation_number"] = plain_number(lines["corporation_number"])
    lines["notification_email"] = clean_email(lines["notification_email"])
    return Details(**lines)


def _faults(wanted: Details) -> dict[str, str]:
    """Field to code. A wrong 法人番号 typed by a person is an error (DOMAIN section 10)."""
    wrong = {name: "too-long" for name, text in msgspec.structs.asdict(wanted).items() if len(text) > LONGEST}
    if not wanted.name:
        wrong["name"] = "required"
    number = wanted.corporation_number
    if number and not (is_corporate_number(number) and passes_corporate_check(number)):
        wrong["corporation_number"] = "corporate-number-wrong"
    for name in ("phone", "fax"):
        if (text := getattr(wanted, name)) and not is_telephone(text):
            wrong[name] = "telephone-wrong"
    for name in ("email", "notification_email"):
        if (text := getattr(wanted, name)) and not is_email(text):
            wrong[name] = "bad-email"
    if wanted.postal_code and not is_postal_code(wanted.postal_code):
        wrong["postal_code"] = "postal-code-wrong"
    if wanted.url and not _WEB.fullmatch(wanted.url):
        wrong["url"] = "url-wrong"
    return wrong


async def _write(known: Known, after: Mapping[str, str], changed: Mapping[str, tuple[str, str]]) -> None:
    published = dict(known.published)
    if known.is_from_open_data:
        published |= {
            name: old for name, (old, _) in changed.items() if name in EDITABLE and name not in published
        }
    standing = {name: text for name, text in published.items() if after[name] != text}
    columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(changed, start=5))
    values = [new if name != "notification_email" else new or None for name, (_, new) in changed.items()]
    await db.execute(
        f"UPDATE organization SET published = $2::jsonb, edited = $3::text[], updated_at = $4, {columns}"  # noqa: S608  # names of ours
        " WHERE id = $1",
        known.id,
        db.to_json(standing),
        sorted(standing) or None,
        now(),
        *values,
    )


_RECORD = """
INSERT INTO organization_change (id, organization_id, person_id, by_organization_id, via, facts, at)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)
"""


async def _record(actor: Actor, organization_id: UUID, changed: Mapping[str, tuple[str, str]]) -> None:
    by = actor.person_id, actor.organization_id, actor.via.value
    await db.execute(_RECORD, new_id(), organization_id, *by, db.to_json(changed), now())


_CHANGES = """
SELECT coalesce(p.name, '') AS person_name, coalesce(o.name, '') AS organization_name, c.at, c.facts
FROM organization_change c LEFT JOIN person p ON p.id = c.person_id
LEFT JOIN organization o ON o.id = c.by_organization_id
WHERE c.organization_id = $1 ORDER BY c.at DESC, c.id DESC LIMIT $2
"""


async def changes_of(actor: Actor, organization_id: UUID, limit: int = 20) -> list[Changed]:
    """The latest changes by hand, newest first, for whoever may change it."""
    await known_organization(actor, organization_id)
    rows = await db.fetch(_CHANGES, organization_id, limit)
    return [msgspec.convert({**row, "facts": db.from_json(row["facts"])}, Changed) for row in rows]
