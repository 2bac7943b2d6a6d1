"""運用ルール for programs: a counter's own rules, and to the centre those of every counter."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, get, patch
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from accounts.domain import Actor
from catalog.domain import WaitlistOrder
from catalog.policies.changing import (
    KnownPolicy,
    PolicyChanged,
    Rules,
    change_policy,
    policy_changes,
    policy_of,
)

ApiRequest = Request[Actor, Any, Any]


class PolicyView(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one counter; `version` says which ones they are."""

    counter_id: UUID
    counter_name: str
    version: str
    rules: Rules

    @classmethod
    def of(cls, known: KnownPolicy) -> "PolicyView":
        """As programs read it."""
        return cls(
            counter_id=known.counter_id,
            counter_name=known.counter_name,
            version=known.version,
            rules=known.rules,
        )


class ChangePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Rules to change; those left out stay. With `version` only if they are still the ones that were read."""

    version: str | None = None
    min_days: int | UnsetType = UNSET
    default_days: int | UnsetType = UNSET
    max_days: int | UnsetType = UNSET
    notice_days: int | UnsetType = UNSET
    horizon_days: int | UnsetType = UNSET
    intake_from: str | UnsetType = UNSET
    intake_until: str | UnsetType = UNSET
    max_units: int | UnsetType = UNSET
    max_loans_per_year: int | UnsetType | None = UNSET
    working_days_only: bool | UnsetType = UNSET
    transit_working_days: int | UnsetType = UNSET
    inspection_working_days: int | UnsetType = UNSET
    same_day_turnaround: bool | UnsetType = UNSET
    hold_hours: int | UnsetType = UNSET
    hold_reminder_hours: int | UnsetType = UNSET
    answer_working_days: int | UnsetType = UNSET
    waitlist_order: WaitlistOrder | UnsetType = UNSET
    offer_hours: int | UnsetType = UNSET
    waitlist_wishes: int | UnsetType = UNSET
    waitlist_lapses: int | UnsetType = UNSET

    def changed(self, rules: Rules) -> Rules:
        """`rules` with what is said here."""
        said = {name: getattr(self, name) for name in Rules.__struct_fields__}
        return msgspec.structs.replace(
            rules, **{name: value for name, value in said.items() if value is not UNSET}
        )


class PolicyChanges(msgspec.Struct, frozen=True):
    """Changes of a counter's rules, newest first; they have no pages."""

    items: list[PolicyChanged]
    next: None = None


class PolicyApi(Controller):
    """A counter's rules of lending."""

    path = "/api/v1/counters/{counter_id:uuid}/policy"
    tags = ("catalog",)

    @get(operation_id="getPolicy")
    async def get_policy(self, request: ApiRequest, counter_id: FromPath[UUID]) -> PolicyView:
        """The rules of a counter, for itself and for the centre."""
        return PolicyView.of(await policy_of(request.user.signed_in(), counter_id))

    @patch(operation_id="updatePolicy")
    async def update_policy(
        self, request: ApiRequest, counter_id: FromPath[UUID], data: JSONBody[ChangePolicy]
    ) -> PolicyView:
        """Change rules; new requests follow them, and the change is kept for ever."""
        known = await policy_of(request.user.signed_in(), counter_id)
        wanted = data.changed(known.rules)
        version = known.version if data.version is None else data.version
        return PolicyView.of(await change_policy(request.user, wanted, version, counter_id=counter_id))

    @get("/changes", operation_id="listPolicyChanges")
    async def list_policy_changes(self, request: ApiRequest, counter_id: FromPath[UUID]) -> PolicyChanges:
        """Who changed which rule when: the latest hundred."""
        return PolicyChanges(await policy_changes(request.user.signed_in(), limit=100, counter_id=counter_id))
