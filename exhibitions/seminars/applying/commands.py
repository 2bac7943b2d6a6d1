"""What can be asked of applications, as programs send it and pages make it."""

import msgspec

from exhibitions.seminars.commands import Reason
from exhibitions.seminars.domain import Audience


class ApplyForSeminar(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody wants to take part; without an account a mail asks whether the address is theirs.

    `participants` are the names of those who come, where it is not the applicant alone. `is_another` is said
    by the counter alone: nobody of them is in the course already, whatever an address or a name looks like.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    organization_name: str = ""
    audience: Audience = Audience.PUBLIC
    participants: list[str] = []
    may_wait: bool = False
    is_another: bool = False


class GiveReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why an application is refused or taken back by the counter; whoever cancels their own needs none."""

    reason: Reason = ""
