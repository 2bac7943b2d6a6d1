"""People as the system sees them: who acts, for which organisation, with which role, by which way."""

from enum import StrEnum
from uuid import UUID

import msgspec

from core.errors import NotAllowed, NotSignedIn
from directory.kinds import COUNTERS, OrganizationKind


class Role(StrEnum):
    """What a person may do in an organisation: an admin also invites and removes colleagues."""

    MEMBER = "member"
    ADMIN = "admin"


class Via(StrEnum):
    """The way a step came in, kept with every event."""

    PAGE = "page"
    API = "api"
    LINK = "link"
    SCAN = "scan"
    SYSTEM = "system"


class Actor(msgspec.Struct, frozen=True):
    """Whoever acts; given to every use case and every query, which scope by it."""

    person_id: UUID | None = None
    organization_id: UUID | None = None
    kind: OrganizationKind | None = None
    role: Role = Role.MEMBER
    name: str = ""
    organization_name: str = ""
    locale: str = "ja"
    via: Via = Via.PAGE
    sign_in_id: UUID | None = None

    @classmethod
    def anonymous(cls, via: Via = Via.PAGE, locale: str = "ja") -> "Actor":
        """Somebody who has not signed in."""
        return cls(via=via, locale=locale)

    @classmethod
    def system(cls) -> "Actor":
        """The house itself: sweeps and seeding. May see everything, signs its events as `system`."""
        return cls(kind=OrganizationKind.CENTRE, via=Via.SYSTEM)

    @property
    def is_signed_in(self) -> bool:
        """Whether a person stands behind this actor."""
        return self.person_id is not None

    @property
    def is_admin(self) -> bool:
        """Whether the actor may change their organisation's people and settings."""
        return self.is_signed_in and self.role is Role.ADMIN

    @property
    def is_facility(self) -> bool:
        """Acting for a care facility."""
        return self.kind is OrganizationKind.FACILITY

    @property
    def is_vendor(self) -> bool:
        """Acting for a vendor."""
        return self.kind is OrganizationKind.VENDOR

    @property
    def is_counter(self) -> bool:
        """Acting for a counter or a general centre."""
        return self.kind in COUNTERS

    @property
    def is_centre(self) -> bool:
        """Acting for the centre, which sees across counters."""
        return self.kind is OrganizationKind.CENTRE

    def signed_in(self) -> "Actor":
        """Itself, or `NotSignedIn`."""
        if not self.is_signed_in and self.via is not Via.SYSTEM:
            raise NotSignedIn
        return self

    def acting_for(self) -> UUID:
        """The organisation acted for; `NotAllowed` when there is none."""
        if self.signed_in().organization_id is None:
            raise NotAllowed("no-organization")
        return self.organization_id  # type: ignore[return-value]  # checked on the line above

    def one_of(self, *kinds: OrganizationKind) -> "Actor":
        """Itself when it acts for one of `kinds`, or `NotAllowed`."""
        if self.signed_in().kind not in kinds:
            raise NotAllowed
        return self
