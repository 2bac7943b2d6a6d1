"""People as the system sees them: who acts, for which organisation, with which role, by which way."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from core.errors import NotAllowed, NotSignedIn
from directory.kinds import COUNTERS, OrganizationKind

# A browser that is not used for this long must sign in again.
SIGN_IN_LASTS = timedelta(days=14)
# "Last seen" is written this often at most, so that reading pages does not write all the time.
SEEN_EVERY = timedelta(minutes=5)
INVITATION_LASTS = timedelta(days=7)
PASSWORD_RESET_LASTS = timedelta(minutes=60)

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
FEWEST_DIFFERENT_CHARACTERS = 4
LONGEST_EMAIL = 254
LONGEST_NAME = 100

_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


class DateStyle(StrEnum):
    """How a person wants dates to be written: 2026年10月1日, or 令和8年10月1日."""

    WESTERN = "western"
    ERA = "era"


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
    date_style: str = "western"
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


class Seat(msgspec.Struct, frozen=True):
    """A person's place in an organisation, as far as the rules need it."""

    person_id: UUID
    role: Role


def is_last_admin(seats: Sequence[Seat], person_id: UUID) -> bool:
    """Whether nobody could invite or remove people any more, were this person no admin."""
    return {seat.person_id for seat in seats if seat.role is Role.ADMIN} == {person_id}


_WIDE_SPACE = "\u3000"


def clean_line(text: str) -> str:
    """One line as it is kept: no control characters, no spaces around it.

    A wide space (山田　花子) is how names are written, and stays.
    """
    return "".join(sign for sign in text if sign.isprintable() or sign == _WIDE_SPACE).strip()


def clean_email(text: str) -> str:
    """A mail address as it is kept: half-width, lower case, no spaces around it."""
    return clean_line(unicodedata.normalize("NFKC", text)).lower()


def is_email(text: str) -> bool:
    """Whether a cleaned `text` can be a mail address; only a mail can show that it is one."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def name_fault(name: str) -> str | None:
    """The code of what is wrong with a cleaned name of a person or a token, or None."""
    if not name:
        return "required"
    return "name-too-long" if len(name) > LONGEST_NAME else None


def password_fault(password: str, email: str) -> str | None:
    """The code of what is wrong with a new password, or None. Length counts, not kinds of characters."""
    if len(password) < SHORTEST_PASSWORD:
        return "password-too-short"
    if len(password) > LONGEST_PASSWORD:
        return "password-too-long"
    is_plain = len(set(password)) < FEWEST_DIFFERENT_CHARACTERS
    if is_plain or clean_email(password) in {email, email.partition("@")[0]}:
        return "password-too-simple"
    return None
